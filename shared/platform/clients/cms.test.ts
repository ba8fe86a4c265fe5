import { expect, test } from "vitest";
import type { Session } from "../session.ts";
import { openCms } from "./cms.ts";

const answer = { body: {} as object };
const latest = () => openCms({} as Session, (async () => answer) as never).latest("alb-1", "ListenerActiveConnection");

test("a point without a port is left out, and a text that is not JSON has no points", async () => {
  const point = { listenerPort: "443", listenerProtocol: "https", timestamp: 60_000, Value: 3 };
  answer.body = { Code: "200", Datapoints: JSON.stringify([point, { listenerPort: "all" }]) };
  expect(await latest()).toEqual([{ port: 443, protocol: "HTTPS", at: 60_000, value: 3 }]);
  answer.body = { Code: "200", Datapoints: "{" };
  expect(await latest()).toEqual([]);
});

test("a refusal with the status of a success is an error with the cloud's code, and without a secret that its message repeats", async () => {
  const Message =
    "denied for https://metrics.example.com/?Signature=c2VjcmV0LXNpZ25hdHVyZQ%3D%3D&Action=DescribeMetricLast";
  answer.body = { Code: 403, Message, RequestId: "R-1" };
  const error = await latest().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "403", reason: { params: { product: "cms", requestId: "R-1" } } });
  expect(JSON.stringify(error)).not.toContain("c2VjcmV0");
});

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { coded } from "../../../test/support/coded.ts";
import { probeTrace } from "./trace.ts";

let server: Server;
beforeAll(async () => {
  server = createServer((_, response) => void response.end("hello"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => server.close());

const PROBLEM = coded("no-trace-id-logged", { logstore: "logs/alb_access" });

test("a record without a trace is no fault where only a share of the requests is traced", async () => {
  const log = { read: async () => [{ status: "200", slb_xtrace: "-" }] };
  const { port } = server.address() as AddressInfo;
  const question = { address: "127.0.0.1", port, hostname: "shop.example.com", path: "/" };
  const store = { LoadBalancerId: "alb-1", LogProject: "logs", LogStore: "alb_access" };
  const share = { mark: "mark", sample: 9_999 };
  expect(await probeTrace({ log } as never, question as never, store, 0, share)).toMatchObject({ problem: null });
});

test.each([
  ["the id of its trace", { slb_xtrace: "00f067aa0ba902b7", xtrace_type: "zipkin" }, null],
  ["an id of the request alone, which every request has", { request_traceid: "6f1c", slb_xtrace: "-" }, PROBLEM],
  ["no field of tracing", {}, PROBLEM],
])("a record with %s tells whether the request was traced", async (_, fields, problem) => {
  const log = { read: async () => [{ status: "200", ...fields }] };
  const { port } = server.address() as AddressInfo;
  const question = { address: "127.0.0.1", port, hostname: "shop.example.com", path: "/", secure: false };
  const store = { LoadBalancerId: "alb-1", LogProject: "logs", LogStore: "alb_access" };
  expect(
    await probeTrace({ log } as never, question as never, store, 0, { mark: "mark", sample: 10_000 }),
  ).toMatchObject({ problem });
});

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { coded } from "../../../test/support/coded.ts";
import { read } from "../../core/resourceSet.ts";
import { openAlb } from "./alb.ts";
import { lostFields } from "./lostFields.ts";

const answers: Record<string, object> = {
  GetListenerAttribute: {
    RequestId: "1",
    ListenerId: "lsn-1",
    ListenerStatus: "Running",
    ListenerProtocol: "HTTP",
    NewGuard: { Enabled: true },
    NewSwitch: false,
    XForwardedForConfig: { XForwardedForEnabled: true, XForwardedForNewEnabled: true },
  },
  ListRules: {
    RequestId: "2",
    Rules: [{ RuleName: "a", Priority: 1, RuleActions: [{ Type: "New", Order: 1, NewConfig: { Key: "k" } }] }],
  },
};
const asked: string[] = [];
const server = createServer((request, response) => {
  const action = String(
    request.headers["x-acs-action"] ?? new URL(request.url ?? "/", "http://x").searchParams.get("Action"),
  );
  asked.push(action);
  response.setHeader("content-type", "application/json").end(JSON.stringify(answers[action] ?? {}));
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => void server.close());

const client = () =>
  openAlb({
    region: "cn-hangzhou",
    accountId: "1",
    credentials: { accessKeyId: "k", accessKeySecret: "s" },
    endpoints: { alb: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
  } as never);

test("what is set and not taken over is named by its path, and what is not set is nothing", () => {
  expect(
    lostFields(
      {
        A: 1,
        B: { C: "x", D: false, E: [] },
        F: [
          { G: 1, H: "" },
          { G: 2, I: { J: 0 } },
        ],
        K: null,
      },
      { A: 1, B: {}, F: [{ G: 1 }, { G: 2 }] },
    ),
  ).toEqual(["B.C", "F[].I"]);
});

test("a listener tells by name what the SDK drops of it and of its rules", async () => {
  const { resources } = await read({ alb: client() } as never, { listener: { ListenerId: "lsn-1", rules: true } });
  expect(resources.listener?.Unknown).toEqual([
    "NewGuard",
    "XForwardedForConfig.XForwardedForNewEnabled",
    "Rules[].RuleActions[].NewConfig",
  ]);
});

test("a call with a parameter that the SDK would drop is not made", async () => {
  asked.length = 0;
  const parameters = { ListenerId: "lsn-1", NewGuard: { Enabled: true } };
  await expect(client().call("UpdateListenerAttribute", parameters as never)).rejects.toMatchObject({
    reason: coded("sdk-would-not-send", { product: "alb", action: "UpdateListenerAttribute", fields: ["NewGuard"] }),
  });
  expect(asked).toEqual([]);
});

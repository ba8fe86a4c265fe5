import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { call, serveCloudFlow } from "../../test/local/cloudflow/testCloud.ts";
import { openCloudFlow } from "../platform/clients/cloudFlow.ts";
import { lockHeldBy, releaseLocks, takeLock } from "./lock.ts";

const LOCK = `Type: StateMachine
SpecVersion: v1
Name: albflow-lock
StartAt: Hold
States:
  - { Name: Hold, Type: Wait, Seconds: 300, End: true }
`;
const FLOW = "albflow-lock";

let served: Awaited<ReturnType<typeof serveCloudFlow>>;
beforeEach(async () => {
  served = await serveCloudFlow({ listOrder: "name" });
  await served.cloudFlow.putFlow({ name: FLOW, definition: LOCK });
});
afterEach(() => served.close());

function client() {
  return openCloudFlow({
    region: "cn-hangzhou",
    accountId: "1234567890123456",
    credentials: { accessKeyId: "local", accessKeySecret: "local" },
    endpoints: { fnf: `http://127.0.0.1:${served.server.port}` },
  });
}

const holder = (execution: string) => ({ flow: "albflow-stopListener", execution });
const lockNames = () => [...(served.cloudFlow.state.flows.get(FLOW)?.executions.keys() ?? [])];

/** Takes it so often, giving it back each time. */
async function use(resource: string, times: number) {
  for (let use = 1; use <= times; use += 1) {
    const named = { FlowName: FLOW, ExecutionName: `${resource}_${use}` };
    await call(served.cloudFlow, "StartExecution", { ...named, Input: JSON.stringify(holder(`before-${use}`)) });
    await call(served.cloudFlow, "StopExecution", named);
  }
}

describe("where executions are listed by their names", () => {
  test("a resource that was used 45 times is taken the 46th time", async () => {
    await use("lsn-1", 45);
    expect(await takeLock(client(), FLOW, "lsn-1", holder("next"))).toEqual({ lock: "lsn-1_46" });
  });

  test("nobody takes what the 45th holds", async () => {
    await use("lsn-1", 44);
    await client().start(FLOW, "lsn-1_45", holder("working"));
    expect(await takeLock(client(), FLOW, "lsn-1", holder("next"))).toEqual({
      heldBy: { flow: "albflow-stopListener", execution: "working" },
    });
    expect(lockNames()).toHaveLength(45);
  });

  test("the lock that somebody holds is found among 30 that were given back", async () => {
    await use("lsn-1", 30);
    await client().start(FLOW, "lsn-1_31", holder("working"));
    expect(await lockHeldBy(client(), FLOW, "lsn-1", [holder("other"), holder("working")])).toBe("lsn-1_31");
    expect(await lockHeldBy(client(), FLOW, "lsn-1", [holder("other")])).toBeUndefined();
  });
});

describe("what has a name that people chose", () => {
  const NAMES = ["商城-servers", `${"a".repeat(128)}`, "9 lives", "x_1", "shop.example.com/ü"];
  test.each(NAMES)("is locked, given back and locked again: %s", async (name) => {
    expect(await takeLock(client(), FLOW, name, holder("one"))).toMatchObject({
      lock: expect.stringMatching(/^lock-[0-9a-f]{24}_1$/),
    });
    expect(await takeLock(client(), FLOW, name, holder("two"))).toEqual({
      heldBy: { flow: "albflow-stopListener", execution: "one" },
    });
    await releaseLocks(client(), FLOW, lockNames());
    expect(await takeLock(client(), FLOW, name, holder("two"))).toMatchObject({
      lock: expect.stringMatching(/^lock-[0-9a-f]{24}_2$/),
    });
  });

  test("is another than one whose name differs in what names of executions cannot hold", async () => {
    await takeLock(client(), FLOW, "shop 一", holder("one"));
    expect(await takeLock(client(), FLOW, "shop 二", holder("two"))).toMatchObject({ lock: expect.anything() });
  });
});

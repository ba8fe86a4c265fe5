import { afterEach, describe, expect, it } from "vitest";
import { simulatedClock, systemClock } from "../../../shared/platform/clock.ts";
import { openContext } from "../../../test/local/cloudflow/openContext.ts";
import { call, startCloudFlow } from "../../../test/local/cloudflow/testCloud.ts";
import type { CallRecord, Fault } from "../../context.ts";
import { CloudError } from "../../wire/cloudError.ts";
import type { CloudFlow } from "../cloudFlow.ts";

let cloudFlow: CloudFlow;
afterEach(() => cloudFlow.close());

const calls: CallRecord[] = [];

async function withFault(fault: Fault, clock = simulatedClock(0)) {
  calls.length = 0;
  const context = { ...openContext(clock, calls), faultFor: () => fault };
  cloudFlow = await startCloudFlow({ context });
  await cloudFlow.putFlow({
    name: "f",
    definition: "{Type: StateMachine, SpecVersion: v1, Name: f, StartAt: A, States: [{Name: A, Type: Succeed}]}",
  });
  return {
    clock,
    start: () => clock.hold((held) => call(cloudFlow, "StartExecution", { FlowName: "f", ExecutionName: "e1" }, held)),
  };
}

const started = () => cloudFlow.state.flows.get("f")?.executions.has("e1");

describe("the facade", () => {
  const REFUSING: [fault: Fault, message: string, took: boolean][] = [
    [{ kind: "refuse", status: 409, code: "Odd", message: "just so" }, "Odd: just so", false],
    [{ kind: "throttle" }, "Throttling.User", false],
    [{ kind: "deny" }, "NoPermission", false],
    [{ kind: "error", when: "before" }, "ServiceUnavailable", false],
    [{ kind: "error", when: "after" }, "ServiceUnavailable", true],
  ];
  it.each(REFUSING)("plays the fault %j", async (fault, message, took) => {
    const { start } = await withFault(fault);
    await expect(start()).rejects.toThrow(message);
    expect(started()).toBe(took);
    expect(calls[0]).toMatchObject({ service: "fnf", action: "StartExecution", resource: "flow/f", fault: fault.kind });
  });

  it("plays a delay, in simulated time", async () => {
    const { clock, start } = await withFault({ kind: "delay", ms: 5_000 });
    const answer = start();
    await clock.advance(4_999);
    expect(started()).toBe(false);
    await clock.advance(1);
    expect((await answer).Name).toBe("e1");
  });

  it("plays a reset after the call took effect", async () => {
    await withFault({ kind: "reset", when: "after" });
    const body = Buffer.from("Action=StartExecution&FlowName=f&ExecutionName=e1");
    const response = await cloudFlow.handle({
      method: "POST",
      path: "/",
      rawQuery: "",
      headers: {},
      body,
      remoteAddress: "",
      clock: systemClock,
    });
    expect([response.reset, started()]).toEqual([true, true]);
  });

  it("asks RAM for every action, with the ARN of the flow", async () => {
    const asked: string[] = [];
    const context = openContext();
    context.ram.authorise = (_, action, resource) => {
      asked.push(`${action} ${resource}`);
      throw new CloudError(403, "NoPermission", "no", { AccessDeniedDetail: { AuthAction: action } });
    };
    cloudFlow = await startCloudFlow({ context });
    await expect(call(cloudFlow, "StartExecution", { FlowName: "f" })).rejects.toMatchObject({
      status: 403,
      Code: "NoPermission",
      HostId: "fnf.test",
      AccessDeniedDetail: { AuthAction: "fnf:StartExecution" },
    });
    await expect(call(cloudFlow, "ListFlows", {})).rejects.toThrow("NoPermission");
    expect(asked).toEqual([
      "fnf:StartExecution acs:fnf:cn-hangzhou:1234567890123456:flow/f",
      "fnf:ListFlows acs:fnf:cn-hangzhou:1234567890123456:flow/*",
    ]);
  });

  it("refuses whom RAM does not know, and logs the call with its code", async () => {
    calls.length = 0;
    const context = openContext(systemClock, calls);
    context.ram.authenticate = () => {
      throw new CloudError(403, "SignatureDoesNotMatch", "wrong");
    };
    cloudFlow = await startCloudFlow({ context });
    await expect(call(cloudFlow, "ListFlows", {})).rejects.toThrow("SignatureDoesNotMatch");
    expect(calls).toMatchObject([{ action: "ListFlows", status: 403, code: "SignatureDoesNotMatch" }]);
  });

  it("limits the rates of the service when told to, each action by itself, refilled with time", async () => {
    const clock = simulatedClock(0);
    cloudFlow = await startCloudFlow({ context: openContext(clock), throttle: true });
    const list = () => call(cloudFlow, "ListFlows", {}, clock);
    for (let i = 0; i < 10; i += 1) await list();
    await expect(list()).rejects.toMatchObject({ status: 400, Code: "Throttling.User" });
    await expect(call(cloudFlow, "DescribeFlow", { Name: "f" }, clock)).rejects.toThrow("FlowNotExists");
    await clock.advance(1_000);
    await list();
    await list();
    await expect(list()).rejects.toThrow("Throttling");
  });
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type SimulatedClock, simulatedClock } from "../../shared/platform/clock.ts";
import { contractSeed } from "../../test/local/alb/contractSeed.ts";
import { callFlat, type Outcome, type SdkClient } from "../../test/local/rpc/sdkCall.ts";
import { ROOT, startTestCloud, type TestCloud } from "../../test/local/rpc/testCloud.ts";
import type { Fault } from "../context.ts";
import { createRealities } from "../realities/realities.ts";

let clock: SimulatedClock;
let cloud: TestCloud;

beforeEach(async () => {
  clock = simulatedClock(Date.UTC(2026, 10, 22));
  cloud = await startTestCloud({ clock });
  cloud.alb.importState({ ...contractSeed, listeners: contractSeed.listeners?.slice(1), rules: [] });
});
afterEach(() => cloud.close());

const start = (more: Record<string, string> = {}) => call("StartListener", { ListenerId: "lsn-stopped", ...more });
const call = (action: string, flat: Record<string, string> = {}, version = "2020-06-16") =>
  callFlat(cloud.albClient as unknown as SdkClient, version, action, flat);
const status = async () => {
  const state = cloud.alb.exportState();
  return state.listeners[0]?.ListenerStatus;
};
const codeOf = (outcome: Outcome) => ("error" in outcome ? outcome.error.code : "none");
const fault = (action: string, what: Fault, count = 1) => cloud.faults.add({ action, fault: what, count });

describe("a refusal", () => {
  test("has the cloud's body", async () => {
    const outcome = await call("GetListenerAttribute", { ListenerId: "lsn-9" });
    expect(outcome).toEqual({
      error: {
        code: "ResourceNotFound.Listener",
        status: 404,
        requestId: expect.any(String),
        message: expect.stringContaining("The specified resource lsn-9 is not found."),
        data: expect.objectContaining({
          Code: "ResourceNotFound.Listener",
          HostId: "alb.cn-hangzhou.aliyuncs.com",
          Message: "The specified resource lsn-9 is not found.",
          Recommend: expect.stringMatching(
            /^https:\/\/api\.aliyun\.com\/troubleshoot\?q=ResourceNotFound\.Listener&product=Alb&requestId=[0-9A-F-]{36}$/,
          ),
        }),
      },
    });
  });

  test.each([
    ["an action that is not emulated", "ExplodeListener", "2020-06-16", "NotEmulated", 400],
    ["an inherited name", "constructor", "2020-06-16", "NotEmulated", 400],
    ["another version", "ListListeners", "2019-01-01", "InvalidVersion", 400],
  ])("of %s says its code", async (_what, action, version, code, httpStatus) => {
    expect(await call(action, {}, version)).toMatchObject({ error: { code, status: httpStatus } });
  });

  test("says in Explanation which parameter is wrong", async () => {
    expect(await call("ListListeners", { MaxResults: "101" })).toMatchObject({
      error: { code: "InvalidParameter", data: { Explanation: "MaxResults is above 100." } },
    });
  });
});

describe("faults", () => {
  test.each<[string, Fault, string, number]>([
    ["refuse", { kind: "refuse", status: 418, code: "Teapot", message: "Short and stout." }, "Teapot", 418],
    ["throttle", { kind: "throttle" }, "Throttling.User", 400],
    ["deny", { kind: "deny" }, "NoPermission", 403],
    ["error before", { kind: "error", when: "before" }, "ServiceUnavailable", 503],
  ])("%s refuses the call and nothing happens, once", async (_name, what, code, httpStatus) => {
    fault("StartListener", what);
    expect(await start()).toMatchObject({ error: { code, status: httpStatus } });
    expect(await status()).toBe("Stopped");
    expect(codeOf(await start())).toBe("none");
  });

  test("an error after lets the call happen; the same token then gets the lost answer", async () => {
    fault("StartListener", { kind: "error", when: "after" });
    expect(codeOf(await start({ ClientToken: "t" }))).toBe("ServiceUnavailable");
    expect(await status()).toBe("Configuring");
    expect(await start({ ClientToken: "t" })).toHaveProperty("answer.JobId");
    expect(cloud.alb.exportState().jobs).toHaveLength(1);
  });

  test.each(["before", "after"] as const)("a reset %s cuts the connection", async (when) => {
    fault("StartListener", { kind: "reset", when });
    await expect(start()).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(await status()).toBe(when === "before" ? "Stopped" : "Configuring");
  });

  test.each(["before", "after"] as const)(
    "a timeout %s answers nothing, while simulated time goes on",
    async (when) => {
      fault("StartListener", { kind: "timeout", when });
      const lost = expect(start()).rejects.toMatchObject({ code: "ECONNRESET" });
      await arrival(() => cloud.faults.list().length === 0);
      await clock.advance(60_000);
      expect(await status()).toBe(when === "before" ? "Stopped" : "Running");
      await clock.advance(600_000);
      await lost;
    },
  );

  test("a delay waits on the clock, and then sees the state of then", async () => {
    fault("StartListener", { kind: "delay", ms: 5_000 });
    const started = start();
    await arrival(() => cloud.faults.list().length === 0);
    expect(await status()).toBe("Stopped");
    await clock.advance(5_000);
    expect(codeOf(await started)).toBe("none");
    expect(cloud.alb.exportState().jobs[0]?.CreateTime).toBe(Date.UTC(2026, 10, 22) + 5_000);
  });

  test("a second call with the token of one that is under way is told so", async () => {
    fault("StartListener", { kind: "delay", ms: 5_000 });
    const first = start({ ClientToken: "t" });
    await arrival(() => cloud.faults.list().length === 0);
    expect(codeOf(await start({ ClientToken: "t" }))).toBe("IdempotenceProcessing");
    await clock.advance(5_000);
    expect(await first).toEqual(await start({ ClientToken: "t" }));
  });

  test("a call that was lost on its way has not used its token", async () => {
    fault("StartListener", { kind: "timeout", when: "before" });
    const lost = expect(start({ ClientToken: "t" })).rejects.toMatchObject({ code: "ECONNRESET" });
    await arrival(() => cloud.faults.list().length === 0);
    expect(codeOf(await start({ ClientToken: "t" }))).toBe("none");
    await clock.advance(600_000);
    await lost;
  });

  test("hit only the resource they name", async () => {
    cloud.faults.add({ resource: "lsn-1", fault: { kind: "throttle" } });
    expect(codeOf(await start())).toBe("none");
    expect(codeOf(await call("GetListenerAttribute", { ListenerId: "lsn-1" }))).toBe("Throttling.User");
  });

  test("that hold a call are let go when the cloud closes", async () => {
    fault("StartListener", { kind: "timeout", when: "before" });
    const lost = expect(start()).rejects.toMatchObject({ code: "ECONNRESET" });
    await arrival(() => cloud.faults.list().length === 0);
    await cloud.alb.close();
    await lost;
  });
});

describe("client tokens", () => {
  test("are kept for 24 hours", async () => {
    const first = await start({ ClientToken: "t" });
    await clock.advance(24 * 3_600_000);
    expect(await start({ ClientToken: "t" })).toEqual(first);
    await clock.advance(1);
    await call("StopListener", { ListenerId: "lsn-stopped", ClientToken: "other" });
    await clock.advance(1_000);
    expect(await start({ ClientToken: "t" })).not.toEqual(first);
  });

  test("are not used up by a refused call", async () => {
    expect(codeOf(await call("StopListener", { ListenerId: "lsn-stopped", ClientToken: "t" }))).toBe(
      "IncorrectStatus.Listener",
    );
    await start();
    await clock.advance(1_000);
    expect(codeOf(await call("StopListener", { ListenerId: "lsn-stopped", ClientToken: "t" }))).toBe("none");
  });
});

test("calls of one action beyond the rate are throttled until the 60 s are over", async () => {
  const limited = await startTestCloud({ clock, callsPerMinute: 3 });
  const list = () => callFlat(limited.albClient as unknown as SdkClient, "2020-06-16", "ListListeners", {});
  const codes = [await list(), await list(), await list(), await list()].map(codeOf);
  expect(codes).toEqual(["none", "none", "none", "Throttling.User"]);
  await clock.advance(60_000);
  expect(codeOf(await list())).toBe("none");
  await limited.close();
});

describe("a call inside the process", () => {
  test("is the same call: nested parameters, RAM, faults, log", async () => {
    const answer = await cloud.alb.call(ROOT, "ListListeners", { ListenerIds: ["lsn-stopped"], MaxResults: 1 });
    expect(answer).toMatchObject({ TotalCount: 1, Listeners: [{ ListenerId: "lsn-stopped" }] });
    fault("ListListeners", { kind: "throttle" });
    await expect(cloud.alb.call(ROOT, "ListListeners", {})).rejects.toMatchObject({
      code: "Throttling.User",
      status: 400,
      detail: { RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/) },
    });
    const nobody = { ...ROOT, roleName: "nobody" };
    await expect(cloud.alb.call(nobody, "ListListeners", {})).rejects.toMatchObject({ status: 403 });
    expect(
      cloud.calls().map(({ action, caller, status, code, fault: hit }) => [action, caller, status, code, hit]),
    ).toEqual([
      ["ListListeners", "local", 200, undefined, undefined],
      ["ListListeners", "local", 400, "Throttling.User", "throttle"],
      ["ListListeners", "nobody", 403, "NoPermission", undefined],
    ]);
  });
});

/** Waits until a request that is under way has arrived, without moving the clock. */
async function arrival(arrived: () => boolean) {
  for (let turn = 0; turn < 10_000 && !arrived(); turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(arrived()).toBe(true);
}

describe("a list that is sent as the text of a JSON array", () => {
  const listed = () => call("ListListeners", { ListenerIds: '["lsn-stopped"]' });

  test("is refused, as is assumed", async () => {
    expect(codeOf(await listed())).toBe("InvalidParameter");
  });

  test("is taken where a field test has found that", async () => {
    cloud.context.realities = createRealities({ "json-lists": "taken" });
    expect(await listed()).toMatchObject({ answer: { Listeners: [{ ListenerId: "lsn-stopped" }] } });
    expect(codeOf(await call("ListListeners", { ListenerIds: "lsn-stopped" }))).toBe("InvalidParameter");
  });
});

import { beforeEach, describe, expect, test } from "vitest";
import type { Job } from "../../../local/alb/rows.ts";
import { type AlbRig, rigSeed } from "./rigSeed.ts";

let rig: AlbRig;
beforeEach(async () => {
  rig = await rigSeed();
});

const job = async (JobId: string) => {
  const { Jobs } = await rig.call("ListAsynJobs", { JobIds: [JobId] });
  return (Jobs as unknown as Job[])[0];
};

describe("faults in a change", () => {
  test("failJob ends the job Failed with its code, and everything is as before", async () => {
    rig.fault("UpdateListenerAttribute", { kind: "failJob", code: "SystemBusy", message: "Busy." });
    const { JobId = "" } = await rig.call("UpdateListenerAttribute", { ListenerId: "lsn-1", RequestTimeout: 33 });
    await rig.clock.advance(3_000);
    expect(await job(JobId)).toMatchObject({ Status: "Failed", ErrorCode: "SystemBusy", ErrorMessage: "Busy." });
    expect(await rig.call("GetListenerAttribute", { ListenerId: "lsn-1" })).toMatchObject({
      RequestTimeout: 60,
      ListenerStatus: "Running",
    });
    expect(rig.plane.reported).toEqual(["serve lsn-1"]);
  });

  test("stuck never leaves Configuring, and the old configuration is served on", async () => {
    rig.fault("UpdateListenerAttribute", { kind: "stuck" });
    const { JobId = "" } = await rig.call("UpdateListenerAttribute", { ListenerId: "lsn-1", RequestTimeout: 33 });
    await rig.clock.advance(365 * 86_400_000);
    expect(await rig.status()).toBe("Configuring");
    expect((await job(JobId))?.Status).toBe("Processing");
    expect(rig.plane.listeners.get("lsn-1")?.requestTimeout).toBe(60);
  });

  test("lag leaves the data plane behind, through a second change as well", async () => {
    rig.fault("UpdateListenerAttribute", { kind: "lag", ms: 10_000 });
    await rig.call("UpdateListenerAttribute", { ListenerId: "lsn-1", RequestTimeout: 33 });
    await rig.clock.advance(3_000);
    expect(await rig.status()).toBe("Running");
    expect(rig.plane.listeners.get("lsn-1")?.requestTimeout).toBe(60);
    await rig.call("UpdateListenerAttribute", { ListenerId: "lsn-1", RequestTimeout: 44 });
    await rig.clock.advance(3_000);
    expect(rig.plane.listeners.get("lsn-1")?.requestTimeout).toBe(60);
    await rig.clock.advance(7_000);
    expect(rig.plane.listeners.get("lsn-1")?.requestTimeout).toBe(44);
  });

  test("stale reads what was true some time ago", async () => {
    await rig.call("StopListener", { ListenerId: "lsn-1" });
    await rig.clock.advance(3_000);
    rig.fault("GetListenerAttribute", { kind: "stale", ms: 1_000 });
    expect(await rig.status()).toBe("Configuring");
    rig.fault("GetListenerAttribute", { kind: "stale", ms: 3_500 });
    expect(await rig.status()).toBe("Running");
    expect(await rig.status()).toBe("Stopped");
  });
});

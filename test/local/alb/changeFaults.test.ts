import { beforeEach, describe, expect, test } from "vitest";
import type { Job } from "../../../local/alb/rows.ts";
import { type AlbWorldUnderTest, albWorld } from "./albWorld.ts";

let world: AlbWorldUnderTest;
beforeEach(async () => {
  world = await albWorld();
});

const job = async (JobId: string) => {
  const { Jobs } = await world.call("ListAsynJobs", { JobIds: [JobId] });
  return (Jobs as unknown as Job[])[0];
};

describe("faults in a change", () => {
  test("failJob ends the job Failed with its code, and everything is as before", async () => {
    world.fault("UpdateListenerAttribute", { kind: "failJob", code: "SystemBusy", message: "Busy." });
    const { JobId = "" } = await world.call("UpdateListenerAttribute", { ListenerId: "lsn-1", RequestTimeout: 33 });
    await world.clock.advance(3_000);
    expect(await job(JobId)).toMatchObject({ Status: "Failed", ErrorCode: "SystemBusy", ErrorMessage: "Busy." });
    expect(await world.call("GetListenerAttribute", { ListenerId: "lsn-1" })).toMatchObject({
      RequestTimeout: 60,
      ListenerStatus: "Running",
    });
    expect(world.plane.told).toEqual(["serve lsn-1"]);
  });

  test("stuck never leaves Configuring, and the old configuration is served on", async () => {
    world.fault("UpdateListenerAttribute", { kind: "stuck" });
    const { JobId = "" } = await world.call("UpdateListenerAttribute", { ListenerId: "lsn-1", RequestTimeout: 33 });
    await world.clock.advance(365 * 86_400_000);
    expect(await world.status()).toBe("Configuring");
    expect((await job(JobId))?.Status).toBe("Processing");
    expect(world.plane.listeners.get("lsn-1")?.requestTimeout).toBe(60);
  });

  test("lag leaves the data plane behind, through a second change as well", async () => {
    world.fault("UpdateListenerAttribute", { kind: "lag", ms: 10_000 });
    await world.call("UpdateListenerAttribute", { ListenerId: "lsn-1", RequestTimeout: 33 });
    await world.clock.advance(3_000);
    expect(await world.status()).toBe("Running");
    expect(world.plane.listeners.get("lsn-1")?.requestTimeout).toBe(60);
    await world.call("UpdateListenerAttribute", { ListenerId: "lsn-1", RequestTimeout: 44 });
    await world.clock.advance(3_000);
    expect(world.plane.listeners.get("lsn-1")?.requestTimeout).toBe(60);
    await world.clock.advance(7_000);
    expect(world.plane.listeners.get("lsn-1")?.requestTimeout).toBe(44);
  });

  test("stale reads what was true some time ago", async () => {
    await world.call("StopListener", { ListenerId: "lsn-1" });
    await world.clock.advance(3_000);
    world.fault("GetListenerAttribute", { kind: "stale", ms: 1_000 });
    expect(await world.status()).toBe("Configuring");
    world.fault("GetListenerAttribute", { kind: "stale", ms: 3_500 });
    expect(await world.status()).toBe("Running");
    expect(await world.status()).toBe("Stopped");
  });
});

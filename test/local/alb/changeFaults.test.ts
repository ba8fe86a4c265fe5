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

  test("a listener that is created while the deleted one still has the port is served when that is closed", async () => {
    const before = await rig.call("GetListenerAttribute", { ListenerId: "lsn-1" });
    const { LoadBalancerId, ListenerProtocol, ListenerPort, DefaultActions } = before as Record<string, unknown>;
    const serve = rig.plane.serve.bind(rig.plane);
    // As a socket does: who has the port keeps it.
    rig.plane.serve = async (listener) => {
      const isTaken = [...rig.plane.listeners.values()].some(
        ({ listenerId, port }) => listenerId !== listener.listenerId && port === listener.port,
      );
      if (isTaken) throw new Error("EADDRINUSE");
      await serve(listener);
    };
    rig.fault("DeleteListener", { kind: "lag", ms: 10_000 });
    await rig.call("DeleteListener", { ListenerId: "lsn-1" });
    await rig.clock.advance(3_000);
    const Certificates = [{ CertificateId: "1001" }];
    const { ListenerId } = (await rig.call("CreateListener", {
      LoadBalancerId,
      ListenerProtocol,
      ListenerPort,
      DefaultActions,
      ...(ListenerProtocol === "HTTPS" ? { Certificates } : {}),
    })) as unknown as { ListenerId: string };
    await rig.clock.advance(3_000);
    expect([...rig.plane.listeners.keys()]).toContain("lsn-1");
    expect([...rig.plane.listeners.keys()]).not.toContain(ListenerId);
    await rig.clock.advance(10_000);
    expect([...rig.plane.listeners.keys()]).not.toContain("lsn-1");
    expect([...rig.plane.listeners.keys()]).toContain(ListenerId);
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

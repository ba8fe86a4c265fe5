import { beforeEach, describe, expect, test } from "vitest";
import { createAlb } from "../../../local/alb/alb.ts";
import type { Job } from "../../../local/alb/rows.ts";
import { fakeDataPlane } from "./fakeDataPlane.ts";
import { type AlbRig, rigSeed, STARTED_AT } from "./rigSeed.ts";

let rig: AlbRig;
beforeEach(async () => {
  rig = await rigSeed();
});

const job = async (JobId: string) => {
  const { Jobs } = await rig.call("ListAsynJobs", { JobIds: [JobId] });
  return (Jobs as unknown as Job[])[0];
};
const additional = async (ListenerId = "lsn-1") =>
  ((await rig.call("ListListenerCertificates", { ListenerId })).Certificates ?? [])
    .filter(({ IsDefault }: { IsDefault: boolean }) => !IsDefault)
    .map(({ CertificateId, Status }: Record<string, string>) => `${CertificateId} ${Status}`);

describe("how long a change takes", () => {
  test("certificates take 7 s, start and stop 3 s", async () => {
    const associated = await rig.call("AssociateAdditionalCertificatesWithListener", {
      ListenerId: "lsn-1",
      Certificates: [{ CertificateId: "1003" }],
    });
    await rig.clock.advance(6_999);
    expect(await rig.status()).toBe("Configuring");
    expect((await job(associated.JobId ?? ""))?.Status).toBe("Processing");
    await rig.clock.advance(1);
    expect(await rig.status()).toBe("Running");
    expect((await job(associated.JobId ?? ""))?.Status).toBe("Succeeded");
    await rig.call("StopListener", { ListenerId: "lsn-1" });
    await rig.clock.advance(2_999);
    expect(await rig.status()).toBe("Configuring");
    await rig.clock.advance(1);
    expect(await rig.status()).toBe("Stopped");
  });

  test.each([
    ["fast", { fast: true }, 20],
    ["changeMs", { changeMs: 500 }, 500],
    ["a duration of its own", { durations: { StopListener: 111 } }, 111],
  ])("%s sets it", async (_name, options, ms) => {
    const quick = await rigSeed(options);
    await quick.call("StopListener", { ListenerId: "lsn-1" });
    await quick.clock.advance(ms - 1);
    expect(await quick.status()).toBe("Configuring");
    await quick.clock.advance(1);
    expect(await quick.status()).toBe("Stopped");
  });
});

describe("a job", () => {
  test("has empty error fields while Processing and none when Succeeded", async () => {
    const { JobId = "" } = await rig.call("StopListener", { ListenerId: "lsn-1" });
    expect(await job(JobId)).toEqual({
      Id: JobId,
      ApiName: "StopListener",
      OperateType: "Update",
      ResourceId: "lsn-1",
      ResourceType: "listener",
      Status: "Processing",
      CreateTime: STARTED_AT,
      ModifyTime: STARTED_AT,
      ErrorCode: "",
      ErrorMessage: "",
    });
    await rig.clock.advance(3_000);
    const ended = await job(JobId);
    expect(ended).toMatchObject({ Status: "Succeeded", ModifyTime: STARTED_AT + 3_000 });
    expect(ended).not.toHaveProperty("ErrorCode");
  });

  test("is forgotten after 24 hours, and an unknown one is an empty list", async () => {
    const { JobId = "" } = await rig.call("StopListener", { ListenerId: "lsn-1" });
    await rig.clock.advance(24 * 3_600_000 + 1);
    await rig.call("StartListener", { ListenerId: "lsn-1" });
    expect(await job(JobId)).toBeUndefined();
  });
});

describe("while a listener is busy", () => {
  test("GetListenerAttribute shows the new values, and the data plane serves the old ones until the job succeeds", async () => {
    await rig.call("UpdateListenerAttribute", { ListenerId: "lsn-1", RequestTimeout: 33 });
    expect(await rig.call("GetListenerAttribute", { ListenerId: "lsn-1" })).toMatchObject({
      RequestTimeout: 33,
      ListenerStatus: "Configuring",
    });
    expect(rig.plane.listeners.get("lsn-1")?.requestTimeout).toBe(60);
    await rig.clock.advance(3_000);
    expect(rig.plane.listeners.get("lsn-1")?.requestTimeout).toBe(33);
  });

  test("certificate relations are Associating, then Associated; Diassociating, Dissociated for a while, then gone", async () => {
    const certificates = { ListenerId: "lsn-1", Certificates: [{ CertificateId: "1003-cn-hangzhou" }] };
    await rig.call("AssociateAdditionalCertificatesWithListener", certificates);
    expect(await additional()).toEqual(["1002-cn-hangzhou Associated", "1003-cn-hangzhou Associating"]);
    await rig.clock.advance(7_000);
    expect(await additional()).toEqual(["1002-cn-hangzhou Associated", "1003-cn-hangzhou Associated"]);
    await rig.call("DissociateAdditionalCertificatesFromListener", certificates);
    expect(await additional()).toEqual(["1002-cn-hangzhou Associated", "1003-cn-hangzhou Diassociating"]);
    await rig.clock.advance(7_000);
    expect(await additional()).toEqual(["1002-cn-hangzhou Associated", "1003-cn-hangzhou Dissociated"]);
    await rig.clock.advance(10_000);
    expect(await additional()).toEqual(["1002-cn-hangzhou Associated"]);
  });

  test("a certificate that has left and comes again is listed once, as what it is now", async () => {
    const certificates = { ListenerId: "lsn-1", Certificates: [{ CertificateId: "1002-cn-hangzhou" }] };
    await rig.call("DissociateAdditionalCertificatesFromListener", certificates);
    await rig.clock.advance(7_000);
    expect(await additional()).toEqual(["1002-cn-hangzhou Dissociated"]);
    await rig.call("AssociateAdditionalCertificatesWithListener", certificates);
    expect(await additional()).toEqual(["1002-cn-hangzhou Associating"]);
    await rig.clock.advance(7_000);
    expect(await additional()).toEqual(["1002-cn-hangzhou Associated"]);
  });

  test("a stopped listener goes back to Stopped after an update", async () => {
    await rig.call("UpdateListenerAttribute", { ListenerId: "lsn-stopped", IdleTimeout: 20 });
    expect(await rig.status("lsn-stopped")).toBe("Configuring");
    await rig.clock.advance(3_000);
    expect(await rig.status("lsn-stopped")).toBe("Stopped");
  });

  test("a change of the load balancer's access log refuses changes of its listeners", async () => {
    await rig.call("DisableLoadBalancerAccessLog", { LoadBalancerId: "alb-1" });
    expect(await rig.refusal("StopListener", { ListenerId: "lsn-1" })).toBe("IncorrectStatus.LoadBalancer");
    await rig.clock.advance(3_000);
    await rig.call("StopListener", { ListenerId: "lsn-1" });
  });
});

describe("the data plane", () => {
  test("opens what runs, closes what stops, and is told nothing twice", async () => {
    expect(rig.plane.reported).toEqual(["serve lsn-1"]);
    await rig.call("StartListener", { ListenerId: "lsn-stopped" });
    await rig.clock.advance(3_000);
    await rig.call("StopListener", { ListenerId: "lsn-1" });
    await rig.clock.advance(3_000);
    await rig.call("ListListeners");
    expect(rig.plane.reported).toEqual(["serve lsn-1", "serve lsn-stopped", "stop lsn-1"]);
  });

  test("gets the whole configuration of a listener", () => {
    const { tls, ...served } = rig.plane.listeners.get("lsn-1") ?? {};
    expect(served).toEqual({
      listenerId: "lsn-1",
      loadBalancerId: "alb-1",
      address: "127.77.0.1",
      port: 443,
      protocol: "HTTPS",
      http2: true,
      gzip: true,
      idleTimeout: 15,
      requestTimeout: 60,
      xForwardedFor: {
        forwardedFor: true,
        proto: false,
        port: false,
        loadBalancerId: false,
        clientSrcPort: false,
        clientCert: {},
      },
      serverGroups: [{ serverGroupId: "sgp-1", weight: 100 }],
      rules: [
        {
          ruleId: "rule-1",
          priority: 10,
          conditions: [{ type: "Path", values: ["/images/*"] }],
          action: { type: "ForwardGroup", serverGroups: [{ serverGroupId: "sgp-1", weight: 100 }] },
        },
      ],
      accessLog: { project: "logs", logstore: "alb_shop" },
    });
    expect(tls?.defaultCertificate.certificateId).toBe("1001-cn-hangzhou");
    expect(tls?.additionalCertificates.map(({ certificateId }) => certificateId)).toEqual(["1002-cn-hangzhou"]);
    expect(tls?.versions).toEqual(["TLSv1.0", "TLSv1.1", "TLSv1.2"]);
    expect(tls?.ciphers).toHaveLength(19);
  });

  test("goes on serving a certificate that was deleted from CAS", async () => {
    await rig.alb.call({ accountId: "1", accessKeyId: "local" }, "StopListener", { ListenerId: "lsn-1" });
    await rig.cas.call({ accountId: "1", accessKeyId: "local" }, "DeleteUserCertificate", { CertId: 1001 });
    await rig.clock.advance(3_000);
    await rig.call("StartListener", { ListenerId: "lsn-1" });
    await rig.clock.advance(3_000);
    expect(rig.plane.listeners.get("lsn-1")?.tls?.defaultCertificate.certificateId).toBe("1001-cn-hangzhou");
    expect(
      await rig.refusal("UpdateListenerAttribute", {
        ListenerId: "lsn-1",
        Certificates: [{ CertificateId: "1001-cn-hangzhou" }],
      }),
    ).toBe("ResourceNotFound.Certificate");
  });

  test("follows server groups, and rules when they are Available", async () => {
    await rig.call("AddServersToServerGroup", {
      ServerGroupId: "sgp-1",
      Servers: [{ ServerId: "127.0.0.2", ServerType: "Ip", Port: 9, Weight: 5 }],
    });
    await rig.call("DeleteRule", { RuleId: "rule-1" });
    expect(rig.plane.groups.get("sgp-1")?.servers).toHaveLength(1);
    expect(rig.plane.listeners.get("lsn-1")?.rules).toHaveLength(1);
    await rig.clock.advance(3_000);
    expect(rig.plane.groups.get("sgp-1")?.servers[1]).toEqual({ host: "127.0.0.2", port: 9, weight: 5 });
    expect(rig.plane.listeners.get("lsn-1")?.rules).toEqual([]);
  });

  test("that cannot open a listener is reported and tried again at the next change", async () => {
    rig.plane.failNext = "Port 80 is taken.";
    await rig.call("StartListener", { ListenerId: "lsn-stopped" });
    await rig.clock.advance(3_000);
    expect(rig.alb.problems()).toEqual([{ listenerId: "lsn-stopped", message: "Port 80 is taken." }]);
    await rig.call("UpdateListenerAttribute", { ListenerId: "lsn-stopped", IdleTimeout: 20 });
    await rig.clock.advance(3_000);
    expect(rig.alb.problems()).toEqual([]);
    expect(rig.plane.listeners.has("lsn-stopped")).toBe(true);
  });

  test("traces only while the access log is on", async () => {
    await rig.call("UpdateListenerLogConfig", {
      ListenerId: "lsn-1",
      AccessLogTracingConfig: { TracingEnabled: true, TracingSample: 250 },
    });
    await rig.clock.advance(3_000);
    expect(rig.plane.listeners.get("lsn-1")?.tracingSample).toBe(250);
    await rig.call("DisableLoadBalancerAccessLog", { LoadBalancerId: "alb-1" });
    await rig.clock.advance(3_000);
    expect(rig.plane.listeners.get("lsn-1")).not.toHaveProperty("tracingSample");
    expect(await rig.call("GetListenerAttribute", { ListenerId: "lsn-1" })).toMatchObject({
      LogConfig: { AccessLogTracingConfig: { TracingEnabled: true } },
    });
  });
});

describe("the state", () => {
  test("survives a restart in the middle of a change", async () => {
    await rig.call("StopListener", { ListenerId: "lsn-1" });
    const state = JSON.parse(JSON.stringify(rig.alb.exportState()));
    await rig.alb.close();
    const plane = fakeDataPlane();
    const again = createAlb(rig.context, { certificates: rig.cas, dataPlane: plane, state });
    await again.settled();
    expect([...plane.listeners.keys()]).toEqual(["lsn-1"]);
    await rig.clock.advance(3_000);
    expect([...plane.listeners.keys()]).toEqual([]);
    const root = { accountId: "1234567890123456", accessKeyId: "local" };
    expect(await again.call(root, "GetListenerAttribute", { ListenerId: "lsn-1" })).toMatchObject({
      ListenerStatus: "Stopped",
    });
    await again.close();
  });

  test("without history shows running changes as done", async () => {
    await rig.call("StopListener", { ListenerId: "lsn-1" });
    const state = rig.alb.exportState({ history: false });
    expect(state.listeners[0]).toMatchObject({ ListenerId: "lsn-1", ListenerStatus: "Stopped" });
    expect([state.jobs, state.changes, state.usedTokens]).toEqual([[], [], []]);
  });

  test("as a seed says only what is special, and reads back as the same seed", async () => {
    const seed = rig.alb.exportSeed();
    expect(seed.listeners?.[1]).toEqual({
      ListenerId: "lsn-stopped",
      LoadBalancerId: "alb-1",
      ListenerProtocol: "HTTP",
      ListenerPort: 80,
      ListenerStatus: "Stopped",
      AclConfig: { AclType: "White", AclRelations: [{ AclId: "acl-1", Status: "Associated" }] },
      DefaultActions: [
        { Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-1" }] } },
      ],
    });
    const before = rig.alb.exportState();
    rig.alb.importState(seed);
    expect(rig.alb.exportState()).toEqual(before);
  });

  test("that cannot be read is refused with every place that is wrong", () => {
    expect(() =>
      rig.alb.importState({ loadBalancers: [{ LoadBalancerId: "alb-1", LoadBalancerEdition: "Gold" }], moons: [] }),
    ).toThrow(/Gold|LoadBalancerEdition[\s\S]*moons|moons[\s\S]*LoadBalancerEdition/);
    expect(() =>
      rig.alb.importState({
        listeners: [
          {
            ListenerId: "lsn-9",
            LoadBalancerId: "alb-9",
            ListenerProtocol: "HTTP",
            ListenerPort: 80,
            DefaultActions: [],
          },
        ],
      }),
    ).toThrow("Listener lsn-9 is on load balancer alb-9, which is not there.");
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Seed } from "../../local/seed/seed.ts";
import type { RenewalReport } from "../../shared/features/renewal/report.ts";
import { coded } from "../support/coded.ts";
import { inWholeSuite, longTest, sampled } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { changeRow } from "./support/changeRow.ts";

type ListenerSeed = NonNullable<Seed["listeners"]>[number];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SHOP = "lsn-demo4u54y73wq7b";
const MINE = "lsn-mine";
let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

/** Three certificates that are due, each with a successor and on two listeners; the first of each cannot be rotated by itself. */
async function putHindered(): Promise<void> {
  const certificates = ["q", "s", "g"].flatMap((letter, at) => [
    { name: `${letter}-old`, id: 15_000_001 + 2 * at, names: [`${letter}.example.org`], age: "83d", expiresIn: "7d" },
    { name: `${letter}-new`, id: 15_000_002 + 2 * at, names: [`${letter}.example.org`], expiresIn: "89d" },
  ]);
  const listener = (id: string, port: number, certificate: string, more: object = {}) =>
    ({
      ListenerId: id,
      LoadBalancerId: "alb-1",
      ListenerProtocol: "HTTPS",
      ListenerPort: port,
      DefaultActions: [{ ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } }],
      Certificates: [{ CertificateId: certificate }],
      ...more,
    }) as ListenerSeed;
  await cloud.seedWith({
    certificates,
    loadBalancers: [
      { LoadBalancerId: "alb-1", LoadBalancerName: "one" },
      {
        LoadBalancerId: "alb-0guarded",
        LoadBalancerName: "guarded",
        ModificationProtectionConfig: { Status: "ConsoleProtection", Reason: "frozen" },
      },
    ],
    listeners: [
      listener("lsn-a-quic", 9441, "q-old", { ListenerProtocol: "QUIC" }),
      listener("lsn-b-https", 9441, "q-old"),
      listener("lsn-c-stopped", 9442, "s-old", { ListenerStatus: "Stopped" }),
      listener("lsn-d-https", 9443, "s-old"),
      listener("lsn-e-guarded", 9444, "g-old", { LoadBalancerId: "alb-0guarded" }),
      listener("lsn-f-https", 9445, "g-old"),
    ],
  });
}

function heldBy(listenerId: string): string | undefined {
  const row = cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === listenerId);
  return row?.Certificates[0]?.CertificateId;
}

const complaints = ({ held, notRenewable }: RenewalReport) =>
  [...notRenewable, ...held].map(({ listenerId, reason, needsPeople }): [string, unknown, boolean] => [
    listenerId,
    reason,
    needsPeople,
  ]);

describe("what cannot be rotated costs itself and nothing else:", () => {
  longTest(
    "beside QUIC, stopped and protected listeners all HTTPS ones are renewed in one round, QUIC through one of them",
    async () => {
      await putHindered();
      const report = await cloud.renew();
      expect(["lsn-b-https", "lsn-d-https", "lsn-f-https", "lsn-a-quic"].map(heldBy)).toEqual([
        "15000002-cn-hangzhou",
        "15000004-cn-hangzhou",
        "15000006-cn-hangzhou",
        "15000002-cn-hangzhou",
      ]);
      expect(["lsn-c-stopped", "lsn-e-guarded"].map(heldBy)).toEqual(["15000003-cn-hangzhou", "15000005-cn-hangzhou"]);
      expect(complaints(report).toSorted(([one], [other]) => one.localeCompare(other))).toEqual([
        ["lsn-c-stopped", coded("listener-stopped-unrenewed"), true],
        ["lsn-e-guarded", coded("instance-protected", { loadBalancerId: "alb-0guarded", note: "frozen" }), true],
      ]);
      expect(report.rotations.filter(({ outcome }) => outcome !== "succeeded")).toEqual([]);
    },
  );

  longTest(
    "a QUIC listener alone is told to people, and renewed by configuration where a setting says so",
    async () => {
      await putHindered();
      await changeRow(cloud, "listeners", "lsn-b-https", { ListenerStatus: "Stopped" });
      const reported = await cloud.renew();
      expect(complaints(reported)).toContainEqual([
        "lsn-a-quic",
        coded("quic-unrenewable", { setting: "ALBFLOW_RENEWAL_UNVERIFIED" }),
        true,
      ]);
      expect(heldBy("lsn-a-quic")).toBe("15000001-cn-hangzhou");
      await cloud.start("renewCertificates", { unverified: "quic" }, "round-by-hand");
      await cloud.finish("renewCertificates", "round-by-hand");
      expect(heldBy("lsn-a-quic")).toBe("15000002-cn-hangzhou");
    },
  );

  inWholeSuite(() => {
    test("one that a cluster's controller owns is left to it", async () => {
      await putHindered();
      const tag = { Key: "ack.aliyun.com", Value: "c-0123456789" };
      await cloud.alb.call({ accountId: cloud.accountId, accessKeyId: "local" }, "TagResources", {
        ResourceType: "listener",
        ResourceId: ["lsn-b-https"],
        Tag: [tag],
      });
      const report = await cloud.renew();
      expect(heldBy("lsn-b-https")).toBe("15000001-cn-hangzhou");
      expect(complaints(report).map(([listenerId]) => listenerId)).not.toContain("lsn-b-https");
      expect(report.renewedElsewhere.map(({ listenerId, reason }) => [listenerId, reason])).toEqual([
        [
          "lsn-b-https",
          coded("renewed-by-manager", {
            manager: coded("managed-by-ingress", { cluster: "c-0123456789", config: null }),
          }),
        ],
      ]);
      expect(heldBy("lsn-d-https")).toBe("15000004-cn-hangzhou");
    });
  });

  test("a listener whose rotation is refused is told, while the next one gets the certificate in the same round", async () => {
    await putHindered();
    await changeRow(cloud, "listeners", "lsn-c-stopped", { ListenerStatus: "Running" });
    const fault = { kind: "refuse", status: 403, code: "OperationDenied.ServiceManagedResource" } as const;
    const message = "The operation is not allowed because the current resource is managed resource";
    cloud.faults.add({
      service: "alb",
      action: "UpdateListenerAttribute",
      resource: "lsn-c-stopped",
      fault: { ...fault, message },
    });
    const report = await cloud.renew();
    expect(heldBy("lsn-c-stopped")).toBe("15000003-cn-hangzhou");
    expect(heldBy("lsn-d-https")).toBe("15000004-cn-hangzhou");
    expect(complaints(report)).toContainEqual([
      "lsn-c-stopped",
      expect.objectContaining({
        code: "rotation-failed",
        params: {
          isRefused: true,
          cause: coded("operation-refused", {
            operation: "rotateCertificate",
            resource: "lsn-c-stopped",
            reasons: [
              coded("dry-run-objection", {
                action: "UpdateListenerAttribute",
                cause: coded("cloud-error", {
                  product: "alb",
                  action: "UpdateListenerAttribute",
                  cloudCode: expect.any(String),
                  requestId: expect.any(String),
                  message: expect.any(String),
                }),
                otherwise: null,
              }),
            ],
          }),
          again: expect.any(Number),
        },
      }),
      true,
    ]);
  });

  test("a certificate that cannot be read lets all others be renewed, and is told when a second round cannot read it", async () => {
    const bystander = cloud.seed.bystander.id;
    const fault = { kind: "refuse", status: 500, code: "ServiceUnavailable", message: "Try again later." } as const;
    cloud.faults.add({
      service: "cas",
      action: "GetUserCertificateDetail",
      resource: bystander.split("-")[0] ?? "",
      fault,
    });
    const first = await cloud.renew();
    expect(await cloud.bound()).toEqual([cloud.seed.successor.id, bystander]);
    expect(first.unavailable).toEqual([]);
    const row = { listenerId: SHOP, certificateId: bystander, isUnavailable: true };
    expect(first.notRenewable).toMatchObject([{ ...row, needsPeople: false, isNew: false }]);
    expect(first.notRenewable[0]?.reason).toEqual(
      coded("certificate-unreadable", {
        certificateId: "24870011-cn-hangzhou",
        cause: coded("cloud-error", {
          product: "cas",
          action: "GetUserCertificateDetail",
          cloudCode: "ServiceUnavailable",
          requestId: expect.any(String),
          message: "Try again later",
        }),
      }),
    );
    await cloud.clock.advance(60_000);
    const second = await cloud.renew();
    expect(second.notRenewable).toMatchObject([{ ...row, needsPeople: true, isNew: true }]);
    await cloud.clock.advance(60_000);
    const third = await cloud.renew();
    expect(third.notRenewable).toMatchObject([{ ...row, needsPeople: true, isNew: false }]);
  });

  inWholeSuite(() => {
    test("a certificate whose id has another shape lets all others of its listener be renewed, and is told by that id", async () => {
      const [foreign, bystander] = ["cas-upload-50yf1q", cloud.seed.bystander.id];
      await changeRow(cloud, "listeners", SHOP, {
        AdditionalCertificates: [bystander, foreign].map((CertificateId) => ({ CertificateId, Status: "Associated" })),
      });
      const report = await cloud.renew();
      expect(await cloud.bound()).toEqual([cloud.seed.successor.id, bystander, foreign]);
      expect(report.unavailable).toEqual([]);
      expect(report.notRenewable).toMatchObject([{ listenerId: SHOP, certificateId: foreign, isUnavailable: true }]);
    });
  });
});

describe("names are nobody's right:", () => {
  const hour = (ago: number) =>
    new Date(cloud.clock.now() - ago * HOUR_MS).toISOString().slice(0, 13).replace(/\D/g, "");
  const victim = () => `${Number.parseInt(cloud.seed.expiring.id, 10)}-${Number.parseInt(cloud.seed.successor.id, 10)}`;
  /** Somebody who may only rotate on a listener of their own. */
  async function putMine() {
    await cloud.seedWith({
      certificates: [
        { name: "mine", id: 16_000_001, names: ["mine.example.org"], expiresIn: "60d" },
        { name: "mine-next", id: 16_000_002, names: ["mine.example.org"], expiresIn: "89d" },
      ],
      listeners: [
        {
          ListenerId: MINE,
          LoadBalancerId: "alb-demo",
          ListenerProtocol: "HTTPS",
          ListenerPort: 10_443,
          DefaultActions: [{ ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } }],
          Certificates: [{ CertificateId: "mine" }],
        } as ListenerSeed,
      ],
    });
  }
  const mine = { listenerId: MINE, certificateId: "16000001-cn-hangzhou", successorId: "16000002-cn-hangzhou" };
  const isRenewed = (report: RenewalReport) => {
    expect(report).toMatchObject({ stopped: null, held: [], rotations: [{ listenerId: SHOP, outcome: "succeeded" }] });
  };

  inWholeSuite(() => {
    test("executions that wait under names like renewal's own take no place of its own", async () => {
      await putMine();
      for (const index of [0, 1, 2]) {
        await cloud.start("rotateCertificate", { ...mine, requireApproval: true }, `renew-q${index}-1-2-${hour(0)}`);
      }
      isRenewed(await cloud.renew());
    });
  });

  test.each(sampled(2, ["", "-0123abcd"]))(
    "an execution under the name of the victim's rotation is not that rotation (%s)",
    async (end) => {
      await putMine();
      for (const ago of [0, 1, 2, (cloud.clock.now() / HOUR_MS) % 24]) {
        const skips = { ...mine, successorId: mine.certificateId };
        await cloud
          .run("rotateCertificate", skips, `renew-${SHOP}-${victim()}-${hour(Math.floor(ago))}${end}`)
          .catch(() => {});
      }
      isRenewed(await cloud.renew());
    },
  );

  inWholeSuite(() => {
    test("executions that were refused under names like renewal's own use up no error budget", async () => {
      await putMine();
      for (const index of [0, 1, 2, 3]) {
        const nothing = { ...mine, certificateId: "1-cn-hangzhou" };
        await cloud.run("rotateCertificate", nothing, `renew-q${index}-1-2-${hour(0)}`);
      }
      isRenewed(await cloud.renew());
    });
  });

  test("what renewal has signed is of use for no other execution", async () => {
    await putMine();
    await cloud.renew();
    const signed = [...(cloud.cloudFlow.state.flows.get("albflow-rotateCertificate")?.executions.values() ?? [])];
    const { origin } = JSON.parse(signed[0]?.inputText ?? "{}") as { origin: string };
    expect(origin).toContain(".");
    await cloud.clock.advance(DAY_MS / 24);
    for (const index of [0, 1, 2, 3]) {
      await cloud.run(
        "rotateCertificate",
        { ...mine, certificateId: "1-cn-hangzhou", origin },
        `renew-q${index}-1-2-${hour(0)}`,
      );
    }
    expect((await cloud.renew()).stopped).toBe(null);
  });
});

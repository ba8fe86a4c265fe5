import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ProbeResult } from "../shared/core/verdict.ts";
import { reasonIn } from "../shared/platform/reasons/reasonText.ts";
import { changeRow } from "../test/functions/support/changeRow.ts";
import { endpointOf } from "../test/functions/wire/endpointOf.ts";
import { invoke } from "../test/functions/wire/invoke.ts";
import { coded } from "../test/support/coded.ts";
import { inWholeSuite } from "../test/support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../test/support/simulatedCloud.ts";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const SHOP = "lsn-demo4u54y73wq7b";
const root = { accountId: "1234567890123456", accessKeyId: "local" };
const verify = async (listenerId: string) =>
  ((await invoke(cloud, "verify", { listenerId })) as { listenerId: string; probes: ProbeResult[] }).probes;
const reported = (probes: ProbeResult[]) => probes.map(({ probe, found }) => [probe, found]);
const problems = (probes: ProbeResult[]) => probes.map(({ problem }) => problem).filter((problem) => problem !== null);
const handshakeFor = (serverName: string | null) => coded("probe-handshake", { serverName, key: null });
const WITHOUT_CERTIFICATE = coded("probe-client-certificate", { certificateId: null });
const ANSWERED = [coded("probe-http", { path: "/" }), coded("value-http-status", { status: 200 })];
const write = async (action: string, parameters: object) => {
  await cloud.alb.call(root, action, { ...parameters });
  await cloud.clock.advance(1_500);
};

describe("verify, asked by anyone with the id of a listener", () => {
  test("looks at every name, the versions, the ciphers and clients without a certificate of a healthy one", async () => {
    const probes = await verify(SHOP);
    const { expiring, bystander } = cloud.seed;
    expect(problems(probes)).toEqual([]);
    expect(probes.map(({ inconclusive }) => inconclusive).filter((why) => why !== null)).toEqual([]);
    expect(reported(probes).slice(0, 10)).toEqual([
      [handshakeFor(null), coded("value-serial", { serial: expiring.serial })],
      [handshakeFor("shop.example.com"), coded("value-serial", { serial: expiring.serial })],
      [handshakeFor("www.shop.example.com"), coded("value-serial", { serial: expiring.serial })],
      [handshakeFor("partner.example.net"), coded("value-serial", { serial: bystander.serial })],
      [WITHOUT_CERTIFICATE, coded("value-admitted")],
      ANSWERED,
      [coded("probe-tls-version", { version: "TLSv1.0" }), coded("value-refused")],
      [coded("probe-tls-version", { version: "TLSv1.1" }), coded("value-refused")],
      [coded("probe-tls-version", { version: "TLSv1.2" }), coded("value-offered")],
      [coded("probe-tls-version", { version: "TLSv1.3" }), coded("value-refused")],
    ]);
    expect(probes[3]?.served).toMatchObject({ subject: "partner.example.net", names: ["partner.example.net"] });
  });

  test("asks an HTTP listener for an answer and for nothing of TLS", async () => {
    expect(reported(await verify("lsn-plain"))).toEqual([ANSWERED]);
  });

  test("comes to a listener with mutual authentication without a certificate, and is turned away", async () => {
    const probes = await verify("lsn-mutual");
    expect(problems(probes)).toEqual([]);
    expect(reported(probes)).toContainEqual([WITHOUT_CERTIFICATE, coded("value-rejected")]);
    expect(reported(probes).map(([probe]) => probe)).not.toContainEqual(ANSWERED[0]);
  });

  test("connects to a stopped listener, which must refuse", async () => {
    expect(reported(await verify("lsn-stopped"))).toEqual([
      [coded("probe-closed-port", { port: 8080 }), coded("value-refused")],
    ]);
  });

  test("looks at QUIC through the HTTPS listener of its instance that holds the same certificate", async () => {
    const serial = expect.stringMatching(/^[0-9A-F]+$/);
    expect(reported(await verify("lsn-quic"))).toEqual([
      [coded("probe-quic"), coded("value-companions", { listenerIds: ["lsn-mutual"] })],
      [handshakeFor(null), coded("value-serial", { serial })],
      [handshakeFor("mutual.example.com"), coded("value-serial", { serial })],
    ]);
  });

  test("says of QUIC that it was not verified, and why, where no HTTPS listener holds the same", async () => {
    await changeRow(cloud, "listeners", "lsn-mutual", { ListenerStatus: "Stopped" });
    expect(await verify("lsn-quic")).toEqual([
      {
        probe: coded("probe-quic"),
        expected: null,
        found: null,
        served: null,
        problem: null,
        inconclusive: coded("quic-unprobed", { certificateIds: [expect.stringMatching(/^\d+-cn-hangzhou$/)] }),
      },
    ]);
  });

  test("sees that a rotated listener serves the old certificate", async () => {
    const { expiring, successor } = cloud.seed;
    cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault: { kind: "lag", ms: 86_400_000 } });
    await write("UpdateListenerAttribute", { ListenerId: SHOP, Certificates: [{ CertificateId: successor.id }] });
    const found = problems(await verify(SHOP));
    expect(found).toHaveLength(3);
    expect(found[0]).toEqual(
      coded("wrong-certificate", {
        serverName: null,
        key: null,
        serial: expiring.serial,
        names: ["shop.example.com", "www.shop.example.com"],
        notAfter: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        expected: coded("value-serial", { serial: successor.serial }),
      }),
    );
  });

  test("sees that a stopped listener still lets clients in", async () => {
    cloud.faults.add({ service: "alb", action: "StopListener", fault: { kind: "lag", ms: 86_400_000 } });
    await write("StopListener", { ListenerId: "lsn-plain" });
    expect(problems(await verify("lsn-plain"))).toEqual([
      coded("port-still-open", { port: 80, cause: coded("listener-is-stopped", { listenerId: "lsn-plain" }) }),
    ]);
  });

  test("sees that a started listener does not answer", async () => {
    cloud.faults.add({ service: "alb", action: "StartListener", fault: { kind: "lag", ms: 86_400_000 } });
    await write("StartListener", { ListenerId: "lsn-stopped" });
    const { host } = endpointOf(cloud, "lsn-plain");
    expect(problems(await verify("lsn-stopped"))).toEqual([
      coded("no-http-answer", {
        path: "/",
        cause: coded("unreachable", {
          what: coded("no-answer"),
          host,
          port: 8080,
          cause: coded("text", { text: `connect ECONNREFUSED ${host}:8080` }),
        }),
      }),
    ]);
  });

  test("says of a listener whose name nobody knows that it was not verified, and a problem it is not", async () => {
    await cloud.seedWith({
      loadBalancers: [
        { LoadBalancerId: "alb-nowhere", LoadBalancerName: "nowhere", DNSName: "alb-nowhere.cn-hangzhou.alb.invalid" },
      ],
      listeners: [
        {
          ListenerId: "lsn-nowhere",
          LoadBalancerId: "alb-nowhere",
          ListenerProtocol: "HTTP",
          ListenerPort: 80,
          DefaultActions: [{ ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } }],
        },
      ],
    });
    const probes = await verify("lsn-nowhere");
    expect(problems(probes)).toEqual([]);
    expect(probes).toHaveLength(1);
    const unreachable = (what: object) =>
      coded("unreachable", {
        what,
        host: "alb-nowhere.cn-hangzhou.alb.invalid",
        port: 80,
        cause: coded("text", {
          text: expect.stringMatching(/^getaddrinfo (ENOTFOUND|EAI_AGAIN) alb-nowhere\.cn-hangzhou\.alb\.invalid$/),
        }),
      });
    expect(probes[0]?.inconclusive).toEqual(unreachable(coded("no-answer")));
    const input = { listenerId: "lsn-nowhere", idleTimeout: 20 };
    const refused = await cloud.run("modifyListener", input, "refused");
    expect(refused.verdict).toMatchObject({
      state: "refused",
      reason: {
        code: "operation-refused",
        params: {
          resource: "lsn-nowhere",
          reasons: [coded("not-verifiable", { cause: unreachable(coded("no-connection")) })],
        },
      },
    });
    const accepted = await cloud.run(
      "modifyListener",
      { ...input, verification: { acceptUnreachable: true } },
      "accepted",
    );
    expect(accepted.verdict).toMatchObject({
      state: "verified",
      reason: {
        code: "verified",
        params: { resource: "lsn-nowhere", passed: 0, causes: [unreachable(coded("no-answer"))], more: 0 },
      },
    });
  });

  inWholeSuite(() => {
    test("reads and tries more certificates than the certificate service tells in a second", async () => {
      const certificates = Array.from({ length: 110 }, (_, at) => ({
        name: `many-${at}`,
        names: [`name-${at}.example.org`],
      }));
      await cloud.seedWith({
        certificates,
        listeners: [
          {
            ListenerId: "lsn-many",
            LoadBalancerId: "alb-demo",
            ListenerProtocol: "HTTPS",
            ListenerPort: 10_443,
            SecurityPolicyId: "tls_cipher_policy_1_2",
            DefaultActions: [{ ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } }],
            Certificates: [{ CertificateId: "many-0" }],
            AdditionalCertificates: certificates.slice(1).map(({ name }) => ({ CertificateId: name })),
          },
        ],
      });
      const probes = await verify("lsn-many");
      expect(problems(probes)).toEqual([]);
      const handshakes = probes.filter(({ probe }) => probe.code === "probe-handshake");
      expect(handshakes).toHaveLength(111);
      expect(handshakes.at(-1)).toMatchObject({
        probe: handshakeFor("name-109.example.org"),
        served: { names: ["name-109.example.org"] },
      });
    });
  });

  test("throws the reason for a listener that does not exist", async () => {
    const { errorMessage } = (await invoke(cloud, "verify", { listenerId: "lsn-nobody" })) as { errorMessage: string };
    expect(reasonIn(errorMessage)).toEqual(coded("nothing-to-verify", { listenerId: "lsn-nobody" }));
  });
});

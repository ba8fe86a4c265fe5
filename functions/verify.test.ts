import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ProbeResult } from "../shared/core/verdict.ts";
import { changeRow } from "../test/functions/support/changeRow.ts";
import { endpointOf } from "../test/functions/wire/endpointOf.ts";
import { invoke } from "../test/functions/wire/invoke.ts";
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
const problems = (probes: ProbeResult[]) => probes.map(({ problem }) => problem).filter((problem) => problem !== "");
const write = async (action: string, parameters: object) => {
  await cloud.alb.call(root, action, { ...parameters });
  await cloud.clock.advance(1_500);
};

describe("verify, asked by anyone with the id of a listener", () => {
  test("looks at every name, the versions, the ciphers and clients without a certificate of a healthy one", async () => {
    const probes = await verify(SHOP);
    const { expiring, bystander } = cloud.seed;
    expect(problems(probes)).toEqual([]);
    expect(probes.map(({ inconclusive }) => inconclusive).filter((why) => why !== "")).toEqual([]);
    expect(reported(probes).slice(0, 10)).toEqual([
      ["handshake without a name", `serial ${expiring.serial}`],
      ["handshake for shop.example.com", `serial ${expiring.serial}`],
      ["handshake for www.shop.example.com", `serial ${expiring.serial}`],
      ["handshake for partner.example.net", `serial ${bystander.serial}`],
      ["no client certificate", "let in"],
      ["answer to /", "HTTP 200"],
      ["TLSv1.0", "refused"],
      ["TLSv1.1", "refused"],
      ["TLSv1.2", "offered"],
      ["TLSv1.3", "refused"],
    ]);
    expect(probes[3]?.served).toMatchObject({ subject: "partner.example.net", names: ["partner.example.net"] });
  });

  test("asks an HTTP listener for an answer and for nothing of TLS", async () => {
    expect(reported(await verify("lsn-plain"))).toEqual([["answer to /", "HTTP 200"]]);
  });

  test("comes to a listener with mutual authentication without a certificate, and is turned away", async () => {
    const probes = await verify("lsn-mutual");
    expect(problems(probes)).toEqual([]);
    expect(reported(probes)).toContainEqual(["no client certificate", "turned away"]);
    expect(reported(probes).map(([probe]) => probe)).not.toContain("answer to /");
  });

  test("connects to a stopped listener, which must refuse", async () => {
    expect(reported(await verify("lsn-stopped"))).toEqual([["connection to port 8080", "refused"]]);
  });

  test("looks at QUIC through the HTTPS listener of its instance that holds the same certificate", async () => {
    expect(reported(await verify("lsn-quic"))).toEqual([
      ["QUIC", "looked at through lsn-mutual"],
      ["handshake without a name", expect.stringMatching(/^serial [0-9A-F]+$/)],
      ["handshake for mutual.example.com", expect.stringMatching(/^serial [0-9A-F]+$/)],
    ]);
  });

  test("says of QUIC that it was not verified, and why, where no HTTPS listener holds the same", async () => {
    await changeRow(cloud, "listeners", "lsn-mutual", { ListenerStatus: "Stopped" });
    expect(await verify("lsn-quic")).toEqual([
      {
        probe: "QUIC",
        expected: "",
        found: "",
        served: null,
        problem: "",
        inconclusive: expect.stringMatching(
          /^QUIC cannot be spoken from here, and no HTTPS listener of its instance holds \d+-cn-hangzhou$/,
        ),
      },
    ]);
  });

  test("sees that a rotated listener serves the old certificate", async () => {
    const { expiring, successor } = cloud.seed;
    cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault: { kind: "lag", ms: 86_400_000 } });
    await write("UpdateListenerAttribute", { ListenerId: SHOP, Certificates: [{ CertificateId: successor.id }] });
    const found = problems(await verify(SHOP));
    expect(found).toHaveLength(3);
    expect(found[0]).toMatch(
      new RegExp(
        `^clients that send no name are served the certificate with serial ${expiring.serial} \\(shop\\.example\\.com, www\\.shop\\.example\\.com; expires \\d{4}-\\d\\d-\\d\\d\\) instead of serial ${successor.serial}$`,
      ),
    );
  });

  test("sees that a stopped listener still lets clients in", async () => {
    cloud.faults.add({ service: "alb", action: "StopListener", fault: { kind: "lag", ms: 86_400_000 } });
    await write("StopListener", { ListenerId: "lsn-plain" });
    expect(problems(await verify("lsn-plain"))).toEqual(["clients are still let in although lsn-plain is stopped"]);
  });

  test("sees that a started listener does not answer", async () => {
    cloud.faults.add({ service: "alb", action: "StartListener", fault: { kind: "lag", ms: 86_400_000 } });
    await write("StartListener", { ListenerId: "lsn-stopped" });
    const { host } = endpointOf(cloud, "lsn-plain");
    expect(problems(await verify("lsn-stopped"))).toEqual([
      `clients get no answer: no answer from ${host}:8080: connect ECONNREFUSED ${host}:8080`,
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
    expect(probes[0]?.inconclusive).toMatch(
      /^no answer from alb-nowhere\.cn-hangzhou\.alb\.invalid:80: getaddrinfo (ENOTFOUND|EAI_AGAIN) alb-nowhere\.cn-hangzhou\.alb\.invalid$/,
    );
    const input = { listenerId: "lsn-nowhere", idleTimeout: 20 };
    const refused = await cloud.run("modifyListener", input, "refused");
    expect(refused.verdict).toMatchObject({ state: "refused" });
    expect(refused.verdict?.message).toContain("verification.acceptUnreachable accepts that");
    const accepted = await cloud.run(
      "modifyListener",
      { ...input, verification: { acceptUnreachable: true } },
      "accepted",
    );
    expect(accepted.verdict).toMatchObject({ state: "verified" });
    expect(accepted.verdict?.message).toMatch(
      / Not verified, because no answer from alb-nowhere\.cn-hangzhou\.alb\.invalid:80: getaddrinfo/,
    );
  });

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
    const handshakes = probes.filter(({ probe }) => probe.startsWith("handshake "));
    expect(handshakes).toHaveLength(111);
    expect(handshakes.at(-1)).toMatchObject({
      probe: "handshake for name-109.example.org",
      served: { names: ["name-109.example.org"] },
    });
  });

  test("throws in words for a listener that does not exist", async () => {
    expect(await invoke(cloud, "verify", { listenerId: "lsn-nobody" })).toMatchObject({
      errorMessage: "There is no listener lsn-nobody to verify.",
    });
  });
});

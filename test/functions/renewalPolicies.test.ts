import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { CertificateList } from "../../shared/features/inventory/certificateStatus.ts";
import { type Made, makeOne, makePair } from "../certificates/madeCertificate.ts";
import { coded } from "../support/coded.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { invoke } from "./wire/invoke.ts";

const names = ["own.example.com"];
const [rootKey, oldKey, newKey] = [makePair("prime256v1"), makePair("prime256v1"), makePair("rsa:2048")];
let cloud: SimulatedCloud;
let old: string;
let successor: string;
const root = () => ({ accountId: cloud.accountId, accessKeyId: "local" });

beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(async () => {
  await cloud.reset();
  const now = cloud.clock.now();
  const issuer = makeOne({ subject: "a root of our own", key: rootKey, until: 3_650, ca: true }, now);
  const put = (name: string, made: Made) =>
    cloud.cas.putCertificate({
      name,
      certificatePem: `${made.pem}${issuer.pem}`,
      privateKeyPem: made.spec.key.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    });
  const usages = ["2b06010505070301"];
  old = put("old", makeOne({ subject: "own", names, key: oldKey, issuer, from: -83, until: 7, usages }, now));
  successor = put("successor", makeOne({ subject: "own", names, key: newKey, issuer, until: 80, usages }, now));
});
afterAll(() => cloud.close());

/** A listener that serves the old certificate under a TLS policy of its own. */
async function listenerUnder(TLSVersions: string[], Ciphers: string[]): Promise<string> {
  const call = async (action: string, parameters: object) => {
    const answer = await cloud.alb.call(root(), action, { ...parameters });
    await cloud.clock.advance(5_000);
    return answer as Record<string, string>;
  };
  const policy = { SecurityPolicyName: "own", TLSVersions, Ciphers };
  const { SecurityPolicyId } = await call("CreateSecurityPolicy", policy);
  const { ListenerId = "" } = await call("CreateListener", {
    LoadBalancerId: "alb-demo",
    ListenerProtocol: "HTTPS",
    ListenerPort: 9444,
    SecurityPolicyId,
    Certificates: [{ CertificateId: old }],
    DefaultActions: [
      { Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } },
    ],
  });
  return ListenerId;
}

const heldBy = (listenerId: string) =>
  cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === listenerId)?.Certificates[0]?.CertificateId;
const forecastResult = async () =>
  ((await invoke(cloud, "listCertificates", {})) as CertificateList).certificates.find(({ id }) => id === old);

test("a successor with another kind of key is taken where the listener's TLS policy turns nobody away, as is forecast", async () => {
  const listenerId = await listenerUnder(["TLSv1.3"], ["TLS_AES_128_GCM_SHA256"]);
  expect((await forecastResult())?.successor?.id).toBe(successor);
  const report = await cloud.renew();
  expect(report.rotations.filter((row) => row.listenerId === listenerId)).toMatchObject([
    { certificateId: old, successorId: successor, outcome: "succeeded" },
  ]);
  expect(heldBy(listenerId)).toBe(successor);
});

test("a successor that the listener's TLS policy has no cipher suite for is not taken, and that is told", async () => {
  const listenerId = await listenerUnder(["TLSv1.2"], ["ECDHE-ECDSA-AES128-GCM-SHA256"]);
  const lost = { isEverything: true, versions: ["TLSv1.2"], ciphers: [] };
  const why = coded("other-key", { key: "RSA 2048", before: "P-256", lost });
  const none = {
    code: "no-successor",
    params: { notTaken: [{ id: successor, reasons: [why] }], more: 0 },
  };
  expect((await forecastResult())?.reason).toMatchObject(none);
  const report = await cloud.renew();
  expect(report.rotations.filter((row) => row.listenerId === listenerId)).toEqual([]);
  expect(report.notRenewable.find((row) => row.listenerId === listenerId)?.reason).toMatchObject(none);
  expect(heldBy(listenerId)).toBe(old);
});

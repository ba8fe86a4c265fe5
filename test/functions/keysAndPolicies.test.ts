import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeOne, makePair } from "../certificates/madeCertificate.ts";
import { coded } from "../support/coded.ts";
import { longTest } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { planOf } from "./support/planOf.ts";
import { writesOf } from "./support/writesOf.ts";

const NAMES = ["shop.example.com", "www.shop.example.com"];
const CIPHERS = { RSA: ["ECDHE-RSA-AES128-GCM-SHA256"], ECDSA: ["ECDHE-ECDSA-AES128-GCM-SHA256"] };
const rsaKey = makePair("rsa:2048");
let cloud: SimulatedCloud;
let rsa: string;
const root = () => ({ accountId: cloud.accountId, accessKeyId: "local" });

beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(async () => {
  await cloud.reset();
  const made = makeOne({ subject: "shop.example.com", names: NAMES, key: rsaKey, until: 60 }, cloud.clock.now());
  const privateKeyPem = rsaKey.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  rsa = cloud.cas.putCertificate({ name: "rsa", certificatePem: made.pem, privateKeyPem });
});
afterAll(() => cloud.close());

const listenerId = "lsn-demo4u54y73wq7b";
const byHand = { listenerId, allowLessTrusted: true };
const operations = (): [string, object][] => [
  ["rotateCertificate", { ...byHand, certificateId: cloud.seed.expiring.id, successorId: rsa }],
  ["addCertificates", { ...byHand, certificateIds: [rsa] }],
  ["copyListener", { ...byHand, listenerPort: 9443, certificateId: rsa }],
];

test("a certificate with another kind of key is an interruption for clients that know only the former", async () => {
  const outcome = await cloud.run("rotateCertificate", operations()[0]?.[1] ?? {});
  expect(outcome.verdict?.plan).toMatchObject({ impacts: ["interrupts traffic"], needsApproval: true });
  expect(outcome.verdict?.plan?.effect).toMatchObject([
    coded("key-kind-changes", {
      certificateId: rsa,
      key: "RSA 2048",
      formerKey: "P-256",
      versions: [],
      ciphers: [
        "ECDHE-ECDSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-ECDSA-AES128-SHA256",
        "ECDHE-ECDSA-AES256-SHA384",
        "ECDHE-ECDSA-AES128-SHA",
        "ECDHE-ECDSA-AES256-SHA",
      ],
    }),
    { code: "certificate-remark", params: { certificateId: rsa } },
  ]);
  expect(outcome.verdict).toMatchObject({ state: "verified" });
});

test("an additional certificate with another kind of key, and its promotion, are interruptions where they take names over", async () => {
  const interruption = { impacts: ["interrupts traffic"], needsApproval: true };
  expect(await planOf(cloud, "addCertificates", operations()[1]?.[1] ?? {})).toMatchObject(interruption);
  await bind();
  expect(await planOf(cloud, "promoteCertificate", { ...byHand, certificateId: rsa })).toMatchObject(interruption);
});

longTest("a copy may have another kind of key, as nobody is served it yet", async () => {
  const copied = await cloud.run("copyListener", operations()[2]?.[1] ?? {});
  expect(copied.verdict?.plan).toMatchObject({ impacts: ["no interruption"] });
});

test("a certificate that the TLS policy has no cipher suite for is refused, whatever would put it there", async () => {
  await bind();
  await usePolicyOf("ECDSA");
  const promotion: [string, object] = ["promoteCertificate", { ...byHand, certificateId: rsa }];
  const before = writesOf(cloud).length;
  for (const [operation, input] of [...operations().filter(([name]) => name !== "addCertificates"), promotion]) {
    const { verdict } = await cloud.run(operation, input);
    expect(verdict?.state).toBe("refused");
    expect(verdict?.reason).toMatchObject({
      code: "operation-refused",
      params: {
        reasons: [
          coded("cannot-serve", {
            certificateId: rsa,
            reason: coded("nobody-could-connect", { key: "RSA 2048", policyId: expect.stringMatching(/^spy-/) }),
          }),
        ],
      },
    });
  }
  expect(writesOf(cloud)).toHaveLength(before);
});

test("an additional certificate that the TLS policy has no cipher suite for is refused", async () => {
  await usePolicyOf("ECDSA");
  const { verdict } = await cloud.run("addCertificates", operations()[1]?.[1] ?? {});
  expect(verdict?.state).toBe("refused");
  expect(verdict?.reason).toMatchObject({
    code: "operation-refused",
    params: {
      reasons: [
        coded("cannot-serve", {
          certificateId: rsa,
          reason: coded("nobody-could-connect", { key: "RSA 2048", policyId: expect.stringMatching(/^spy-/) }),
        }),
      ],
    },
  });
});

test("a TLS policy without a cipher suite for the listener's key is refused, and says whom nobody could connect to", async () => {
  const { SecurityPolicyId: securityPolicyId } = await policyOf("RSA");
  const { verdict } = await cloud.run("changeTlsPolicy", { listenerId, securityPolicyId });
  expect(verdict?.reason).toMatchObject({
    code: "operation-refused",
    params: {
      reasons: [cloud.seed.expiring.id, cloud.seed.bystander.id].map((id) =>
        coded("policy-without-suite", {
          names: expect.any(Array),
          certificateId: id,
          key: "P-256",
          policyId: securityPolicyId,
        }),
      ),
    },
  });
  expect(writesOf(cloud)).toEqual(["CreateSecurityPolicy"]);
});

/** Without anybody who looks at what is served then. */
async function bind(): Promise<void> {
  const Certificates = [{ CertificateId: rsa }];
  await cloud.alb.call(root(), "AssociateAdditionalCertificatesWithListener", { ListenerId: listenerId, Certificates });
  await cloud.clock.advance(5_000);
}

async function policyOf(key: keyof typeof CIPHERS) {
  const wanted = { SecurityPolicyName: `only-${key}`, TLSVersions: ["TLSv1.2"], Ciphers: CIPHERS[key] };
  const made = (await cloud.alb.call(root(), "CreateSecurityPolicy", wanted)) as { SecurityPolicyId: string };
  await cloud.clock.advance(5_000);
  return made;
}

async function usePolicyOf(key: keyof typeof CIPHERS): Promise<void> {
  const { SecurityPolicyId } = await policyOf(key);
  await cloud.alb.call(root(), "UpdateListenerAttribute", { ListenerId: listenerId, SecurityPolicyId });
  await cloud.clock.advance(5_000);
}

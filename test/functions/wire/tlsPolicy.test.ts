import { connect, type SecureVersion } from "node:tls";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { storyOf } from "../../../shared/core/verdict.ts";
import { coded } from "../../support/coded.ts";
import { sampled } from "../../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../../support/simulatedCloud.ts";
import { endpointOf } from "./endpointOf.ts";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const LISTENER = "lsn-demo4u54y73wq7b";

/** Certificates of the local cloud have ECDSA keys. */
const OFFERS: [string, SecureVersion, string][] = [
  ["1.0", "TLSv1", "ALL"],
  ["1.1", "TLSv1.1", "ALL"],
  ["1.2", "TLSv1.2", "ALL"],
  ["1.3", "TLSv1.3", "ALL"],
  ["1.2 AES128-GCM", "TLSv1.2", "ECDHE-ECDSA-AES128-GCM-SHA256"],
  ["1.2 AES128-CBC", "TLSv1.2", "ECDHE-ECDSA-AES128-SHA256"],
  ["1.2 AES128-SHA", "TLSv1.2", "ECDHE-ECDSA-AES128-SHA"],
  ["1.3 AES256", "TLSv1.3", "TLS_AES_256_GCM_SHA384"],
  ["1.3 ChaCha20", "TLSv1.3", "TLS_CHACHA20_POLY1305_SHA256"],
];

/** Which of the offers a client can make use of. */
async function accepted(): Promise<string[]> {
  const place = endpointOf(cloud, LISTENER);
  const tried = await Promise.all(
    OFFERS.map(
      ([, version, ciphers]) =>
        new Promise<boolean>((resolve) => {
          const weakToo = version === "TLSv1.3" && ciphers !== "ALL" ? "" : ":@SECLEVEL=0";
          const options = { minVersion: version, maxVersion: version, ciphers: `${ciphers}${weakToo}` };
          const socket = connect({ ...place, ...options, rejectUnauthorized: false }, () => {
            resolve(true);
            socket.destroy();
          });
          socket.on("error", () => resolve(false));
        }),
    ),
  );
  return OFFERS.filter((_, at) => tried[at]).map(([name]) => name);
}

const change = (securityPolicyId: string, execution?: string) =>
  cloud.run("changeTlsPolicy", { listenerId: LISTENER, securityPolicyId }, execution);

/** Puts the listener there before the test begins. */
async function startFrom(SecurityPolicyId: string): Promise<void> {
  const root = { accountId: cloud.accountId, accessKeyId: "local" };
  await cloud.alb.call(root, "UpdateListenerAttribute", { ListenerId: LISTENER, SecurityPolicyId });
  await cloud.clock.advance(1_500);
}

const GCM_CBC_SHA = ["1.2 AES128-GCM", "1.2 AES128-CBC", "1.2 AES128-SHA"];
test.each(
  sampled<[string, string[]]>(
    3,
    [
      ["tls_cipher_policy_1_0", ["1.0", "1.1", "1.2", ...GCM_CBC_SHA]],
      ["tls_cipher_policy_1_1", ["1.1", "1.2", ...GCM_CBC_SHA]],
      ["tls_cipher_policy_1_2_strict_with_1_3", ["1.2", "1.3", ...GCM_CBC_SHA, "1.3 AES256", "1.3 ChaCha20"]],
      ["tls_cipher_policy_1_0_to_1_3", ["1.0", "1.1", "1.2", "1.3", ...GCM_CBC_SHA, "1.3 AES256", "1.3 ChaCha20"]],
      ["spy-strict", ["1.2", "1.3", "1.2 AES128-GCM", "1.3 AES256"]],
    ],
    1,
  ),
)("%s is what clients get, no more and no less, and verify has tried it", async (policy, offered) => {
  expect(await accepted()).toEqual(["1.2", ...GCM_CBC_SHA]);
  const { verdict } = await change(policy);
  expect(verdict).toMatchObject({ state: "verified" });
  expect(await accepted()).toEqual(offered);
});

test("the plan says which versions and ciphers clients lose, and somebody has to agree", async () => {
  await startFrom("tls_cipher_policy_1_0");
  const { verdict } = await change("tls_cipher_policy_1_2_strict_with_1_3");
  expect(verdict?.plan).toMatchObject({
    needsApproval: true,
    impacts: ["interrupts traffic"],
    effect: [
      coded("tls-lost", {
        versions: ["TLSv1.0", "TLSv1.1"],
        ciphers: [
          "AES128-GCM-SHA256",
          "AES256-GCM-SHA384",
          "AES128-SHA256",
          "AES256-SHA256",
          "AES128-SHA",
          "AES256-SHA",
          "DES-CBC3-SHA",
        ],
      }),
    ],
  });
  expect(verdict).toMatchObject({ state: "verified", approvedBy: ["ada"] });
});

test("a policy that accepts older versions again lowers security, and somebody has to agree", async () => {
  const { verdict } = await change("tls_cipher_policy_1_0_to_1_3");
  expect(verdict?.plan).toMatchObject({
    needsApproval: true,
    impacts: ["lowers security"],
    effect: [coded("tls-kept"), coded("weaker-tls-accepted", { versions: ["TLSv1.0", "TLSv1.1"], ciphers: 0 })],
  });
  expect(verdict).toMatchObject({ state: "verified", approvedBy: ["ada"] });
});

test.each(
  sampled<[string, string, string, [probe: object, found: string, expected: string, policyId: string]]>(
    3,
    [
      [
        "takes versions away",
        "tls_cipher_policy_1_0",
        "tls_cipher_policy_1_2",
        [coded("probe-tls-version", { version: "TLSv1.0" }), "offered", "refused", "tls_cipher_policy_1_2"],
      ],
      [
        "adds a version",
        "tls_cipher_policy_1_2_strict",
        "tls_cipher_policy_1_2_strict_with_1_3",
        [
          coded("probe-tls-version", { version: "TLSv1.3" }),
          "refused",
          "offered",
          "tls_cipher_policy_1_2_strict_with_1_3",
        ],
      ],
      [
        "takes ciphers away",
        "tls_cipher_policy_1_2_strict_with_1_3",
        "spy-strict",
        [coded("probe-cipher", { cipher: "ECDHE-ECDSA-AES128-SHA256" }), "offered", "refused", "spy-strict"],
      ],
      [
        "adds ciphers",
        "spy-strict",
        "tls_cipher_policy_1_2_strict_with_1_3",
        [
          coded("probe-cipher", { cipher: "ECDHE-ECDSA-AES128-SHA256" }),
          "refused",
          "offered",
          "tls_cipher_policy_1_2_strict_with_1_3",
        ],
      ],
      [
        "takes only a cipher of TLS 1.3 away",
        "spy-chacha",
        "spy-plain",
        [coded("probe-cipher", { cipher: "TLS_CHACHA20_POLY1305_SHA256" }), "offered", "refused", "spy-plain"],
      ],
    ],
    1,
  ),
)(
  "a change that %s is taken back when clients go on with the old policy",
  async (_, from, to, [probe, found, expected, policyId]) => {
    const common = { TLSVersions: ["TLSv1.2", "TLSv1.3"] };
    const Ciphers = ["ECDHE-ECDSA-AES128-GCM-SHA256", "TLS_AES_128_GCM_SHA256"];
    await cloud.seedWith({
      securityPolicies: [
        { ...common, SecurityPolicyId: "spy-plain", SecurityPolicyName: "plain", Ciphers },
        {
          ...common,
          SecurityPolicyId: "spy-chacha",
          SecurityPolicyName: "chacha",
          Ciphers: [...Ciphers, "TLS_CHACHA20_POLY1305_SHA256"],
        },
      ],
    });
    await startFrom(from);
    const lag = { kind: "lag", ms: 86_400_000 } as const;
    cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault: lag, count: 3 });
    const before = await accepted();
    const { verdict } = await change(to);
    expect(verdict && storyOf(verdict)).toMatchObject([
      {
        code: "verification-failed",
        params: {
          resource: LISTENER,
          problem: coded("tls-offer-mismatch", {
            probe,
            found: coded(`value-${found}`),
            expected: coded(`value-${expected}`),
            policyId,
          }),
        },
      },
      coded("rolled-back", { resource: LISTENER, newId: null, keptName: null, kept: [] }),
    ]);
    expect(verdict).toMatchObject({ state: "rolledBack" });
    expect(await accepted()).toEqual(before);
  },
);

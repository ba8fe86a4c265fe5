import * as z from "zod";
import { defineCreation } from "../shared/core/operation.ts";
import { ciphersOf, TLS_VERSIONS } from "../shared/core/operations/tlsPolicy.ts";
import { RESOURCES } from "../shared/core/resources/registry.ts";
import type { SecurityPolicy } from "../shared/core/resources/securityPolicy.ts";
import { serve } from "../shared/core/serve.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** Makes a TLS policy of your own, for listeners to use. */
export const createTlsPolicy = defineCreation({
  name: "createTlsPolicy",
  area: "TLS policy",
  summary: "Create a custom TLS policy with the versions and ciphers that it offers.",
  when: "no system policy offers what you need",
  impacts: ["no interruption"],
  input: {
    securityPolicyName: z.string().min(2).max(128).describe("Name of the policy"),
    tlsVersions: z.array(z.enum(TLS_VERSIONS)).min(1).max(4).describe("The versions that it offers"),
    ciphers: z
      .array(z.string().min(1).max(64))
      .min(1)
      .max(32)
      .describe("The ciphers that it offers, by OpenSSL's names, like ECDHE-RSA-AES128-GCM-SHA256"),
  },
  scope: ({ securityPolicyName }) => ({ securityPolicy: { SecurityPolicyName: securityPolicyName } }),
  change: (resources, input) =>
    (resources.securityPolicy ?? null) === null ? { securityPolicy: policyOf(input) } : resources,
  preconditions: [
    {
      requires: reason("check-policy-name"),
      isNeededByChange: true,
      check: ({ resources, input }) => {
        const there = resources.securityPolicy ?? null;
        if (there === null || RESOURCES.securityPolicy.same(there, policyOf(input))) return [];
        const { SecurityPolicyId: policyId = "" } = there;
        return [reason("tls-policy-differs", { name: input.securityPolicyName, policyId })];
      },
    },
    {
      requires: reason("check-ciphers"),
      check({ input }) {
        const supported = input.tlsVersions.flatMap(ciphersOf);
        const foreign = input.ciphers.filter((cipher) => !supported.includes(cipher));
        return foreign.map((cipher) => reason("cipher-without-version", { cipher, versions: input.tlsVersions }));
      },
    },
    {
      requires: reason("check-tls-1-3-cipher"),
      check: ({ input }) =>
        input.tlsVersions.includes("TLSv1.3") && !input.ciphers.some((cipher) => cipher.startsWith("TLS_"))
          ? [reason("tls-1-3-without-cipher")]
          : [],
    },
  ],
  writes: ["CreateSecurityPolicy", "DeleteSecurityPolicy"],
  reads: ["alb:ListSecurityPolicies"],
  example: {
    securityPolicyName: "modern",
    tlsVersions: ["TLSv1.2", "TLSv1.3"],
    ciphers: ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "TLS_AES_128_GCM_SHA256"],
  },
});

export const handler = serve(createTlsPolicy);

function policyOf(input: { securityPolicyName: string; tlsVersions: string[]; ciphers: string[] }): SecurityPolicy {
  return {
    SecurityPolicyName: input.securityPolicyName,
    TLSVersions: [...new Set(input.tlsVersions)].sort(),
    Ciphers: [...new Set(input.ciphers)].sort(),
  };
}

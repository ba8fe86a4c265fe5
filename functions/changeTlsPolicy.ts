import { z } from "zod";
import { defineOperation } from "../shared/operation.ts";
import { notHttps, whileStopped } from "../shared/refusals.ts";
import { serve } from "../shared/serve.ts";
import { DEFAULT_TLS_POLICY, lostBy, readTlsPolicy } from "../shared/tlsPolicy.ts";

/** Changes which TLS versions and ciphers a listener offers, and says beforehand what clients lose. */
export const changeTlsPolicy = defineOperation({
  name: "changeTlsPolicy",
  area: "TLS policy",
  summary: "Offer the TLS versions and ciphers of another policy, of the system or your own.",
  when: "old TLS versions or weak ciphers shall no longer be offered, or an old client needs them back",
  impact: "interrupts traffic",
  input: {
    securityPolicyId: z
      .string()
      .regex(
        /^(tls_cipher_policy_\w+|(spy|sp|scp)-[\w-]+)$/,
        "must be tls_cipher_policy_… or the id of a custom policy, e.g. spy-…",
      )
      .describe("Id of the TLS policy: of the system, like tls_cipher_policy_1_2, or your own, like spy-n0kn923"),
  },
  study: async ({ alb }, { listener }, { securityPolicyId }) => ({
    from: await readTlsPolicy(alb, listener.SecurityPolicyId ?? DEFAULT_TLS_POLICY),
    to: await readTlsPolicy(alb, securityPolicyId),
  }),
  change: ({ listener }, { securityPolicyId }) => ({ listener: { ...listener, SecurityPolicyId: securityPolicyId } }),
  refuse: [notHttps("a TLS policy"), whileStopped],
  effect({ facts: { from, to } }) {
    const { versions, ciphers } = lostBy(from, to);
    if (versions.length + ciphers.length === 0) return { impact: "no interruption", words: "clients lose nothing" };
    const lost = [versions.join(", "), ciphers.length === 0 ? "" : `${ciphers.length} ciphers (${ciphers.join(", ")})`];
    const words = `clients lose ${lost.filter((part) => part !== "").join(" and ")}; those that have nothing else are turned away`;
    return { impact: "interrupts traffic", words };
  },
  writes: ["UpdateListenerAttribute"],
  reads: ["alb:ListSystemSecurityPolicies", "alb:ListSecurityPolicies"],
  example: { listenerId: "lsn-demo4u54y73wq7b", securityPolicyId: "tls_cipher_policy_1_2_strict_with_1_3" },
});

export const handler = serve(changeTlsPolicy);

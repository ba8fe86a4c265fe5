import * as z from "zod";
import { usableSuites } from "../shared/core/certificates/keyFitsPolicy.ts";
import { readBoundHeld } from "../shared/core/certificates/readHeld.ts";
import { defineOperation } from "../shared/core/operation.ts";
import { clientsExcluded, FIGURES_PERMISSIONS } from "../shared/core/operations/clientFigures.ts";
import { notHttps } from "../shared/core/operations/preconditions.ts";
import { DEFAULT_TLS_POLICY, lostBy, readTlsPolicy } from "../shared/core/operations/tlsPolicy.ts";
import { certificatesIn } from "../shared/core/resources/listenerState.ts";
import { serve } from "../shared/core/serve.ts";
import { eachLimited } from "../shared/platform/eachLimited.ts";
import { must } from "../shared/platform/reasons/must.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** Changes which TLS versions and ciphers a listener offers, and says beforehand what clients lose. */
export const changeTlsPolicy = defineOperation({
  name: "changeTlsPolicy",
  area: "TLS policy",
  summary: "Switch to another TLS policy, a system policy or your own.",
  when: "old TLS versions or weak ciphers must go, or an old client needs them back",
  impacts: ["interrupts traffic", "lowers security", "no interruption"],
  input: {
    securityPolicyId: z
      .string()
      .regex(/^(tls_cipher_policy_\w+|(spy|sp|scp)-[\w-]+)$/, must("must-be-tls-policy-id"))
      .describe("Id of the TLS policy: of the system, like tls_cipher_policy_1_2, or your own, like spy-n0kn923"),
  },
  scope: ({ listenerId }) => ({ listener: { ListenerId: listenerId, certificates: true } }),
  gather: async ({ alb, cas }, { listener }, { securityPolicyId }) => {
    const from = await readTlsPolicy(alb, listener.SecurityPolicyId ?? DEFAULT_TLS_POLICY);
    const to = await readTlsPolicy(alb, securityPolicyId);
    const bound = certificatesIn(listener);
    return { from, to, held: await eachLimited(bound, (id) => readBoundHeld(cas, id)) };
  },
  change: ({ listener }, { securityPolicyId }) => ({ listener: { ...listener, SecurityPolicyId: securityPolicyId } }),
  preconditions: [
    notHttps("tls-policy"),
    {
      requires: reason("check-policy-fits"),
      check: ({ facts: { from, to, held } }) =>
        held.flatMap(({ certificate: { id, names }, chain: [leaf] }) => {
          if (leaf === undefined) return [];
          const isServed = usableSuites(from, leaf.key.kind).size > 0;
          if (!isServed || usableSuites(to, leaf.key.kind).size > 0) return [];
          return [reason("policy-without-suite", { names, certificateId: id, key: leaf.key.name, policyId: to.id })];
        }),
    },
  ],
  effect({ facts: { from, to } }) {
    const { versions, ciphers } = lostBy(from, to);
    return versions.length + ciphers.length === 0
      ? { impact: "no interruption", reasons: [reason("tls-kept")] }
      : { impact: "interrupts traffic", reasons: [reason("tls-lost", { versions, ciphers })] };
  },
  figures: (clients, { resources: { listener }, loadBalancer, facts: { from, to } }) =>
    clientsExcluded(clients, { listener, loadBalancer }, lostBy(from, to)),
  writes: ["UpdateListenerAttribute"],
  reads: [
    ...FIGURES_PERMISSIONS,
    "alb:ListListenerCertificates",
    "alb:ListSystemSecurityPolicies",
    "alb:ListSecurityPolicies",
    "yundun-cert:GetUserCertificateDetail",
  ],
  example: { listenerId: "lsn-demo4u54y73wq7b", securityPolicyId: "tls_cipher_policy_1_2_strict_with_1_3" },
});

export const handler = serve(changeTlsPolicy);

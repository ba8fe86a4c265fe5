import { CA_PERMISSIONS } from "../shared/core/certificates/mutualAuth.ts";
import { defineOperation } from "../shared/core/operation.ts";
import { notHttps } from "../shared/core/operations/preconditions.ts";
import { serve } from "../shared/core/serve.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** Lets in clients without a certificate again. */
export const disableMutualAuth = defineOperation({
  name: "disableMutualAuth",
  area: "mutual authentication",
  summary: "Accept clients without a certificate again.",
  when: "clients can no longer present a certificate",
  impacts: ["lowers security"],
  input: {},
  change: ({ listener }) => ({ listener: { ...listener, CaEnabled: false, CaCertificates: null } }),
  preconditions: [notHttps("mutual-authentication")],
  effect: () => ({ impact: "no interruption", reasons: [reason("client-certificate-not-demanded")] }),
  writes: ["UpdateListenerAttribute"],
  reads: CA_PERMISSIONS,
  example: { listenerId: "lsn-mutual" },
});

export const handler = serve(disableMutualAuth);

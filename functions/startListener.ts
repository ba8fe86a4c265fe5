import { ENDS_PERMISSIONS } from "../shared/core/certificates/endsOfCertificates.ts";
import { defineOperation } from "../shared/core/operation.ts";
import { serve } from "../shared/core/serve.ts";

/** Brings a stopped listener back into service, and goes back if it does not answer. */
export const startListener = defineOperation({
  name: "startListener",
  area: "state",
  summary: "Start a stopped listener.",
  when: "a listener is stopped and must take traffic again",
  impacts: ["restores traffic"],
  input: {},
  scope: ({ listenerId }) => ({ listener: { ListenerId: listenerId, certificates: true } }),
  change: ({ listener }) => ({ listener: { ...listener, ListenerStatus: "Running" } }),
  preconditions: [],
  writes: ["StartListener", "StopListener"],
  reads: ["alb:ListListenerCertificates", ...ENDS_PERMISSIONS],
  example: { listenerId: "lsn-stopped" },
});

export const handler = serve(startListener);

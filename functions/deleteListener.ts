import { defineOperation } from "../shared/operation.ts";
import { serve } from "../shared/serve.ts";
import { readTraffic, sayTraffic, TRAFFIC_PERMISSIONS } from "../shared/traffic.ts";

/** Deletes a listener with its rules, when somebody else has agreed to that. */
export const deleteListener = defineOperation({
  name: "deleteListener",
  area: "state",
  summary: "Delete a listener and its rules; taken back, it is made again under another id.",
  when: "nobody needs a listener any more",
  impact: "interrupts traffic",
  input: {},
  sees: ({ listenerId }) => ({ listener: { ListenerId: listenerId, certificates: true, rules: true } }),
  study: (doors, { listener }) => readTraffic(doors, listener),
  change: () => ({ listener: null }),
  refuse: [],
  effect: ({ facts }) => ({
    impact: "interrupts traffic",
    words: `stops forwarding for good and gives up its id; ${sayTraffic(facts)}`,
  }),
  writes: [
    "DeleteListener",
    "CreateListener",
    "StopListener",
    "AssociateAdditionalCertificatesWithListener",
    "CreateRules",
    "UpdateListenerLogConfig",
  ],
  reads: ["alb:ListListeners", "alb:ListRules", ...TRAFFIC_PERMISSIONS],
  example: { listenerId: "lsn-plain" },
});

export const handler = serve(deleteListener);

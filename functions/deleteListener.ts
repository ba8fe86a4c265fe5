import { ENDS_PERMISSIONS } from "../shared/core/certificates/endsOfCertificates.ts";
import { defineOperation } from "../shared/core/operation.ts";
import { TRAFFIC_NOW_PERMISSIONS, trafficNow } from "../shared/core/operations/clientFigures.ts";
import { MAKING_A_LISTENER, READS_OF_A_LISTENER } from "../shared/core/operations/creatingListeners.ts";
import { readTraffic, roundedTraffic, TRAFFIC_PERMISSIONS } from "../shared/core/operations/traffic.ts";
import { acceptLossOf, unknownFields } from "../shared/core/operations/unknownFields.ts";
import { closedGroupOf } from "../shared/core/resources/closedGroup.ts";
import { serve } from "../shared/core/serve.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** Deletes a listener with its rules, when somebody else has agreed to that. */
export const deleteListener = defineOperation({
  name: "deleteListener",
  area: "state",
  summary: "Delete a listener and its rules. Undo recreates them; the listener gets a new id.",
  when: "a listener is no longer needed",
  impacts: ["interrupts traffic"],
  input: { acceptLossOf },
  scope: ({ listenerId }, listener) => ({
    listener: { ListenerId: listenerId, certificates: true, rules: true },
    ...(listener === null ? {} : { closedGroup: closedGroupOf(listener) }),
  }),
  gather: (clients, { listener }) => readTraffic(clients, listener),
  change: (resources) => ({ ...resources, listener: null }),
  preconditions: [unknownFields],
  effect: ({ facts, resources: { listener } }) => ({
    impact: "interrupts traffic",
    reasons: [reason("listener-deleted", { lost: listener.Unknown ?? [], ...roundedTraffic(facts) })],
  }),
  figures: (clients, { resources: { listener }, loadBalancer }) => trafficNow(clients, { listener, loadBalancer }),
  writes: ["DeleteListener", ...MAKING_A_LISTENER],
  reads: [
    "alb:ListListeners",
    ...READS_OF_A_LISTENER,
    ...TRAFFIC_NOW_PERMISSIONS,
    ...TRAFFIC_PERMISSIONS,
    ...ENDS_PERMISSIONS,
  ],
  example: { listenerId: "lsn-plain" },
});

export const handler = serve(deleteListener);

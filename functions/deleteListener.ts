import { ENDS_PERMISSIONS } from "../shared/core/certificates/endsOfCertificates.ts";
import { defineOperation } from "../shared/core/operation.ts";
import { MAKING_A_LISTENER, READS_OF_A_LISTENER } from "../shared/core/operations/makingListeners.ts";
import { readTraffic, sayTraffic, TRAFFIC_PERMISSIONS } from "../shared/core/operations/traffic.ts";
import { acceptLossOf, unknownFields } from "../shared/core/operations/unknownFields.ts";
import { closedGroupOf } from "../shared/core/resources/closedGroup.ts";
import { serve } from "../shared/core/serve.ts";

/** Deletes a listener with its rules, when somebody else has agreed to that. */
export const deleteListener = defineOperation({
  name: "deleteListener",
  area: "state",
  summary: "Delete a listener and its rules; taken back, it is made again under another id.",
  when: "nobody needs a listener any more",
  impacts: ["interrupts traffic"],
  input: { acceptLossOf },
  sees: ({ listenerId }, listener) => ({
    listener: { ListenerId: listenerId, certificates: true, rules: true },
    ...(listener === null ? {} : { closedGroup: closedGroupOf(listener) }),
  }),
  study: (doors, { listener }) => readTraffic(doors, listener),
  change: (world) => ({ ...world, listener: null }),
  refuse: [unknownFields],
  effect: ({ facts, world: { listener } }) => ({
    impact: "interrupts traffic",
    words: `stops forwarding for good and gives up its id, which a way back cannot give it again${sayLost(listener.Unknown)}; ${sayTraffic(facts)}`,
  }),
  writes: ["DeleteListener", ...MAKING_A_LISTENER],
  reads: ["alb:ListListeners", ...READS_OF_A_LISTENER, ...TRAFFIC_PERMISSIONS, ...ENDS_PERMISSIONS],
  example: { listenerId: "lsn-plain" },
});

function sayLost(unknown: string[] = []): string {
  return unknown.length === 0 ? "" : `, nor ${unknown.join(", ")}`;
}

export const handler = serve(deleteListener);

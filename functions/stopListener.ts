import { ENDS_PERMISSIONS } from "../shared/core/certificates/endsOfCertificates.ts";
import { defineOperation } from "../shared/core/operation.ts";
import { TRAFFIC_NOW_PERMISSIONS, trafficNow } from "../shared/core/operations/clientFigures.ts";
import { readTraffic, roundedTraffic, TRAFFIC_PERMISSIONS } from "../shared/core/operations/traffic.ts";
import { serve } from "../shared/core/serve.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** Takes a listener out of service, when somebody else has agreed to that. */
export const stopListener = defineOperation({
  name: "stopListener",
  area: "state",
  summary: "Stop a listener. Its settings stay.",
  when: "a listener must not take traffic for a while, and come back unchanged",
  impacts: ["interrupts traffic"],
  input: {},
  gather: (clients, { listener }) => readTraffic(clients, listener),
  change: ({ listener }) => ({ listener: { ...listener, ListenerStatus: "Stopped" } }),
  preconditions: [],
  effect: ({ facts }) => ({ impact: "interrupts traffic", reasons: [reason("traffic-stops", roundedTraffic(facts))] }),
  figures: (clients, { resources: { listener }, loadBalancer }) => trafficNow(clients, { listener, loadBalancer }),
  writes: ["StopListener", "StartListener"],
  reads: [...TRAFFIC_NOW_PERMISSIONS, ...TRAFFIC_PERMISSIONS, ...ENDS_PERMISSIONS],
  example: { listenerId: "lsn-plain" },
});

export const handler = serve(stopListener);

import * as z from "zod";
import { defineOperation } from "../shared/core/operation.ts";
import { tracingOff } from "../shared/core/operations/tracing.ts";
import { serve } from "../shared/core/serve.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** Ends the tracing of a listener's requests and, when asked to, the access log of its instance, in this order. */
export const disableTracing = defineOperation({
  name: "disableTracing",
  area: "tracing",
  summary: "Stop tracing a listener's requests. The logstore stays, and costs money until you delete it.",
  when: "the traces are no longer needed",
  impacts: ["no interruption"],
  input: {
    disableAccessLog: z
      .boolean()
      .default(false)
      .describe("Whether the access log of the instance, which the traces need, ends too"),
  },
  scope: ({ listenerId, disableAccessLog }, listener) => ({
    listener: { ListenerId: listenerId },
    ...(listener === null || !disableAccessLog
      ? {}
      : { accessLog: { LoadBalancerId: listener.LoadBalancerId, ListenerId: listenerId } }),
  }),
  change: (resources, { disableAccessLog }) => ({
    listener: { ...resources.listener, LogConfig: tracingOff(resources.listener.LogConfig) },
    ...(disableAccessLog ? { accessLog: null } : {}),
  }),
  preconditions: [
    {
      requires: reason("check-log-unused"),
      check({ resources }) {
        const users = resources.accessLog?.UsedBy ?? [];
        return users.length === 0 ? [] : [reason("access-log-in-use", { listenerIds: users })];
      },
    },
  ],
  effect: ({ input }) => ({
    impact: "no interruption",
    reasons: [reason("tracing-ends", { endsAccessLog: input.disableAccessLog })],
  }),
  writes: ["UpdateListenerLogConfig", "DisableLoadBalancerAccessLog", "EnableLoadBalancerAccessLog"],
  reads: ["alb:ListListeners"],
  example: { listenerId: "lsn-traced", disableAccessLog: true },
});

export const handler = serve(disableTracing);

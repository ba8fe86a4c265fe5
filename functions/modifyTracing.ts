import { defineOperation } from "../shared/core/operation.ts";
import { percent, RECORD_WATCH, tracingAt, tracingType, tracingTypeOf } from "../shared/core/operations/tracing.ts";
import { serve } from "../shared/core/serve.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** Changes how many of a listener's requests are traced. */
export const modifyTracing = defineOperation({
  name: "modifyTracing",
  area: "tracing",
  summary: "Change the share of a listener's requests that is traced.",
  when: "too few requests are traced to find a problem, or more than you want to pay for",
  impacts: ["no interruption"],
  input: { percent, tracingType },
  change: ({ listener }, { percent, tracingType: type }) => ({
    listener: { ...listener, LogConfig: tracingAt(percent, type, listener.LogConfig) },
  }),
  preconditions: [
    {
      requires: reason("check-tracing-on"),
      check: ({ resources }) =>
        resources.listener.LogConfig.AccessLogTracingConfig.TracingEnabled ? [] : [reason("not-tracing")],
    },
  ],
  effect: ({ input, resources: { listener } }) => ({
    impact: "no interruption",
    reasons: [
      reason("requests-traced", {
        percent: input.percent,
        sample: input.percent * 100,
        type: tracingTypeOf(input.tracingType, listener.LogConfig),
        link: null,
      }),
    ],
  }),
  watch: () => RECORD_WATCH,
  writes: ["UpdateListenerLogConfig"],
  example: { listenerId: "lsn-traced", percent: 10 },
});

export const handler = serve(modifyTracing);

import type { AlbAction } from "../call.ts";
import { changeListener } from "../changeListener.ts";
import { loadBalancerOf, writableListener } from "../lookups.ts";
import { offersTracing } from "../regions.ts";
import type { Listener } from "../rows.ts";

interface Parameters {
  ListenerId: string;
  AccessLogRecordCustomizedHeadersEnabled?: boolean;
  AccessLogTracingConfig?: { TracingEnabled: boolean; TracingSample?: number; TracingType?: string };
}

/** The share of requests that the API's own samples trace (alb.md §9). */
const USUAL_SAMPLE = 100;

/** Tracing and custom headers of the access log, which must be on (alb.md §6.1, §9). What is left out stays. */
export const updateListenerLogConfig: AlbAction<Parameters> = (state, parameters, call) => {
  const { ListenerId, AccessLogTracingConfig: tracing } = parameters;
  const listener = writableListener(state, ListenerId, call);
  const loadBalancer = loadBalancerOf(state, listener.LoadBalancerId, call);
  if (tracing?.TracingEnabled === true) {
    // alb.md U2
    const offered = loadBalancer.LoadBalancerEdition !== "Basic" && offersTracing(call.region);
    if (!offered) throw call.error("UnsupportedFeature.Tracing");
  }
  if (loadBalancer.AccessLogConfig === undefined) throw call.error("OperationDenied.AccessLogDisabled");
  const before = listener.LogConfig;
  const LogConfig: Listener["LogConfig"] = {
    AccessLogRecordCustomizedHeadersEnabled:
      parameters.AccessLogRecordCustomizedHeadersEnabled ?? before.AccessLogRecordCustomizedHeadersEnabled,
    AccessLogTracingConfig: tracing === undefined ? before.AccessLogTracingConfig : tracingConfig(tracing),
  };
  const updated = { ...listener, LogConfig };
  return changeListener(state, call, updated, updated);
};

/** What was sent is kept, tracing or not, so that whoever compares finds it again; only what traces has values of its own. */
function tracingConfig(
  sent: NonNullable<Parameters["AccessLogTracingConfig"]>,
): Listener["LogConfig"]["AccessLogTracingConfig"] {
  return sent.TracingEnabled ? { TracingSample: USUAL_SAMPLE, TracingType: "Zipkin", ...sent } : { ...sent };
}

import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import { BEFORE, valuesOf } from "./fields.ts";

/** What the fields of a form hold now, so that people see what they change; empty for forms that change nothing of the kind. */
export function presentValues(operation: string, { listener }: ListenerDescription): Map<string, string[]> {
  const { TracingEnabled, TracingSample, TracingType } = listener.LogConfig.AccessLogTracingConfig;
  switch (operation) {
    case "modifyListener":
      return known({
        listenerDescription: listener.ListenerDescription,
        idleTimeout: listener.IdleTimeout,
        requestTimeout: listener.RequestTimeout,
        gzipEnabled: listener.GzipEnabled,
        http2Enabled: listener.Http2Enabled,
        quicConfig: listener.QuicConfig,
        xForwardedForConfig: listener.XForwardedForConfig,
      });
    case "modifyTracing":
      return TracingEnabled ? known({ percent: TracingSample / 100, tracingType: TracingType }) : new Map();
    default:
      return new Map();
  }
}

/** Values for a form: what it holds, and under `before:` what it held when it was shown. */
export function withPresent(
  present: ReadonlyMap<string, string[]>,
  values: ReadonlyMap<string, string[]>,
): Map<string, string[]> {
  const before = [...present].map(([name, texts]) => [`${BEFORE}${name}`, texts] as const);
  return new Map([...present, ...before, ...values]);
}

/** What nobody has set says nothing, and neither do texts that are empty. */
function known(input: Record<string, unknown>): Map<string, string[]> {
  const set = [...valuesOf(input)].filter(([, [text]]) => text !== "null" && text !== "undefined" && text !== "");
  return new Map(set);
}

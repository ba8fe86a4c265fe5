import { expect, test } from "vitest";
import type { LogConfig } from "../resources/listenerState.ts";
import { tracingAt, tracingTypeOf } from "./tracing.ts";

const logging = (AccessLogTracingConfig: LogConfig["AccessLogTracingConfig"]): LogConfig => ({
  AccessLogRecordCustomizedHeadersEnabled: false,
  AccessLogTracingConfig,
});
const off = logging({ TracingEnabled: false, TracingSample: 0, TracingType: "" });
const open = logging({ TracingEnabled: true, TracingSample: 100, TracingType: "OpenTelemetry" });

test.each([
  ["a listener that traces by OpenTelemetry goes on so when its share is changed", undefined, open, "OpenTelemetry"],
  ["a listener that does not trace begins with Zipkin", undefined, off, "Zipkin"],
  ["a listener that does not trace begins with what it is asked for", "OpenTelemetry", off, "OpenTelemetry"],
  ["a listener changes its type when it is asked to", "Zipkin", open, "Zipkin"],
] as const)("a tracing listener keeps its type unless it is asked for another: %s", (_, asked, before, type) => {
  expect(tracingAt(10, asked, before).AccessLogTracingConfig).toEqual({
    TracingEnabled: true,
    TracingSample: 1_000,
    TracingType: type,
  });
  expect(tracingTypeOf(asked, before)).toBe(type);
});

import * as z from "zod";
import type { AccessLog } from "../resources/accessLog.ts";
import type { LogConfig } from "../resources/listenerState.ts";
import { NO_TRACING } from "../resources/listenerWrites.ts";

/** How many requests of a hundred are traced. */
export const percent = z.int().min(1).max(100).describe("Percent of the requests that are traced");

/** ALB counts in 1/10000, its console in percent (alb.md U1). */
const SAMPLES_PER_PERCENT = 100;

/**
 * As what the traces are told to the servers behind the listener. ALB speaks both, and other headers go to the servers with
 * each (real-cloud.md CR13), so that a listener keeps its own unless it is asked for the other.
 */
export const tracingType = z
  .enum(["Zipkin", "OpenTelemetry"])
  .optional()
  .describe("Zipkin or OpenTelemetry; unless given, what the listener has, else Zipkin");

/** The type that a listener traces by, as asked for or as it is. */
export function tracingTypeOf(asked: string | undefined, { AccessLogTracingConfig: before }: LogConfig): string {
  return asked ?? (before.TracingEnabled && before.TracingType !== "" ? before.TracingType : "Zipkin");
}

/** The log settings of a listener that traces, in what they say about headers as before. */
export function tracingAt(percentage: number, asked: string | undefined, before: LogConfig): LogConfig {
  return {
    ...before,
    AccessLogTracingConfig: {
      TracingEnabled: true,
      TracingSample: percentage * SAMPLES_PER_PERCENT,
      TracingType: tracingTypeOf(asked, before),
    },
  };
}

/** The log settings of a listener that does not trace. */
export function tracingOff(before: LogConfig): LogConfig {
  return { ...before, AccessLogTracingConfig: NO_TRACING.AccessLogTracingConfig };
}

/** Where a person finds the traces: the console of Managed Service for OpenTelemetry, as the ALB console leads there. */
export const TRACES_CONSOLE = "https://trace.console.aliyun.com/";

/** Where a person finds the access log, which every traced request stands in. */
export function linkToAccessLog({ LogProject, LogStore }: Pick<AccessLog, "LogProject" | "LogStore">): string {
  return `https://sls.console.aliyun.com/lognext/project/${LogProject}/logsearch/${LogStore}`;
}

/** Time for the first record to arrive: logs are delivered within a minute or so. */
export const RECORD_WATCH = { seconds: 180, throughout: false };

/** Regions in which ALB offers tracing (alb.md §12). */
export const TRACING_REGIONS = [
  "cn-hangzhou",
  "cn-shanghai",
  "cn-shenzhen",
  "cn-chengdu",
  "cn-qingdao",
  "cn-beijing",
  "cn-zhangjiakou",
  "cn-wulanchabu",
  "cn-hongkong",
  "cn-guangzhou",
  "cn-heyuan",
  "ap-southeast-1",
  "ap-southeast-3",
  "ap-northeast-1",
  "ap-southeast-5",
  "eu-west-1",
  "eu-central-1",
  "us-east-1",
  "us-west-1",
];

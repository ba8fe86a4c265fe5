import type { z } from "zod";
import type { Area } from "./area.ts";
import { AlbflowError } from "./errors.ts";
import { reason } from "./reasons/reason.ts";
import { redact } from "./redact.ts";
import type { Credentials, Session } from "./session.ts";
import { endpointsFrom } from "./session.ts";

/** What Function Compute gives a handler beside the event (functionCompute.md §5). */
export interface FcContext {
  requestId: string;
  /** Of the function's own role; an empty object when it has none. */
  credentials: Partial<Credentials>;
  function: { name: string; handler: string; memory: number; timeout: number };
  region: string;
  accountId: string;
  logger: Record<"debug" | "info" | "warn" | "error" | "log", (...values: unknown[]) => void>;
}

/** A handler as Function Compute calls it: the event is always a Buffer. */
export type Handler<Answer = unknown> = (event: Buffer, context: FcContext) => Promise<Answer>;

/** A function of the product: what it is, and what it may do. */
export interface FunctionDescription {
  /** The name of its file, its export and, behind the deployment's prefix, of the function. */
  name: string;
  summary: string;
  /** RAM actions that it calls, for example `alb:GetListenerAttribute`. Its role allows exactly these. */
  permissions: string[];
  /** RAM actions on the domain of the pages, which its role allows where one is bound, and on no other domain. */
  ofDomain?: string[];
  /** Whether its role may do so in every region, not only in the deployment's own. */
  everyRegion?: boolean;
  /** Whether it works wherever the deployment's configuration says, in other regions and, by their roles, in other accounts. */
  elsewhere?: boolean;
  /** Whether it reads what the deployment's own logstore holds, and no other log. */
  readsRecords?: boolean;
  /** Seconds. */
  timeout: number;
  /** When it is called by itself: six fields, seconds first, UTC unless `CRON_TZ=` says otherwise. */
  timer?: string;
  /** What it is told of by itself: new entries of the logstores that albflow.yaml names so (`remediation.trail`), and events. */
  listens?: {
    logs: ("trail" | "accessLog")[];
    /** Filter of its EventBridge trigger. */
    events: object;
  };
  /** What it answers over HTTP, and who checks those who ask. */
  http?: { methods: string[]; checkedBy: string };
  /** Variables that it reads beside those of every function, and what they hold. Whoever deploys sets them. */
  environment?: Record<string, string>;
  /** The functions that it may invoke; any of the deployment's when not said. */
  invokes?: string[];
  /** Whether others call it without waiting, each call under a name of its own. */
  sentByName?: boolean;
  /** How many calls of it are answered at a time; as many as the account has instances for unless said. */
  most?: number;
  /** Whether it looks at listeners over the network: at those of internal instances through `probe`, which stands in their VPC. */
  probes?: boolean;
}

/** A function that is no operation: it is called as it is, with an event of its own. */
export interface SingleFunction extends FunctionDescription {
  /** What people come for, where they call it; what only flows and timers call has none. */
  area?: Area;
  /** Its event, where it is checked field by field. */
  input?: z.ZodType;
  /** Its event and its answer in words, for the documentation: complete "It takes …" and "It returns …". */
  takes: string;
  returns: string;
  example: object;
}

/** The cloud as a function sees it. Throws Denied when the function has no role. */
export function sessionOf(context: FcContext): Session {
  // Keys that do not expire have an empty token.
  const { accessKeyId, accessKeySecret, securityToken = "" } = context.credentials;
  if (accessKeyId === undefined || accessKeySecret === undefined) {
    throw new AlbflowError("Denied", reason("function-without-role", { functionName: context.function.name }));
  }
  return {
    region: context.region,
    accountId: context.accountId,
    credentials: { accessKeyId, accessKeySecret, ...(securityToken === "" ? {} : { securityToken }) },
    endpoints: endpointsFrom(process.env),
  };
}

/** The function's log, without the secrets that an error's text may bring in. Nothing writes to the context's own. */
export function loggerOf({ logger }: Pick<FcContext, "logger">): FcContext["logger"] {
  const levels = ["debug", "info", "warn", "error", "log"] as const;
  return Object.fromEntries(
    levels.map((level) => [
      level,
      (...values: unknown[]) =>
        logger[level](...values.map((value) => redact(value instanceof Error ? value.message : String(value)))),
    ]),
  ) as FcContext["logger"];
}

/** The event as JSON. Throws InvalidInput with what came instead. */
export function jsonEvent(event: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(event.toString("utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below, together with every other thing that is not a JSON object.
  }
  throw new AlbflowError("InvalidInput", reason("event-not-json", { bytes: event.length }));
}

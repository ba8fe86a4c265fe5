import type { Agent } from "node:http";
import type Fnf from "@alicloud/fnf-2019-03-15";
import type { FnfCallOptions } from "@alicloud/fnf-2019-03-15";
import { clock } from "../clock.ts";
import { CLOUDFLOW_REGIONS } from "../cloudFlowRegions.ts";
import { AlbflowError, isTransient } from "../errors.ts";
import { createTurns } from "../pacer.ts";
import { reason } from "../reasons/reason.ts";
import { retry } from "../retry.ts";
import { endpointOf, type Session } from "../session.ts";
import { classOf } from "./genericClient.ts";
import { translate } from "./openApi.ts";
import { allPages, collect } from "./pages.ts";

/**
 * The client to CloudFlow (API 2019-03-15). Every method throws `AlbflowError`. All who call CloudFlow in one process share
 * the account's rates, and wait for their turn (cloudflow.md §8.4). What was throttled all the same, as others call it too,
 * was not done: it is asked again for some seconds, in growing pauses that differ from caller to caller, before it is thrown.
 */
export interface CloudFlowClient {
  /**
   * Starts an execution. The name is its idempotency key: a running one of that name is joined, one that has ended is
   * left as it is (cloudflow.md §8.1).
   */
  start(flow: string, execution: string, input: object): Promise<"started" | "ended before">;
  describe(flow: string, execution: string, waitSeconds?: number): Promise<ExecutionRow>;
  /**
   * The executions of a flow whose names begin so, at most `limit` of them; with `status` those that have it. The newest
   * first, as far as anybody knows: the order is not documented (real-cloud.md CR5).
   */
  list(
    flow: string,
    prefix: string,
    limit: number,
    status?: ExecutionRow["Status"],
    within?: { StartedTimeBegin?: string; StartedTimeEnd?: string },
  ): Promise<ExecutionRow[]>;
  /** Ends an execution; one that has ended already is left as it is. */
  stop(flow: string, execution: string, cause: string): Promise<void>;
  /** The history from an event on, from the first unless told, oldest event first. */
  history(flow: string, execution: string, first?: number): Promise<HistoryEvent[]>;
  /** Any action by its name. A long poll (`WaitTimeSeconds`) may take its time. */
  call(action: string, parameters: Record<string, string | number>): Promise<object>;
}

/** An execution as the API tells it: `Input` and `Output` are JSON text, times RFC 3339 in UTC (cloudflow.md §8.1). */
export interface ExecutionRow {
  FlowName: string;
  Name: string;
  Input: string;
  Output: string;
  Status: "Starting" | "Running" | "Stopped" | "Succeeded" | "Failed" | "TimedOut" | "";
  StartedTime: string;
  StoppedTime: string;
}

/** An event of an execution's history; `EventDetail` is JSON text (cloudflow.md §8.2). */
export interface HistoryEvent {
  EventId: number;
  /** The event that this one follows from. */
  ScheduleEventId?: number;
  StepName: string;
  Type: string;
  Time: string;
  EventDetail: string;
}

/**
 * Opens the client, which is the vendor's own and loaded by the first call: reads go by GET with a query
 * (docs/decisions/cloudflow-by-its-own-client.md).
 */
export function openCloudFlow(session: Session): CloudFlowClient {
  const { protocol, host, says } = endpointOf(session, "fnf");
  const named = says === undefined ? {} : { headers: { "x-acs-region-id": says } };
  let opened: InstanceType<typeof Fnf> | undefined;
  const call = async <Answer>(action: string, parameters: Record<string, string | number>): Promise<Answer> => {
    const { default: library } = await import("@alicloud/fnf-2019-03-15");
    opened ??= new (classOf<typeof Fnf>(library))({ ...session.credentials, endpoint: `${protocol}://${host}` });
    const sdk = opened;
    const agent = await agentOf(protocol);
    const method = (sdk as unknown as Record<string, SdkMethod | undefined>)[
      `${action[0]?.toLowerCase()}${action.slice(1)}`
    ];
    const turns = turnsOf(`${session.accountId} ${host}`, action);
    const timeout = TIMEOUT_MS + Number(parameters.WaitTimeSeconds ?? 0) * 1000;
    const once = async () => {
      await turns.take();
      // The client writes into what it is given.
      const options = { timeout, agent, ...named };
      const send = (way: "GET" | "POST") =>
        sdk.request<Answered>(action, { ...parameters }, { ...options, method: way });
      const asked = method?.call(sdk, { ...parameters }, options) ?? send("POST");
      const answer = await asked
        // The client puts all of a report into a form; by the API's metadata its token is looked for in the query.
        .catch((raw: { code?: unknown }) => {
          if (!action.startsWith("ReportTask") || raw.code !== "MissingRequiredParams") throw raw;
          return send("GET");
        })
        .catch((raw: { code?: unknown }) => {
          if (raw.code === "ENOTFOUND" && !CLOUDFLOW_REGIONS.includes(session.region)) throw notOffered(session.region);
          throw translate("fnf", action, raw, session);
        });
      if (answer.RequestId !== undefined) return answer as Answer;
      // It takes an answer for a good one that has no code, as one of a proxy that fails (cloudflow.md §8.5).
      throw new AlbflowError("Transient", reason("cloud-answer-unexpected", { product: "fnf", action }));
    };
    const isSafe = READ.test(action) || parameters.ExecutionName !== undefined;
    const until = clock.now() + POLL_TIMEOUT_MS;
    const isWorthIt = (error: AlbflowError) => {
      if (error.kind === "Throttled") turns.slowDown();
      return error.kind === "Throttled" || (isSafe && isTransient(error));
    };
    return retry(once, isWorthIt, {
      ...PACING,
      name: JSON.stringify(parameters),
      attempts: ({ kind }) => (kind === "Throttled" ? Number.POSITIVE_INFINITY : 3),
      until,
    });
  };
  return {
    call,
    async start(FlowName, ExecutionName, input) {
      try {
        await call("StartExecution", { FlowName, ExecutionName, Input: JSON.stringify(input) });
        return "started";
      } catch (error) {
        if (error instanceof AlbflowError && error.code === "ExecutionAlreadyExists") return "ended before";
        throw error;
      }
    },
    describe: (FlowName, ExecutionName, WaitTimeSeconds = 0) =>
      call("DescribeExecution", { FlowName, ExecutionName, WaitTimeSeconds }),
    async list(FlowName, ExecutionNamePrefix, Limit, Status, within = {}) {
      const page = await call<{ Executions?: ExecutionRow[] }>("ListExecutions", {
        FlowName,
        ExecutionNamePrefix,
        Limit,
        ...(Status === undefined ? {} : { Status }),
        ...within,
      });
      return page.Executions ?? [];
    },
    async stop(FlowName, ExecutionName, Cause) {
      try {
        await call("StopExecution", { FlowName, ExecutionName, Error: "Stopped", Cause });
      } catch (error) {
        const over = error instanceof AlbflowError && (error.kind === "NotFound" || error.kind === "InvalidInput");
        if (!over) throw error;
      }
    },
    history: (FlowName, ExecutionName, first) => readHistory(call, { FlowName, ExecutionName, first }),
  };
}

/** The events of an execution from `first` on (1 unless given), read page by page with `call`, which is given actions of CloudFlow. */
export async function readHistory(
  call: (action: string, parameters: Record<string, string | number>) => Promise<unknown>,
  { FlowName, ExecutionName, first = 1 }: { FlowName: string; ExecutionName: string; first?: number | undefined },
): Promise<HistoryEvent[]> {
  const events = await collect(
    allPages(
      // It is the id of the event that the page begins with (cloudflow.md §8.1).
      async ({ NextToken = first === 1 ? undefined : String(first) }) => {
        const page = { FlowName, ExecutionName, Limit: 999, ...(NextToken === undefined ? {} : { NextToken }) };
        return (await call("GetExecutionHistory", page)) as { Events: HistoryEvent[]; NextToken?: string };
      },
      (page) => page.Events,
    ),
  );
  return events.map(withOutput);
}

/**
 * An event as it was, but a StepExited that only tells of local variables with the output that the StepSucceeded before it
 * has told: sources disagree about which of the two has it (real-cloud.md CR7).
 */
function withOutput(event: HistoryEvent, position: number, events: HistoryEvent[]): HistoryEvent {
  const before = events[position - 1];
  if (event.Type !== "StepExited" || before?.Type !== "StepSucceeded" || before.StepName !== event.StepName)
    return event;
  return event.EventDetail.includes('"output"') ? event : { ...event, EventDetail: before.EventDetail };
}

function notOffered(region: string): AlbflowError {
  const why = reason("cloudflow-not-offered", { region, regions: [...CLOUDFLOW_REGIONS] });
  return new AlbflowError("NotFound", why, { code: "ENOTFOUND" });
}

/** What every answer has. */
interface Answered {
  RequestId?: string;
}

type SdkMethod = (parameters: object, options: FnfCallOptions) => Promise<Answered>;

/** What may be done twice: reads, and what is done to an execution by its name. */
const READ = /^(?:Describe|Get|List)/;

/** Turns for calls: by account, endpoint and action, for all clients of this process. */
interface Turns {
  /** Resolves when a call may be made. */
  take(): Promise<void>;
  /** A call was turned away: for a while all are made at the account's rate, one after the other. */
  slowDown(): void;
}

function turnsOf(account: string, action: string): Turns {
  const key = `${account} ${action}`;
  const known = turns.get(key) ?? newTurns(RATES[action] ?? OTHERS);
  turns.set(key, known);
  return known;
}

const turns = new Map<string, Turns>();

/** What is saved up at the service nobody here knows, as others call it too: until it turns one away, all are made at once. */
function newTurns(perSecond: number): Turns {
  let slow: { turn: () => Promise<void>; until: number } | undefined;
  return {
    async take() {
      const now = clock.now();
      // Where time was put back, nobody was turned away yet.
      if (slow !== undefined && (now >= slow.until || now < slow.until - SLOW_MS)) slow = undefined;
      await slow?.turn();
    },
    slowDown() {
      slow = { turn: slow?.turn ?? createTurns({ burst: 1, perSecond }), until: clock.now() + SLOW_MS };
    },
  };
}

const SLOW_MS = 10_000;

/** Calls a second that CloudFlow answers to the whole account (cloudflow.md §8.4). */
const RATES: Record<string, number> = { StartExecution: 100, DescribeExecution: 5, GetExecutionHistory: 5 };
const OTHERS = 2;

const TIMEOUT_MS = 10_000;
/** Rates are by the second, and shared by all of an account (cloudflow.md §8.4); flows have timeouts of their own. */
const POLL_TIMEOUT_MS = 15_000;
const PACING = { firstMs: 250, longestMs: 2_000 };

/** Shared, as a client lives for one call of a function and connections outlive it. */
async function agentOf(protocol: "http" | "https"): Promise<Agent> {
  const { Agent: Kind } = await (protocol === "https" ? import("node:https") : import("node:http"));
  agents[protocol] ??= new Kind({ keepAlive: true });
  return agents[protocol];
}

const agents: { http?: Agent; https?: Agent } = {};

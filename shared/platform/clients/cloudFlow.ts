import { clock } from "../clock.ts";
import { AlbflowError } from "../errors.ts";
import { retry } from "../retry.ts";
import type { Session } from "../session.ts";
import { openGenericClient } from "./genericClient.ts";
import { translate } from "./openApi.ts";
import { allPages, collect } from "./pages.ts";

/**
 * The client to CloudFlow (API 2019-03-15). Every method throws `AlbflowError`. What was throttled was not done, so that it is
 * asked again for some seconds, in growing pauses that differ from caller to caller, before it is thrown.
 */
export interface CloudFlowClient {
  /**
   * Starts an execution. The name is its idempotency key: a running one of that name is joined, one that has ended is
   * left as it is (cloudflow.md §8.1).
   */
  start(flow: string, execution: string, input: object): Promise<"started" | "ended before">;
  describe(flow: string, execution: string, waitSeconds?: number): Promise<ExecutionRow>;
  /** The executions of a flow whose names begin so, newest first, at most `limit` of them. */
  list(flow: string, prefix: string, limit: number): Promise<ExecutionRow[]>;
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

/** Opens the client. */
export function openCloudFlow(session: Session): CloudFlowClient {
  const client = openGenericClient(session, "fnf");
  const call = async <Answer>(action: string, parameters: Record<string, string | number>): Promise<Answer> => {
    const timeoutMs = TIMEOUT_MS + Number(parameters.WaitTimeSeconds ?? 0) * 1000;
    const once = async () => {
      const { body } = await client({ ...CALL, action, request: { body: parameters }, timeoutMs }).catch(
        (raw: unknown) => {
          throw translate("fnf", action, raw);
        },
      );
      return body as Answer;
    };
    const until = clock.now() + POLL_TIMEOUT_MS;
    return retry(once, ({ kind }) => kind === "Throttled", { ...PACING, name: JSON.stringify(parameters), until });
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
    async list(FlowName, ExecutionNamePrefix, Limit) {
      const page = await call<{ Executions?: ExecutionRow[] }>("ListExecutions", {
        FlowName,
        ExecutionNamePrefix,
        Limit,
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
    history: (FlowName, ExecutionName, first = 1) =>
      collect(
        allPages(
          // It is the id of the event that the page begins with (cloudflow.md §8.1).
          ({ NextToken = first === 1 ? undefined : String(first) }) =>
            call<{ Events: HistoryEvent[]; NextToken?: string }>("GetExecutionHistory", {
              FlowName,
              ExecutionName,
              Limit: 999,
              ...(NextToken === undefined ? {} : { NextToken }),
            }),
          (page) => page.Events,
        ),
      ),
  };
}

const TIMEOUT_MS = 10_000;
/** Rates are by the second, and shared by all of an account (cloudflow.md §8.4); flows have patience of their own. */
const POLL_TIMEOUT_MS = 10_000;
const PACING = { firstMs: 250, longestMs: 2_000 };

const CALL = {
  version: "2019-03-15",
  style: "RPC",
  pathname: "/",
  reqBodyType: "formData",
  bodyType: "json",
} as const;

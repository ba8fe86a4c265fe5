import { outcomeOf, visitsOf } from "../../core/executions.ts";
import { flowNameOf, prefix } from "../../core/flowDefinition.ts";
import type { CloudFlowClient, ExecutionRow } from "../../platform/clients/cloudFlow.ts";
import { allPages, collect } from "../../platform/clients/pages.ts";
import type { Clients } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { eachLimited } from "../../platform/eachLimited.ts";
import { AlbflowError } from "../../platform/errors.ts";
import type { createPacer } from "../../platform/pacer.ts";
import { regionName } from "../../platform/place.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { shortReason } from "../../platform/reasons/shortReason.ts";
import { FAILURES_COUNT_MS, ORDERS_COUNT_MS } from "./attemptIndex.ts";
import { type AttemptMemory, attemptMemory } from "./attemptMemory.ts";
import { ATTEMPT_OPERATION, ATTEMPT_PREFIX, type Attempt, type FailedAttempt, readAttempts } from "./attempts.ts";
import type { Fleet } from "./fleet.ts";

type Pace = ReturnType<typeof createPacer>;

/** What has been tried, as CloudFlow keeps it, and how it has failed. */
export function cloudAttempts({
  home,
  clients,
  mayOrder,
  key,
  remembered,
  pace,
}: {
  home: string;
  clients: (region: string) => Clients;
  mayOrder: boolean;
  /** Signs what renewal starts: what is not signed by it is nobody's attempt. */
  key: Buffer;
  remembered: Remembered;
  pace: { executions: Pace; histories: Pace };
}): Pick<Fleet, "attempts" | "runningElsewhere" | "failures"> {
  if (remembered.isAnew) readings.delete(remembered.as);
  return {
    async attempts(region, since, due) {
      const { memory } = await readingSince(since);
      return memory.of(region, since, due);
    },
    runningElsewhere: (region) => readings.get(remembered.as)?.memory.runningElsewhere(region) ?? 0,
    async failures(region, attempts) {
      const known = await eachLimited(
        attempts,
        async (attempt) => [attempt.name, await failureOf(region, attempt)] as const,
      );
      return new Map(known);
    },
  };

  /** How an execution has failed, which never changes: it is asked once. */
  async function failureOf(region: string, { name }: Attempt): Promise<FailedAttempt> {
    const flow = flowNameOf(prefix(), ATTEMPT_OPERATION.rotate);
    const known = failures.get(`${region} ${flow} ${name}`);
    if (known !== undefined) return known;
    try {
      const { cloudFlow } = clients(region);
      const events = await pace.histories(() => cloudFlow.history(flow, name));
      const { verdict } = outcomeOf(events, "Failed");
      const why = verdict === undefined ? null : shortReason(verdict.cause ?? verdict.reason, 400);
      const isSeen = visitsOf(events).some(
        ({ name: state, verdict: left }) =>
          state === VERIFY && left?.state === "mismatched" && left.seen.some(({ problem }) => problem !== null),
      );
      const kind = verdict?.state === "refused" ? "refused" : isSeen ? "seen" : "passing";
      const failure: FailedAttempt = { kind, reason: why };
      if (failures.size >= MOST_FAILURES) failures.clear();
      failures.set(`${region} ${flow} ${name}`, failure);
      return failure;
    } catch (error) {
      if (!(error instanceof AlbflowError)) throw error;
      return { kind: "passing", reason: reason("history-unreadable", { cause: error.reason }) };
    }
  }

  /**
   * What a round knows of attempts. All are read once, whichever page it is that asks first; from then on only what was started
   * since, and what was still running: what has ended never changes. `since` is the same for all steps of a round.
   */
  async function readingSince(since: number): Promise<Reading> {
    const { cloudFlow } = clients(home);
    const known = readings.get(remembered.as);
    const reading: Reading =
      known?.since === since && known.mayOrder === mayOrder
        ? known
        : { since, mayOrder, readAt: undefined, memory: attemptMemory() };
    readings.set(remembered.as, reading);
    const { memory, readAt } = reading;
    const begin = readAt === undefined ? since : Math.min(readAt - OVERLAP_MS, memory.runningSince() ?? readAt);
    const now = clock.now();
    for (const kind of mayOrder ? (["rotate", "order"] as const) : (["rotate"] as const)) {
      const rows = await executionsOf(cloudFlow, kind, { StartedTimeBegin: new Date(begin).toISOString() });
      if (readAt === undefined) rows.push(...(await endedBefore(cloudFlow, kind, since)));
      // All executions are at home, wherever their listeners are.
      for (const row of rows)
        for (const attempt of readAttempts(kind, [row], key)) memory.add(regionOf(row.Input, home), attempt);
    }
    reading.readAt = now;
    return reading;
  }

  /** What has failed longer ago is still known, and so is what was ordered: the same is not tried again. These are few. */
  async function endedBefore(
    cloudFlow: CloudFlowClient,
    kind: Attempt["kind"],
    until: number,
  ): Promise<ExecutionRow[]> {
    const span = (ms: number) => ({
      StartedTimeBegin: new Date(until - ms).toISOString(),
      StartedTimeEnd: new Date(until).toISOString(),
    });
    const rows = await executionsOf(cloudFlow, kind, { ...span(FAILURES_COUNT_MS), Status: "Failed" });
    rows.push(...(await executionsOf(cloudFlow, kind, { ...span(FAILURES_COUNT_MS), Status: "TimedOut" })));
    if (kind === "order")
      rows.push(...(await executionsOf(cloudFlow, kind, { ...span(ORDERS_COUNT_MS), Status: "Succeeded" })));
    return rows;
  }

  function executionsOf(
    cloudFlow: CloudFlowClient,
    kind: Attempt["kind"],
    filter: Record<string, string>,
  ): Promise<ExecutionRow[]> {
    const FlowName = flowNameOf(prefix(), ATTEMPT_OPERATION[kind]);
    return collect(
      allPages(
        async ({ NextToken }) =>
          (await pace.executions(() =>
            cloudFlow.call("ListExecutions", {
              FlowName,
              ExecutionNamePrefix: ATTEMPT_PREFIX[kind],
              ...filter,
              Limit: 99,
              ...(NextToken === undefined ? {} : { NextToken }),
            }),
          )) as { Executions?: ExecutionRow[]; NextToken?: string },
        (page) => page.Executions,
      ),
    );
  }
}

/** Where the listener of a rotation is; what is no JSON is none of renewal's, which names no account but another. */
function regionOf(input: string, home: string): string {
  try {
    const { region, account } = JSON.parse(input) as { region?: unknown; account?: unknown };
    return regionName({
      ...(typeof account === "string" ? { account } : {}),
      region: typeof region === "string" ? region : home,
    });
  } catch {
    return home;
  }
}

/** The state of flows/operation.yaml that looks from outside. */
const VERIFY = "Verify";

/** How what was read is remembered by an instance of the function, from one step of a round to the next. */
export interface Remembered {
  /** Whose executions they are. */
  as: string;
  /** Whether a round begins: what was remembered is forgotten, so that no mistake outlives a round. */
  isAnew: boolean;
}

/** What was read of attempts in a round. */
interface Reading {
  since: number;
  mayOrder: boolean;
  /** Milliseconds since 1970; undefined until all has been read. */
  readAt: number | undefined;
  memory: AttemptMemory;
}

/** The last reading, by whose it is: the steps of a round come one after the other, and mostly to the same instance. */
const readings = new Map<string, Reading>();
/** Clocks differ, and a list may be late. */
const OVERLAP_MS = 5 * 60_000;

/** How executions have failed, of all calls of one instance of the function. */
const failures = new Map<string, FailedAttempt>();
const MOST_FAILURES = 2_000;

import { lastVerdictIn } from "../shared/core/executions.ts";
import { flowNameOf, prefix } from "../shared/core/flowDefinition.ts";
import { operationNames } from "../shared/core/operationNames.ts";
import { describeStop, stopIn, stopper } from "../shared/core/stopping.ts";
import { type AuditLog, openAuditLog } from "../shared/features/audit/auditLog.ts";
import { type AuditRecord, type ChainHead, close, isSealed, newChain } from "../shared/features/audit/auditRecord.ts";
import { type EndedExecution, executionsEnded } from "../shared/features/audit/executionsEnded.ts";
import { DAY_MS, endedIn, LEDGER, ledgerRecords, type Window } from "../shared/features/audit/ledger.ts";
import { type CutOff, noticesOfLedger } from "../shared/features/audit/noticesOfLedger.ts";
import { trailOf } from "../shared/features/audit/trailOf.ts";
import { enqueueNotices, NOTIFY_SETTINGS } from "../shared/features/notify/enqueueNotices.ts";
import { type CloudFlowClient, openCloudFlow } from "../shared/platform/clients/cloudFlow.ts";
import { openLogs } from "../shared/platform/clients/logs.ts";
import { clock } from "../shared/platform/clock.ts";
import { AlbflowError } from "../shared/platform/errors.ts";
import {
  type Handler,
  jsonEvent,
  loggerOf,
  type SingleFunction,
  sessionOf,
} from "../shared/platform/functionCompute.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { SECRET_SETTINGS, secretFor } from "../shared/platform/secretFor.ts";
import { withSecrets } from "../shared/platform/withSecrets.ts";

/** Holds the chains of the audit trail together: once a day it writes down which have ended, and how. */
export const keepLedger: SingleFunction = {
  name: "keepLedger",
  summary: "Record once a day which chains of the audit trail have ended, so that a removed chain is found.",
  permissions: [
    "fc:InvokeFunction",
    "fnf:GetExecutionHistory",
    "fnf:ListExecutions",
    "log:GetLogStoreLogs",
    "log:PostLogStoreLogs",
  ],
  invokes: ["notify"],
  timeout: 300,
  timer: "0 40 0 * * *",
  environment: { ...SECRET_SETTINGS, ...NOTIFY_SETTINGS },
  takes: "the event of its timer, or any other JSON object",
  returns:
    "`windows`, the days that it has bound, each with its `chains`, those that it has `closed` itself because their execution was ended from outside; `head`, the hash of the ledger's last record, which is also told to people, `foreign`, entries that albflow has not made, and `cutOff`, executions that CloudFlow has ended before they could report",
  example: {},
};

/** What it has bound. */
export interface BoundWindows {
  windows: { from: string; to: string; chains: number; closed: string[] }[];
  /** Hash of the ledger's last record, to be told where nobody who writes logs can change it; empty before the first. */
  head: string;
  /** Entries among the audit records that albflow has not made, as `chain/position`. */
  foreign: string[];
  /** Executions that CloudFlow has cut off, so that they could not report, and what each had written. */
  cutOff: CutOff[];
}

/** Binds every whole day (UTC) since the last one that is bound. Called again it finds nothing left to do. */
export const handler: Handler<BoundWindows> = withSecrets(async (event, context) => {
  jsonEvent(event);
  const session = sessionOf(context);
  const { ALBFLOW_LOG_PROJECT = "", ALBFLOW_LOGSTORE = "", ALBFLOW_API_URL = "" } = process.env;
  const log = openAuditLog(openLogs(session), { project: ALBFLOW_LOG_PROJECT, logstore: ALBFLOW_LOGSTORE });
  const key = secretFor(process.env, "audit");
  const until = Math.floor((clock.now() - GRACE_MS) / DAY_MS) * DAY_MS;
  const first = await lastOfLedger(log, key, until);
  const begin = endOf(first) ?? (await firstDay(log, key, until));
  const bound: BoundWindows = { windows: [], head: first?.hash ?? "", foreign: [], cutOff: [] };
  let previous = first;
  for (let from = begin; from < until; from += DAY_MS) {
    const window = { from, to: from + DAY_MS };
    const day = await bindDay({ log, cloudFlow: openCloudFlow(session), key }, previous, window);
    const [fromText, to] = [from, window.to].map((at) => new Date(at).toISOString()) as [string, string];
    bound.windows.push({ from: fromText, to, chains: day.chains, closed: day.closed });
    bound.foreign.push(...day.foreign);
    bound.cutOff.push(...day.cutOff);
    previous = day.last;
  }
  bound.head = previous?.hash ?? "";
  loggerOf(context).info(`The ledger's last record is ${bound.head}.`);
  const isNew = first === undefined && begin < until - DAY_MS;
  await enqueueNotices(session, noticesOfLedger(bound, { at: clock.now(), isNew, url: ALBFLOW_API_URL }), process.env);
  return bound;
});

/** Binds one day: closes the chains of executions that were ended from outside, and writes the ledger's records. */
async function bindDay(
  { log, cloudFlow, key }: { log: AuditLog; cloudFlow: CloudFlowClient; key: Buffer },
  previous: AuditRecord | undefined,
  window: Window,
): Promise<{ last: AuditRecord | undefined; chains: number; closed: string[]; foreign: string[]; cutOff: CutOff[] }> {
  // An execution reports before it ends, perhaps on the day before.
  const { records, unreadable } = await log.read({ from: window.from - GRACE_MS, to: window.to + GRACE_MS });
  // Whoever may write logs may write anything: only what is ours counts.
  const [sealed, foreign] = [true, false].map((ours) => records.filter((one) => isSealed(one, key) === ours)) as [
    AuditRecord[],
    AuditRecord[],
  ];
  const known = new Set(sealed.map(({ chain }) => chain));
  const recovered: AuditRecord[] = [];
  const [closed, absent]: [string[], string[]] = [[], []];
  const cutOff: CutOff[] = [];
  for (const execution of await executionsEnded(cloudFlow, operationFlows(), window)) {
    if (known.has(execution.chain)) continue;
    const trail = await trailLeftBy(cloudFlow, execution, key);
    (trail === undefined ? absent : closed).push(execution.chain);
    if (trail === undefined) continue;
    await log.write(trail);
    recovered.push(...trail);
    const writes = trail.flatMap(({ content }) => (content.kind === "call" ? [content.action] : []));
    const { chain, status } = execution;
    if (status === "Failed" || status === "TimedOut") cutOff.push({ chain, status, writes });
  }
  const heads = endedIn([...sealed.filter(({ chain }) => chain !== LEDGER), ...recovered], window);
  const entries = ledgerRecords(previous, window, { heads: distinct(heads), absent }, key);
  await log.write(entries);
  return {
    last: entries.at(-1),
    chains: heads.length,
    closed,
    cutOff,
    foreign: [...foreign.map(({ chain, position }) => `${chain}/${position}`), ...unreadable],
  };
}

/** A record that was delivered twice is one. */
function distinct(heads: ChainHead[]): ChainHead[] {
  return [...new Map(heads.map((head) => [`${head.chain} ${head.hash}`, head])).values()];
}

/** Until records of a day that has just ended are surely there. */
const GRACE_MS = 600_000;

/** How far back the ledger's last record is looked for; behind a longer pause a new one begins, and the gap is a finding. */
const MEMORY_DAYS = 60;

/** The ledger's last record that we have made. */
async function lastOfLedger(log: AuditLog, key: Buffer, until: number): Promise<AuditRecord | undefined> {
  const range = { from: until - MEMORY_DAYS * DAY_MS, to: until + 2 * DAY_MS, chain: LEDGER };
  const { records } = await log.read(range);
  return records.findLast((record) => record.content.kind === "ledger" && isSealed(record, key));
}

/** Where a ledger begins that has no record yet: with the first day of which there are records, else with the last one. */
async function firstDay(log: AuditLog, key: Buffer, until: number): Promise<number> {
  const { records } = await log.read({ from: until - MEMORY_DAYS * DAY_MS, to: until });
  const times = records.filter((record) => isSealed(record, key)).map(({ content }) => content.at);
  return Math.floor(Math.min(until - 1, ...times) / DAY_MS) * DAY_MS;
}

function endOf(record: AuditRecord | undefined): number | undefined {
  return record?.content.kind === "ledger" ? record.content.to : undefined;
}

function operationFlows(): string[] {
  return operationNames.map((name) => flowNameOf(prefix(), name));
}

/**
 * The chain of an execution that did not come to its end: what CloudFlow has kept of it says what it has written. Undefined
 * when CloudFlow keeps nothing of it any more.
 */
async function trailLeftBy(
  cloudFlow: CloudFlowClient,
  { flow, name, chain, at }: EndedExecution,
  key: Buffer,
): Promise<AuditRecord[] | undefined> {
  try {
    const events = await cloudFlow.history(flow, name);
    const verdict = lastVerdictIn(events);
    const stop = stopIn(events);
    const reported = stop === undefined ? {} : { stopped: { execution: name, ...stop } };
    if (verdict === undefined) {
      const why = stop === undefined ? reason("ended-unseen") : reason("stopped-unseen", stopper(stop, name));
      return [close(newChain(chain), at, key, { reason: why, ...reported }).record];
    }
    const whole = { ...verdict, writes: verdict.writes ?? [], ...reported };
    return trailOf(stop === undefined ? whole : { ...whole, reason: describeStop(stop, name, whole) }, flow, at, key);
  } catch (error) {
    if (error instanceof AlbflowError && error.kind === "NotFound") return undefined;
    throw error;
  }
}

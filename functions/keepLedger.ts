import { SECRET_SETTINGS, secretFor } from "../shared/access/secretFor.ts";
import { listedOperations } from "../shared/api/contract.ts";
import { type AuditLog, openAuditLog } from "../shared/audit/auditLog.ts";
import { type AuditRecord, close, newChain } from "../shared/audit/auditRecord.ts";
import { type EndedExecution, executionsEnded } from "../shared/audit/executionsEnded.ts";
import { endedIn, LEDGER, ledgerRecord } from "../shared/audit/ledger.ts";
import { trailOf } from "../shared/audit/trailOf.ts";
import { type CloudFlowDoor, openCloudFlow } from "../shared/clients/cloudFlow.ts";
import { openLogs } from "../shared/clients/logs.ts";
import { clock } from "../shared/clock.ts";
import { lastVerdictIn } from "../shared/executions.ts";
import { flowNameOf, prefix } from "../shared/flowDefinition.ts";
import { type Handler, jsonEvent, type SingleFunction, sessionOf } from "../shared/functionCompute.ts";

/** Holds the chains of the audit trail together: once a day it writes down which have ended, and how. */
export const keepLedger: SingleFunction = {
  name: "keepLedger",
  summary: "Write down once a day which chains of the audit trail have ended, so that none can vanish.",
  permissions: ["fnf:GetExecutionHistory", "fnf:ListExecutions", "log:GetLogStoreLogs", "log:PostLogStoreLogs"],
  timeout: 300,
  timer: "0 40 0 * * *",
  environment: SECRET_SETTINGS,
  takes: "the event of its timer, or any other JSON object",
  returns:
    "`windows`, the days that it has bound, each with its `chains`, those that it has `closed` itself because their execution was ended from outside, and `head`, the hash of the ledger's last record",
  example: {},
};

/** What it has bound. */
export interface BoundWindows {
  windows: { from: string; to: string; chains: number; closed: string[] }[];
  /** Hash of the ledger's last record, to be told where nobody who writes logs can change it; empty before the first. */
  head: string;
}

/** Binds every whole day (UTC) since the last one that is bound. Called again it finds nothing left to do. */
export const handler: Handler<BoundWindows> = async (event, context) => {
  jsonEvent(event);
  const session = sessionOf(context);
  const { ALBFLOW_LOG_PROJECT = "", ALBFLOW_LOGSTORE = "" } = process.env;
  const log = openAuditLog(openLogs(session), { project: ALBFLOW_LOG_PROJECT, logstore: ALBFLOW_LOGSTORE });
  const cloudFlow = openCloudFlow(session);
  const key = secretFor(process.env, "audit");
  const until = Math.floor((clock.now() - GRACE_MS) / DAY_MS) * DAY_MS;
  let previous = await lastOfLedger(log, until);
  const bound: BoundWindows = { windows: [], head: previous?.hash ?? "" };
  for (let from = endOf(previous) ?? until - DAY_MS; from < until; from += DAY_MS) {
    const window = { from, to: from + DAY_MS };
    const { records } = await log.read({ from, to: window.to + GRACE_MS });
    const executions = await executionsEnded(cloudFlow, operationFlows(), window);
    const known = new Set(records.map(({ chain }) => chain));
    const left = executions.filter(({ name }) => !known.has(name));
    const recovered: AuditRecord[] = [];
    for (const execution of left) recovered.push(...(await trailLeftBy(cloudFlow, execution, key)));
    const heads = endedIn([...records.filter(({ chain }) => chain !== LEDGER), ...recovered], window);
    const record = ledgerRecord(previous, window, { heads, executions: executions.map(({ name }) => name) }, key);
    await log.write([...recovered, record]);
    bound.windows.push({
      from: new Date(from).toISOString(),
      to: new Date(window.to).toISOString(),
      chains: heads.length,
      closed: left.map(({ name }) => name),
    });
    bound.head = record.hash;
    previous = record;
  }
  context.logger.info(`The ledger's last record is ${bound.head}.`);
  return bound;
};

const DAY_MS = 86_400_000;

/** Until records of a day that has just ended are surely there. */
const GRACE_MS = 600_000;

/** How far back the ledger's last record is looked for; behind a longer pause a new one begins, and the gap is a finding. */
const MEMORY_DAYS = 60;

/** The ledger's last record. */
async function lastOfLedger(log: AuditLog, until: number): Promise<AuditRecord | undefined> {
  const range = { from: until - MEMORY_DAYS * DAY_MS, to: until + 2 * DAY_MS, chain: LEDGER };
  return (await log.read(range)).records.at(-1);
}

function endOf(record: AuditRecord | undefined): number | undefined {
  return record?.content.kind === "ledger" ? record.content.to : undefined;
}

function operationFlows(): string[] {
  return listedOperations().map(({ name }) => flowNameOf(prefix(), name));
}

/** The chain of an execution that did not come to its end: what CloudFlow has kept of it says what it has written. */
async function trailLeftBy(
  cloudFlow: CloudFlowDoor,
  { flow, name, at }: EndedExecution,
  key: Buffer,
): Promise<AuditRecord[]> {
  const verdict = lastVerdictIn(await cloudFlow.history(flow, name));
  if (verdict !== undefined) return trailOf({ ...verdict, writes: verdict.writes ?? [] }, at, key);
  return [close(newChain(name), at, key, { because: "It was ended before it had looked at anything." }).record];
}

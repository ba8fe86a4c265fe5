import { cliMessages, cliSentences, labelled } from "../../deployment/language.ts";
import { flowNameOf, prefix } from "../../shared/core/flowDefinition.ts";
import { withMessages } from "../../shared/core/messages/withMessages.ts";
import { operationNames } from "../../shared/core/operationNames.ts";
import { openAuditLog } from "../../shared/features/audit/auditLog.ts";
import { type AuditRecord, isSealed } from "../../shared/features/audit/auditRecord.ts";
import { type EndedExecution, executionsEnded } from "../../shared/features/audit/executionsEnded.ts";
import { DAY_MS, LEDGER, LEDGER_GRACE_MS, verifyAudit } from "../../shared/features/audit/ledger.ts";
import { type AuditFinding, isFault } from "../../shared/features/audit/verifyChain.ts";
import { type CloudFlowClient, type HistoryEvent, openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { type LogsClient, openLogs } from "../../shared/platform/clients/logs.ts";
import { clock } from "../../shared/platform/clock.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { LOCAL_SECRET, secretFor } from "../../shared/platform/secretFor.ts";
import { type Connection, type ConnectionOptions, withConnection } from "../connection.ts";
import { type OutputOptions, printAnswer } from "../output.ts";

/** What is verified. */
export interface VerifyOptions extends ConnectionOptions, OutputOptions {
  days: string;
  from?: string;
  to?: string;
  head?: string;
  project: string;
  logstore: string;
}

/**
 * Reads every record of a span of time and prints what is wrong: with the chains, with the ledger, and with what CloudFlow
 * knows of executions, which nobody who writes logs can change. Gives the exit code: 1 when something was found.
 */
export async function verifyTrail(options: VerifyOptions): Promise<number> {
  return withConnection(options, (connection) => verifyIn(connection, options));
}

async function verifyIn(connection: Connection, options: VerifyOptions): Promise<number> {
  const { session } = connection;
  const logs = openLogs(session);
  const cloudFlow = openCloudFlow(session);
  const key = keyFor(options);
  const now = clock.now();
  const asked = spanOf(options);
  const since = Math.max(asked.from, await keptSince(logs, options, now));
  const { records, others, unreadable } = await recordsOf(logs, options, { since, until: asked.to });
  const isGenuine = (record: AuditRecord) => key === undefined || isSealed(record, key);
  const genuine = records.filter(isGenuine);
  // An execution reports before it ends: what has ended in the span may have its records before it.
  const known = new Set([...genuine, ...others.filter(isGenuine)].map(({ chain }) => chain));
  const flows = operationNames.map((name) => flowNameOf(prefix(), name));
  // An execution that ends now has its records in a moment.
  const ended = await executionsEnded(cloudFlow, flows, { from: since, to: Math.min(asked.to, now - GRACE_MS) });
  const boundUntil = Math.floor((Math.min(asked.to, now) - LEDGER_GRACE_MS) / DAY_MS) * DAY_MS;
  const findings: AuditFinding[] = [
    ...verifyAudit(records, { key, since, until: asked.to, head: options.head, executions: ended, boundUntil }),
    ...unreadable.map((which) => found("changed", which, reason("entry-shapeless", { entry: which }))),
    ...(await missed(
      cloudFlow,
      ended.filter(({ chain }) => !known.has(chain)),
      boundUntil,
    )),
  ];
  const report = {
    since: new Date(since).toISOString(),
    records: records.length,
    chains: new Set(records.map(({ chain }) => chain)).size,
    executions: ended.length,
    sealed: key !== undefined,
    head: genuine.findLast(({ chain }) => chain === LEDGER)?.hash ?? "",
    findings,
  };
  const answer = withMessages(report, cliMessages()) as object;
  await printAnswer(answer, { ...options, connection }, () => linesOf(report));
  return findings.some(isFault) ? 1 : 0;
}

/** Since when records are kept: older ones are removed by the log store itself, day by day, and are not missed. */
async function keptSince(logs: LogsClient, { project, logstore }: VerifyOptions, now: number): Promise<number> {
  const found = (await logs.find("GetLogStore", { ProjectName: project, LogstoreName: logstore })) as
    | { ttl?: number }
    | undefined;
  if (found === undefined) throw new AlbflowError("NotFound", reason("logstore-not-found", { project, logstore }));
  const days = found.ttl ?? KEPT_FOR_EVER;
  return days >= KEPT_FOR_EVER ? 0 : Math.ceil((now - days * DAY_MS) / DAY_MS) * DAY_MS;
}

/** The `ttl` of a log store that keeps everything (Simple Log Service, CreateLogstore). */
const KEPT_FOR_EVER = 3650;

/**
 * Every record of the executions that have reported their end in a span (ms since 1970), and every record of the ledger since
 * it began: what was ended from outside is written, and bound, on a later day. `others` are those of executions around the span.
 */
async function recordsOf(
  logs: LogsClient,
  { project, logstore }: VerifyOptions,
  { since, until }: { since: number; until: number },
): Promise<{ records: AuditRecord[]; others: AuditRecord[]; unreadable: string[] }> {
  const range = { from: Math.max(0, since - GRACE_MS), to: Math.max(until, clock.now()) };
  const { records, unreadable } = await openAuditLog(logs, { project, logstore }).read(range);
  const outside = new Set(
    records.flatMap(({ chain, content }) =>
      content.kind === "closed" && (content.at < since || content.at >= until) ? chain : [],
    ),
  );
  const [within, others] = [false, true].map((is) => records.filter(({ chain }) => outside.has(chain) === is)) as [
    AuditRecord[],
    AuditRecord[],
  ];
  return { records: within, others, unreadable };
}

/** Executions without records: they were removed, or not written yet, which their history tells. */
async function missed(
  cloudFlow: CloudFlowClient,
  ended: EndedExecution[],
  boundUntil: number,
): Promise<AuditFinding[]> {
  const findings: AuditFinding[] = [];
  for (const { flow, name, chain, at } of ended) {
    const isLate = at >= boundUntil && !isReported(await cloudFlow.history(flow, name));
    findings.push(
      isLate
        ? found("pending", chain, reason("report-pending"))
        : found("missing", chain, reason("execution-records-missing", { chain })),
    );
  }
  return findings;
}

/** Whether the flow has had its records written (the states of flows/operation.yaml). */
function isReported(events: HistoryEvent[]): boolean {
  return events.some(({ StepName, Type }) => /^Report(Failure)?$/.test(StepName) && Type === "TaskSucceeded");
}

const GRACE_MS = 60_000;

function found(kind: AuditFinding["kind"], chain: string, why: Reason): AuditFinding {
  return { kind, chain, position: 0, reason: why };
}

function spanOf({ days, from, to }: VerifyOptions): { from: number; to: number } {
  const end = to === undefined ? clock.now() : Date.parse(to);
  const begin = from === undefined ? end - Number(days) * DAY_MS : Date.parse(from);
  if (Number.isFinite(begin) && Number.isFinite(end) && begin < end) return { from: begin, to: end };
  throw new AlbflowError("InvalidInput", reason("audit-span-invalid"));
}

/** Seals are checked by whoever has the secret; chains by everybody. */
function keyFor({ local }: ConnectionOptions): Buffer | undefined {
  const secrets = local === true ? { ALBFLOW_SECRET: LOCAL_SECRET, ...process.env } : process.env;
  return secrets.ALBFLOW_SECRET === undefined ? undefined : secretFor(secrets, "audit");
}

function linesOf(report: {
  since: string;
  records: number;
  chains: number;
  executions: number;
  sealed: boolean;
  head: string;
  findings: AuditFinding[];
}) {
  const { since, records, chains, executions, sealed, head, findings } = report;
  const faults = findings.filter(isFault).length;
  return [
    cliSentences("audit-summary", { records, chains, since, executions, isSealed: sealed }),
    ...(head === "" ? [] : [cliSentences("audit-head", { head })]),
    ...findings.map(
      ({ kind, chain, position, reason: why }) =>
        `  ${kind.padEnd(9)} ${labelled(`${chain}/${position}`, cliMessages().message(why))}`,
    ),
    faults === 0 ? cliSentences("audit-clean") : cliSentences("audit-faults", { faults }),
  ];
}

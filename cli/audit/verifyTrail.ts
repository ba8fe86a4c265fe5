import { LOCAL_SECRET, secretFor } from "../../shared/access/secretFor.ts";
import { listedOperations } from "../../shared/api/contract.ts";
import { openAuditLog } from "../../shared/audit/auditLog.ts";
import { executionsEnded } from "../../shared/audit/executionsEnded.ts";
import { verifyAudit } from "../../shared/audit/ledger.ts";
import type { Finding } from "../../shared/audit/verifyChain.ts";
import { openCloudFlow } from "../../shared/clients/cloudFlow.ts";
import { openLogs } from "../../shared/clients/logs.ts";
import { clock } from "../../shared/clock.ts";
import { AlbflowError } from "../../shared/errors.ts";
import { flowNameOf, prefix } from "../../shared/flowDefinition.ts";
import type { Session } from "../../shared/session.ts";
import { type ConnectionOptions, withConnection } from "../connection.ts";

/** What is verified. */
export interface VerifyOptions extends ConnectionOptions {
  days: string;
  from?: string;
  to?: string;
  head?: string;
  project: string;
  logstore: string;
  json?: boolean;
}

/**
 * Reads every record of a span of time and prints what is wrong: with the chains, with the ledger, and with what CloudFlow
 * knows of executions, which nobody who writes logs can change. Gives the exit code: 1 when something was found.
 */
export async function verifyTrail(options: VerifyOptions): Promise<number> {
  return withConnection(options, ({ session }) => verifyIn(session, options));
}

async function verifyIn(session: Session, options: VerifyOptions): Promise<number> {
  const { from, to } = spanOf(options);
  const { project, logstore } = options;
  const { records, unreadable } = await openAuditLog(openLogs(session), { project, logstore }).read({ from, to });
  const flows = listedOperations().map(({ name }) => flowNameOf(prefix(), name));
  // An execution that ends now has its records in a moment.
  const ended = await executionsEnded(openCloudFlow(session), flows, {
    from,
    to: Math.min(to, clock.now() - GRACE_MS),
  });
  const key = keyFor(options);
  const known = new Set(records.map(({ chain }) => chain));
  const findings: Finding[] = [
    ...verifyAudit(records, key, options.head),
    ...unreadable.map((which) => found("changed", which, `The entry ${which} is no record any more.`)),
    ...ended
      .filter(({ name }) => !known.has(name))
      .map(({ name }) => found("missing", name, `CloudFlow knows ${name}, and none of its records is there.`)),
  ];
  const faults = findings.filter(({ kind }) => kind !== "repeated");
  const report = {
    records: records.length,
    chains: known.size,
    executions: ended.length,
    sealed: key !== undefined,
    findings,
  };
  if (options.json === true) console.log(JSON.stringify(report));
  else for (const line of linesOf(report)) console.log(line);
  return faults.length === 0 ? 0 : 1;
}

const GRACE_MS = 60_000;
const DAY_MS = 86_400_000;

function found(kind: Finding["kind"], chain: string, because: string): Finding {
  return { kind, chain, position: 0, because };
}

function spanOf({ days, from, to }: VerifyOptions): { from: number; to: number } {
  const end = to === undefined ? clock.now() : Date.parse(to);
  const begin = from === undefined ? end - Number(days) * DAY_MS : Date.parse(from);
  if (Number.isFinite(begin) && Number.isFinite(end) && begin < end) return { from: begin, to: end };
  throw new AlbflowError("InvalidInput", "--from and --to are times like 2026-11-22T00:00:00Z, --days is a number");
}

/** Seals are checked by whoever has the secret; chains by everybody. */
function keyFor({ local }: ConnectionOptions): Buffer | undefined {
  const secrets = local === true ? { ALBFLOW_SECRET: LOCAL_SECRET, ...process.env } : process.env;
  return secrets.ALBFLOW_SECRET === undefined ? undefined : secretFor(secrets, "audit");
}

function linesOf(report: {
  records: number;
  chains: number;
  executions: number;
  sealed: boolean;
  findings: Finding[];
}) {
  const { records, chains, executions, sealed, findings } = report;
  const seals = sealed ? "their seals are ours" : "seals were not checked: ALBFLOW_SECRET is not set";
  const faults = findings.filter(({ kind }) => kind !== "repeated").length;
  return [
    `${records} records in ${chains} chains, ${executions} executions; ${seals}.`,
    ...findings.map(({ kind, chain, position, because }) => `  ${kind.padEnd(9)} ${chain}/${position}: ${because}`),
    faults === 0 ? "Nothing is wrong with them." : `${faults} are wrong.`,
  ];
}

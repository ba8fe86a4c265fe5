import { type AuditRecord, isSealed } from "../../../shared/features/audit/auditRecord.ts";
import { DAY_MS, LEDGER, LEDGER_GRACE_MS } from "../../../shared/features/audit/ledger.ts";
import { AlbflowError, reasonOf } from "../../../shared/platform/errors.ts";
import { reason } from "../../../shared/platform/reasons/reason.ts";
import { type DoctorCheck, type Finding, subjectOf } from "../deploymentProbe.ts";

/** Whether the ledger of the audit trail is there and goes on, and where it stands: people compare that with what they were told. */
export const auditTrail: DoctorCheck = {
  name: "check-audit-trail",
  async run({ logProject, logstore, readAudit, auditKey, now }) {
    const subject = subjectOf("ledger", "", `${logProject}/${logstore}`);
    try {
      // The log is read up to a whole second, without it: what was written in this second counts, too.
      const records = await readAudit(now() - DAYS * DAY_MS, now() + 1_000);
      return inspect(records, auditKey, now()).map((finding) => ({ subject, ...finding }));
    } catch (error) {
      const cause = reasonOf(error);
      // Where the logstore is not there, no grant would help.
      const isMissing = error instanceof AlbflowError && error.kind === "NotFound";
      const fault = isMissing
        ? reason("logstore-missing", { project: logProject, logstore, cause })
        : reason("ledger-unreadable", { cause });
      return [{ subject, fault }];
    }
  },
};

function inspect(records: AuditRecord[], key: Buffer | undefined, now: number): Omit<Finding, "subject">[] {
  const sealed = key === undefined ? records : records.filter((record) => isSealed(record, key));
  const last = sealed.findLast(({ chain }) => chain === LEDGER);
  const boundUntil = Math.floor((now - LEDGER_GRACE_MS) / DAY_MS) * DAY_MS;
  const bound = last?.content.kind === "ledger" ? last.content.to : 0;
  const isOwed = sealed.some(({ content }) => content.kind === "closed" && content.at < boundUntil);
  const head = last === undefined ? [] : [{ note: reason("ledger-head", { hash: last.hash, until: bound }) }];
  const foreign = records.length - sealed.length;
  return [
    ...head,
    ...(bound < boundUntil && (isOwed || last !== undefined)
      ? [{ fault: last === undefined ? reason("ledger-missing") : reason("ledger-stopped") }]
      : []),
    ...(foreign > 0 ? [{ fault: reason("ledger-foreign-records", { count: foreign }) }] : []),
  ];
}

/** The ledger's records of the last days are enough to see whether it goes on. */
const DAYS = 4;

import { type AuditRecord, isSealed } from "../../../shared/audit/auditRecord.ts";
import { DAY_MS, LEDGER, LEDGER_GRACE_MS } from "../../../shared/audit/ledger.ts";
import type { Check, Finding } from "../patient.ts";
import { sentenceOf } from "../sentenceOf.ts";

/** Whether the ledger of the audit trail is there and goes on, and where it stands: people compare that with what they were told. */
export const auditTrail: Check = {
  title: "audit trail",
  async run({ logProject, logstore, readAudit, auditKey, now }) {
    const subject = `ledger of the audit trail in ${logProject}/${logstore}`;
    try {
      const records = await readAudit(now() - DAYS * DAY_MS, now());
      return examine(records, auditKey, now()).map((finding) => ({ subject, ...finding }));
    } catch (error) {
      return [{ subject, fault: sentenceOf(error), cure: "Give these keys log:GetLogStoreLogs." }];
    }
  },
};

function examine(records: AuditRecord[], key: Buffer | undefined, now: number): Omit<Finding, "subject">[] {
  const sealed = key === undefined ? records : records.filter((record) => isSealed(record, key));
  const last = sealed.findLast(({ chain }) => chain === LEDGER);
  const boundUntil = Math.floor((now - LEDGER_GRACE_MS) / DAY_MS) * DAY_MS;
  const bound = last?.content.kind === "ledger" ? last.content.to : 0;
  const isOwed = sealed.some(({ content }) => content.kind === "closed" && content.at < boundUntil);
  const head =
    last === undefined ? [] : [{ note: `Its head is ${last.hash}, until ${new Date(bound).toISOString()}.` }];
  const foreign = records.length - sealed.length;
  return [
    ...head,
    ...(bound < boundUntil && (isOwed || last !== undefined)
      ? [
          {
            fault: last === undefined ? "There is none, though executions have ended." : "It has not gone on since.",
            cure: "Look at the log of the function keepLedger. If it has run, records were removed: run `albflow audit verify`.",
          },
        ]
      : []),
    ...(foreign > 0
      ? [
          {
            fault: `${foreign} records beside it were not made by albflow.`,
            cure: "Find out who may write to this log store; `albflow audit verify` shows each record.",
          },
        ]
      : []),
  ];
}

/** The ledger's records of the last days are enough to see whether it goes on. */
const DAYS = 4;

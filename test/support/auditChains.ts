import fc from "fast-check";
import {
  type AuditedCall,
  type AuditRecord,
  append,
  close,
  newChain,
} from "../../shared/features/audit/auditRecord.ts";

export const KEY = Buffer.alloc(32, 7);
export const HOUR = 3_600_000;
export const START = Date.UTC(2026, 10, 22);

/** A call like one that an operation makes. */
export const auditedCall = (more: Partial<AuditedCall> = {}): AuditedCall => ({
  at: START + 1_000,
  action: "alb:UpdateListenerAttribute",
  resource: "lsn-1",
  who: "alice",
  why: { code: "text", params: { text: "The certificate expires in 10 days" } },
  planHash: "f00d",
  approvers: ["bob"],
  before: { Certificates: ["1-cn-hangzhou"] },
  after: { Certificates: ["2-cn-hangzhou"] },
  requestId: "REQ",
  jobId: "JOB",
  outcome: "done",
  evidence: [{ code: "value-serial", params: { serial: "0A" } }],
  ...more,
});

/** A chain of calls with its end. */
export function chainOf(
  name: string,
  calls: AuditedCall[],
  { endAt = START + HOUR / 2, key = KEY } = {},
): AuditRecord[] {
  let head = newChain(name);
  const records = calls.map((call) => {
    const next = append(head, { kind: "call", ...call }, key);
    head = next.head;
    return next.record;
  });
  return [...records, close(head, endAt, key).record];
}

/** Also codes that this version does not know: a newer or older one has written the record. */
const anyReason = fc.record({
  code: fc.stringMatching(/^[a-z][a-z0-9-]*$/),
  params: fc.dictionary(fc.string(), fc.jsonValue()),
});

/** Calls with anything in them. */
export const anyCalls = fc.array(
  fc.record({
    at: fc.nat(),
    action: fc.string(),
    resource: fc.string(),
    who: fc.string(),
    why: anyReason,
    planHash: fc.string(),
    approvers: fc.array(fc.string()),
    before: fc.jsonValue(),
    after: fc.jsonValue(),
    requestId: fc.string(),
    jobId: fc.string(),
    outcome: fc.constantFrom("done" as const, "refused" as const, "unknown" as const),
    evidence: fc.array(anyReason),
  }),
  { maxLength: 6 },
);

import { clientsSawIn } from "../../core/observed.ts";
import { explain, type MadeWrite, type ProbeResult, textIn, type Verdict } from "../../core/verdict.ts";
import { type AuditedCall, type AuditRecord, append, chainNameOf, close, newChain } from "./auditRecord.ts";

/**
 * The whole chain of an execution, out of the verdict that it has ended with: every write, and the end. Pure: made again of
 * the same verdict at the same time (ms since 1970) it is the same. `flow` is the name of its flow, `key` is
 * `secretFor(…, "audit")`.
 */
export function trailOf(verdict: Verdict, flow: string, at: number, key: Buffer): AuditRecord[] {
  const { execution, writes, state, seen, stopped } = verdict;
  const sentences = seen.map(describeProbe);
  const records: AuditRecord[] = [];
  let head = newChain(chainNameOf(flow, execution));
  for (const [position, write] of writes.entries()) {
    const evidence = position === writes.length - 1 && write.outcome === "done" ? sentences : write.evidence;
    const next = append(head, { kind: "call", ...callOf(verdict, write), evidence }, key);
    records.push(next.record);
    head = next.head;
  }
  const clientsSaw = clientsSawIn(verdict);
  const end = {
    state,
    message: explain(verdict),
    seen: sentences,
    ...(clientsSaw === "" ? {} : { clientsSaw }),
    ...(stopped === undefined ? {} : { stopped }),
  };
  return [...records, close(head, at, key, end).record];
}

function callOf(
  { execution, operation, input, plan, cause, approvedBy, stopped }: Verdict,
  write: MadeWrite,
): AuditedCall {
  const { at, action, resource, changes, requestId, jobId, outcome, back, evidence } = write;
  const side = (of: "before" | "after") => Object.fromEntries(changes.map((change) => [change.field, change[of]]));
  return {
    at,
    action,
    resource,
    // What a timer or a rule has started says so by its name.
    who: (back && stopped?.by) || textIn(input, "requestedBy") || execution,
    why: back ? `${operation} is taken back: ${cause}` : `${operation}: ${plan?.effect ?? ""}`,
    planHash: plan?.hash ?? "",
    approvers: approvedBy,
    before: side("before"),
    after: side("after"),
    requestId,
    jobId,
    outcome,
    evidence,
  };
}

function describeProbe({ probe, found, problem, inconclusive }: ProbeResult): string {
  if (inconclusive !== "") return `${probe}: not verified, because ${inconclusive}`;
  return problem === "" ? `${probe}: ${found}` : `${probe}: ${problem}`;
}

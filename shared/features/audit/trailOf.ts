import { clientsSawIn } from "../../core/observed.ts";
import { type MadeWrite, type ProbeResult, textIn, type Verdict } from "../../core/verdict.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { type AuditedCall, type AuditRecord, append, chainNameOf, close, newChain } from "./auditRecord.ts";

/**
 * The whole chain of an execution, out of the verdict that it has ended with: every write, and the end. Pure: made again of
 * the same verdict at the same time (ms since 1970) it is the same. `flow` is the name of its flow, `key` is
 * `secretFor(…, "audit")`.
 */
export function trailOf(verdict: Verdict, flow: string, at: number, key: Buffer): AuditRecord[] {
  const { execution, writes, state, seen, stopped } = verdict;
  const evidence = seen.map(evidenceOf);
  const records: AuditRecord[] = [];
  let head = newChain(chainNameOf(flow, execution));
  for (const [position, write] of writes.entries()) {
    const seenAfter = position === writes.length - 1 && write.outcome === "done" ? evidence : write.evidence;
    const next = append(head, { kind: "call", ...callOf(verdict, write), evidence: seenAfter }, key);
    records.push(next.record);
    head = next.head;
  }
  const { reason: why, cause } = verdict;
  const clientsSaw = clientsSawIn(verdict);
  const end = {
    state,
    reason: why,
    cause,
    seen: evidence,
    ...(clientsSaw === null ? {} : { clientsSaw }),
    ...(stopped === undefined ? {} : { stopped }),
  };
  return [...records, close(head, at, key, end).record];
}

function callOf(
  { execution, operation, input, place, plan, cause, approvedBy, stopped }: Verdict,
  write: MadeWrite,
): AuditedCall {
  const { at, action, resource, changes, requestId, jobId, outcome, back, evidence } = write;
  const side = (of: "before" | "after") => Object.fromEntries(changes.map((change) => [change.field, change[of]]));
  return {
    at,
    action,
    resource,
    ...(place === undefined ? {} : { place }),
    // What a timer or a rule has started says so by its name.
    who: (back && stopped?.by) || textIn(input, "requestedBy") || execution,
    why:
      back && cause !== null
        ? reason("rolling-back", { operation, cause })
        : reason("carrying-out", { operation, effect: plan?.effect ?? [] }),
    ...saidIn(input),
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

function saidIn(input: Verdict["input"]): Pick<AuditedCall, "said"> {
  const said = { reason: textIn(input, "reason"), ticket: textIn(input, "ticket") };
  return said.reason === "" && said.ticket === "" ? {} : { said };
}

/** What a probe has seen, in short: its result, and what it was. */
function evidenceOf({ probe, found, problem, inconclusive }: ProbeResult): Reason {
  if (inconclusive !== null) return reason("probe-inconclusive", { probe: probe, cause: inconclusive });
  if (problem !== null) return reason("probe-mismatch", { probe: probe, problem });
  return reason("probe-matches", { probe: probe, found: found ?? reason("value-nothing") });
}

import { isUnknown } from "../../core/certificates/certificate.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import type { Binding, Fleet, Found, ListedRow } from "./fleet.ts";
import { type MaintenanceWindow, mayBegin, windowState } from "./maintenanceWindow.ts";
import type { RenewalCandidate } from "./renewalDecision.ts";
import { rowOf, type StuckRow } from "./report.ts";
import { stuckRow } from "./reportDecisions.ts";
import { type TimingRules, timingOf } from "./timing.ts";

/** So long before a window closes none is begun any more. */
const ROTATION_MS = 5 * 60_000;

/** What is due, and rows for what nobody could look for a successor of. */
export async function dueOf(
  fleet: Fleet,
  region: string,
  bindings: Binding[],
  rows: ListedRow[],
  rules: { share: number; windows: MaintenanceWindow[] },
  now: number,
): Promise<{ due: RenewalCandidate[]; unsought: StuckRow[] }> {
  if (bindings.length === 0) return { due: [], unsought: [] };
  const timingRules = timingRulesOf(rules, now);
  const successors = new Map<string, Found | AlbflowError>();
  const due: RenewalCandidate[] = [];
  const unsought: StuckRow[] = [];
  const rowOfListener = new Map<string, ListedRow>();
  for (const row of rows) rowOfListener.set(row.id, row);
  for (const { listenerId, isDefault, certificate } of bindings) {
    if (isUnknown(certificate)) continue;
    const asked = fleet.suggested(region, certificate);
    const suggested = asked === undefined ? undefined : await orNothing(asked);
    const timing = timingOf(certificate, timingRules, suggested);
    if (!timing.due) continue;
    const row = rowOfListener.get(listenerId);
    const policyId = row?.policyId ?? "";
    const asking = `${certificate.id} ${policyId}`;
    const successor = successors.get(asking) ?? (await orError(fleet.successor(region, certificate, policyId)));
    successors.set(asking, successor);
    const companions =
      row?.protocol === "QUIC" ? await orError(fleet.companions(region, row.loadBalancerId)) : undefined;
    const error = [successor, companions].find((one) => one instanceof AlbflowError);
    if (error instanceof AlbflowError || successor instanceof AlbflowError || companions instanceof AlbflowError) {
      const why = error instanceof AlbflowError ? reason("successors-unreadable", { cause: error.reason }) : null;
      unsought.push({
        ...stuckRow(rowOf({ region, listenerId, certificate }, now, { reason: why }), false),
        isUnavailable: true,
      });
      continue;
    }
    const { obstacle = null, state = "", elsewhere } = row ?? {};
    const of = {
      ...(companions === undefined ? {} : { companions }),
      ...(elsewhere === undefined ? {} : { elsewhere }),
    };
    due.push({ listenerId, isDefault, certificate, timing, successor, obstacle, state, ...of });
  }
  return { due, unsought };
}

/** What decides now whether something is due and may be begun. */
export function timingRulesOf(
  { share, windows }: { share: number; windows: MaintenanceWindow[] },
  now: number,
): TimingRules {
  return { now, share, window: { ...windowState(windows, now), isOpen: mayBegin(windows, now, ROTATION_MS) } };
}

/** One for which nothing can be looked up costs itself. */
async function orError<Answer>(asked: Promise<Answer>): Promise<Answer | AlbflowError> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AlbflowError) return error;
    throw error;
  }
}

/** What cannot be asked, or names no issuer's key, is left to the certificate's lifetime. */
async function orNothing<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AlbflowError) return undefined;
    throw error;
  }
}

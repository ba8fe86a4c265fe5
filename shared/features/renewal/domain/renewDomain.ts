import type { Certificate } from "../../../core/certificates/certificate.ts";
import { AlbflowError } from "../../../platform/errors.ts";
import { type Reason, reason } from "../../../platform/reasons/reason.ts";
import { poll } from "../../../platform/retry.ts";
import type { RenewalRules } from "../advanceRound.ts";
import { openAttemptIndex } from "../attemptIndex.ts";
import { signedInput } from "../attempts.ts";
import { decideOrder } from "../decideOrder.ts";
import { dueOf, timingRulesOf } from "../dueOf.ts";
import type { Fleet, Found } from "../fleet.ts";
import type { RenewalCandidate, RenewalDecision } from "../renewalDecision.ts";
import { type RenewalReport, rowOf, withRows } from "../report.ts";
import { reportDecisions, stuckRow, unavailableRow } from "../reportDecisions.ts";
import { timingOf } from "../timing.ts";
import type { BoundDomain, DomainState } from "./openDomain.ts";

/**
 * Renews the certificate of the pages' own domain as those of listeners are: by the same dates, windows and rules for what may
 * follow; it is verified by a handshake, and taken back when that shows anything else. Gives the report with what is to be said
 * of it. What goes wrong costs the domain alone, and is said (docs/decisions/the-domain-remembers.md).
 */
export async function renewDomain(
  fleet: Fleet,
  domain: BoundDomain,
  report: RenewalReport,
  rules: RenewalRules,
  now: () => number,
): Promise<RenewalReport> {
  const region = fleet.home ?? "";
  try {
    return await renewed({ fleet, domain, region, rules, now, startedAt: report.startedAt }, report);
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
    return withRows(report, "notRenewable", [
      unavailableRow(region, { listenerId: domain.name, reason: error.reason }),
    ]);
  }
}

interface Renewal {
  fleet: Fleet;
  domain: BoundDomain;
  region: string;
  rules: RenewalRules;
  now: () => number;
  /** Of the round: the same for all that it asks about what was tried. */
  startedAt: number;
}

async function renewed(renewal: Renewal, report: RenewalReport): Promise<RenewalReport> {
  const { fleet, domain, region, rules, now } = renewal;
  const state = await domain.read();
  const { certificate, isKept, named, changedAt } = state;
  const listenerId = domain.name;
  if (named?.insteadOf !== undefined && now() - changedAt < CUT_OFF_MS) {
    // An earlier try of this step was cut off before it had seen what is served.
    const refused = await settle(renewal, named.id, named.insteadOf);
    return withOutcome(renewal, report, { from: certificate, successorId: certificate.id, refused });
  }
  if (!isKept) {
    if (!timingOf(certificate, timingRulesOf(rules, now())).due) return report;
    const why = reason("domain-certificate-unknown", { domain: domain.name });
    const row = rowOf({ region, listenerId, certificate }, now(), { reason: why });
    return withRows({ ...report, due: report.due + 1 }, "notRenewable", [stuckRow(row, true)]);
  }
  const bindings = [{ listenerId, isDefault: true, certificate }];
  const { due, unsought } = await dueOf(fleet, region, bindings, [], rules, now());
  const [candidate] = due;
  if (candidate === undefined) return withRows(report, "notRenewable", unsought);
  const decision = await decide(renewal, candidate, state);
  return "refused" in decision
    ? withOutcome(renewal, report, { from: certificate, ...decision })
    : reportDecisions(report, region, [{ candidate, decision }], { isAgain: false, now: now(), rules });
}

/** A certificate was put on the domain; `refused` says why it was taken back. */
interface Replaced {
  successorId: string;
  refused: Reason | undefined;
}

async function decide(
  renewal: Renewal,
  candidate: RenewalCandidate,
  { named }: DomainState,
): Promise<RenewalDecision | Replaced> {
  const { domain } = renewal;
  const { certificate, timing, successor } = candidate;
  if (!timing.mayAct) return { kind: "window", opensAt: timing.opensAt };
  if ("none" in successor) return order(renewal, candidate, successor.none);
  const successorId = bestOf(successor, named?.notInFavourOf);
  if (successorId === undefined) {
    return held(reason("domain-refused-before", { domain: domain.name, successorId: successor.id }));
  }
  // What cannot be seen before could not be verified after.
  const objection = objectionTo(await domain.served(), certificate.serial, domain.name);
  if (objection !== undefined) return held(objection);
  await domain.put({ id: successorId, insteadOf: certificate.id });
  return { successorId, refused: await settle(renewal, successorId, certificate.id) };
}

function bestOf({ id, others = [] }: Extract<Found, { id: string }>, refused: string | undefined): string | undefined {
  return [id, ...others].find((one) => one !== refused);
}

async function order(
  { fleet, region, rules, now, startedAt }: Renewal,
  candidate: RenewalCandidate,
  none: Reason,
): Promise<RenewalDecision> {
  const limits = { ...rules, mayOrder: fleet.mayOrder, elsewhere: 0 };
  const attempts = fleet.mayOrder ? await fleet.attempts(region, startedAt - DAY_MS, [candidate]) : [];
  const decision = decideOrder(candidate, none, openAttemptIndex(attempts, limits, now()), limits, now());
  if (decision.kind === "order" && decision.isNew) {
    const input = { certificateId: candidate.certificate.id };
    await fleet.order(decision.name, signedInput(rules.key, "order", decision.name, input, ""));
  }
  return decision;
}

/** Waits until the domain is served with what was put there, and takes it back when it is not. Gives why, then. */
async function settle({ domain, now }: Renewal, successorId: string, from: string): Promise<Reason | undefined> {
  const objection = await objectionAfter(domain, now);
  if (objection === undefined) return undefined;
  await domain.put({ id: from, notInFavourOf: successorId });
  const about = { domain: domain.name, successorId, cause: objection };
  const isRestored = (await objectionAfter(domain, now)) === undefined;
  return reason(isRestored ? "domain-rolled-back" : "domain-not-restored", about);
}

async function objectionAfter(domain: BoundDomain, now: () => number): Promise<Reason | undefined> {
  const { certificate } = await domain.read();
  return poll(
    async () => objectionTo(await domain.served(), certificate.serial, domain.name),
    (objection) => objection === undefined,
    { name: domain.name, firstMs: 500, longestMs: 4_000, until: now() + SERVED_WITHIN_MS },
  );
}

function objectionTo(
  seen: Awaited<ReturnType<BoundDomain["served"]>>,
  serial: string,
  domain: string,
): Reason | undefined {
  if ("unseen" in seen) return reason("domain-unseen", { domain, cause: seen.unseen });
  return seen.serial === serial ? undefined : reason("domain-serves-other", { domain, serial: seen.serial });
}

function held(why: Reason): RenewalDecision {
  return { kind: "held", reason: why, name: "", isFinal: true, failures: 1 };
}

function withOutcome(
  { domain, region, now }: Renewal,
  report: RenewalReport,
  { from, successorId, refused }: Replaced & { from: Certificate },
): RenewalReport {
  const counted = { ...report, due: report.due + 1 };
  const row = rowOf({ region, listenerId: domain.name, certificate: from }, now(), { reason: refused ?? null });
  if (refused !== undefined) return withRows(counted, "held", [stuckRow(row, true)]);
  return withRows(counted, "rotations", [{ ...row, successorId, isCanary: false, outcome: "succeeded" }]);
}

/** How long Function Compute may take until it serves what it was given; no document says. */
const SERVED_WITHIN_MS = 60_000;
/** The flow repeats a step within this time; the next round comes later. */
const CUT_OFF_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

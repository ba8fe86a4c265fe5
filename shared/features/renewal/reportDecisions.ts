import { caWarning } from "../../core/certificates/clientCas.ts";
import { readRegionName } from "../../platform/place.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { reasonIn } from "../../platform/reasons/reasonText.ts";
import { shortReason } from "../../platform/reasons/shortReason.ts";
import type { Decided } from "./decideAll.ts";
import type { Binding, Bound, Unavailable } from "./fleet.ts";
import type { RenewalCandidate } from "./renewalDecision.ts";
import {
  type OrderRow,
  type RenewalReport,
  type RotationRow,
  type Row,
  rowOf,
  type StuckRow,
  withRows,
} from "./report.ts";
import { alarmAt } from "./timing.ts";

/** What is to be said about decisions. */
export function reportDecisions(
  before: RenewalReport,
  region: string,
  decided: Decided[],
  { isAgain, now, rules }: { isAgain: boolean; now: number; rules: { share: number } },
): RenewalReport {
  const rotations: RotationRow[] = [];
  const orders: OrderRow[] = [];
  const held: RenewalReport["held"] = [];
  const stuck: RenewalReport["notRenewable"] = [];
  const elsewhere: RenewalReport["renewedElsewhere"] = [];
  let { waiting } = before;
  for (const { candidate, decision } of decided) {
    const row = (why: Reason | null, execution = "") =>
      rowOf({ region, ...candidate }, now, { reason: why, execution });
    switch (decision.kind) {
      case "rotate": {
        const { name, successorId, isCanary, forced } = decision;
        rotations.push({ successorId, isCanary, outcome: "running", ...row(forced, name) });
        break;
      }
      case "order":
        if (decision.isNew) orders.push({ outcome: "running", ...row(null, decision.name) });
        break;
      case "window":
        if (!isAgain) waiting = { count: waiting.count + 1, opensAt: decision.opensAt };
        break;
      case "held":
        held.push(
          stuckRow(
            row(decision.reason, decision.name),
            decision.isFinal || decision.failures >= AGAIN_AND_AGAIN || isAlarming(candidate, rules, now),
          ),
        );
        break;
      case "stuck":
        stuck.push(stuckRow(row(decision.reason), true));
        break;
      case "elsewhere":
        elsewhere.push(stuckRow(row(decision.reason), isAlarming(candidate, rules, now)));
        break;
      case "later":
        break;
    }
  }
  const due = before.due + (isAgain ? 0 : decided.length);
  const report = withRows(withRows({ ...before, waiting, due }, "rotations", rotations), "orders", orders);
  const complaints = withRows(withRows(report, "held", held), "notRenewable", stuck);
  return withRows(complaints, "renewedElsewhere", elsewhere);
}

/** So many attempts that came to nothing are told to people, however much time is left. */
const AGAIN_AND_AGAIN = 2;

export function isAlarming(
  { certificate, timing }: RenewalCandidate,
  { share }: { share: number },
  now: number,
): boolean {
  return timing.isUrgent || now >= alarmAt(certificate, share);
}

/** What is new is known in the end. */
export function stuckRow(row: Row, needsPeople: boolean): StuckRow {
  return { needsPeople, isNew: false, ...row };
}

/** What is to be said of a certificate of which nothing is known. */
export function unknownRow(region: string, { listenerId, certificate }: Binding, now: number): StuckRow {
  const { unavailable } = certificate;
  const row = rowOf({ region, listenerId, certificate }, now, {
    reason:
      unavailable === undefined
        ? reason("certificate-lost")
        : reason("certificate-unreadable", { certificateId: certificate.id, cause: reasonIn(unavailable) }),
  });
  return unavailable === undefined ? stuckRow(row, true) : { ...stuckRow(row, false), isUnavailable: true };
}

/** A CA of clients that ends soon: nobody but people can replace it, and its clients need time. */
export function clientCaRow(
  region: string,
  { listenerId, ca }: NonNullable<Bound["clientCas"]>[number],
  now: number,
): StuckRow[] {
  const { id: certificateId, name, daysLeft } = ca;
  if (daysLeft === null || daysLeft > CA_ALARM_DAYS) return [];
  const [reason = null] = caWarning(ca, now);
  const row = { ...readRegionName(region), listenerId, certificateId, names: [name], daysLeft, reason, execution: "" };
  return [stuckRow(row, true)];
}

/** The first of the days on which people are reminded. */
const CA_ALARM_DAYS = 30;

export function unavailableRow(region: string, { listenerId, reason: cause }: Unavailable): StuckRow {
  const row = { ...readRegionName(region), listenerId, certificateId: "", names: [], daysLeft: 0, execution: "" };
  return {
    ...stuckRow({ ...row, reason: shortReason(reason("certificates-unreadable", { cause }), 500) }, false),
    isUnavailable: true,
  };
}

import { numericId } from "../../core/certificates/certificate.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { type AttemptIndex, ORDERS_COUNT_MS } from "./attemptIndex.ts";
import { orderName, slotOf } from "./attempts.ts";
import type { Limits, RenewalCandidate, RenewalDecision } from "./renewalDecision.ts";
import { isShortLived } from "./timing.ts";

/** What is done about a certificate that nothing in CAS follows, for this reason. */
export function decideOrder(
  { certificate, timing }: RenewalCandidate,
  none: Reason,
  attemptIndex: AttemptIndex,
  { mayOrder, key }: Limits,
  now: number,
): RenewalDecision {
  if (!mayOrder) return { kind: "stuck", reason: none };
  const number = numericId(certificate.id);
  const mine = attemptIndex.runningOrders.find((one) => one.certificate === number);
  if (mine !== undefined) return { kind: "order", name: mine.name, isNew: false };
  // Asking once more harms nobody, while a rotation that fails does.
  const slot = slotOf(certificate, now, timing.isUrgent || isShortLived(certificate));
  const name = orderName(key, certificate.id, slot.start);
  const same = attemptIndex.byName.get(name);
  if (same?.status === "failed") {
    const failures = attemptIndex.failedOrders.get(number) ?? 1;
    const reported = reason("order-failed", { none, failures, again: slot.end });
    return { kind: "held", reason: reported, name, isFinal: false, failures };
  }
  const done = attemptIndex.doneOrders.get(number);
  if (done !== undefined && done.startedAt > now - ORDERS_COUNT_MS) {
    const isFresh = now - done.stoppedAt < LISTED_MS;
    return isFresh
      ? { kind: "later", reason: reason("successor-just-ordered"), name: done.name }
      : { kind: "stuck", reason: reason("order-without-successor", { none, execution: done.name }) };
  }
  const running = attemptIndex.runningOrders.length;
  if (running >= ORDERS_AT_ONCE) return { kind: "later", reason: reason("orders-running", { count: running }), name };
  return { kind: "order", name, isNew: true };
}

/** CAS may take a moment to list what it was given. */
const LISTED_MS = 10 * 60_000;
/** Certificate authorities count orders by the hour. */
const ORDERS_AT_ONCE = 10;

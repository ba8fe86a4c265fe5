import { numericId } from "../../core/certificates/certificate.ts";
import { orderName, slotOf } from "./attempts.ts";
import type { Candidate, Course, Limits } from "./course.ts";
import { type Ledger, ORDERS_COUNT_MS } from "./ledger.ts";
import { isShortLived, minuteOf } from "./timing.ts";

/** What is done about a certificate that nothing in CAS follows, for this reason. */
export function orderCourse(
  { certificate, timing }: Candidate,
  because: string,
  ledger: Ledger,
  { mayOrder, key }: Limits,
  now: number,
): Course {
  if (!mayOrder) return { kind: "stuck", because };
  const number = numericId(certificate.id);
  const mine = ledger.runningOrders.find((one) => one.certificate === number);
  if (mine !== undefined) return { kind: "order", name: mine.name, isNew: false };
  // Asking once more harms nobody, while a rotation that fails does.
  const slot = slotOf(certificate, now, timing.isUrgent || isShortLived(certificate));
  const name = orderName(key, certificate.id, slot.start);
  const same = ledger.byName.get(name);
  if (same?.status === "failed") {
    const again = `it is tried again from ${minuteOf(slot.end)}`;
    const failures = ledger.failedOrders.get(number) ?? 1;
    const times = failures === 1 ? "" : ` ${failures} times`;
    const told = `${because}, and ordering one has failed${times}; ${again}`;
    return { kind: "held", because: told, name, isFinal: false, failures };
  }
  const done = ledger.doneOrders.get(number);
  if (done !== undefined && done.startedAt > now - ORDERS_COUNT_MS) {
    const isFresh = now - done.stoppedAt < LISTED_MS;
    return isFresh
      ? { kind: "later", because: "its successor has just been ordered", name: done.name }
      : { kind: "stuck", because: `${because}, although one was ordered by ${done.name}` };
  }
  const running = ledger.runningOrders.length;
  if (running >= ORDERS_AT_ONCE) return { kind: "later", because: `${running} orders are running`, name };
  return { kind: "order", name, isNew: true };
}

/** CAS may take a moment to list what it was given. */
const LISTED_MS = 10 * 60_000;
/** Certificate authorities count orders by the hour. */
const ORDERS_AT_ONCE = 10;

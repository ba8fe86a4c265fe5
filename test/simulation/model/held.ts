import type { Certificate } from "../../../shared/core/certificates/certificate.ts";
import { dueAt } from "../../../shared/features/renewal/timing.ts";
import { byTheHour } from "./byTheHour.ts";
import type { Subject } from "./subject.ts";

/** A certificate on a listener; another one after a rotation. */
export interface Held {
  /** From when on it is worth telling of it: nothing is done about it before. */
  nearAt: number;
  subject: Subject;
  listenerId: string;
  isDefault: boolean;
  certificate: Certificate;
  /** Until when it waits for a window or for what follows it, where that is known. */
  waitsUntil: number;
}

/**
 * When a certificate is due at the earliest. Where its server may say something (`suggested`), that is three fifths of its
 * lifetime; else renewal's own function says when.
 */
export function nearDue({ source }: Subject, certificate: Certificate, share: number): number {
  const { notBefore, notAfter } = certificate;
  return source === "acme" ? notBefore + (notAfter - notBefore) * 0.6 : dueAt(certificate, share);
}

/** What is due soon in a region. */
interface NearOnes {
  /** In the order in which listeners hold it. */
  all: Held[];
  /** Until when all that are due wait, as far as is known; 0 where it is not. */
  quietUntil: number;
  /** How many are due until then. */
  due: number;
}

/**
 * What is due soon, by region. Each is looked at when its hour comes, so that a page costs what is due on it, and not what it
 * holds.
 */
export interface NearDue {
  in(region: string, now: number): NearOnes;
  /** Another certificate is held there now. */
  moved(held: Held): void;
  /** Something else follows what is held there now. */
  changed(held: Held): void;
}

export function nearDueOnes(all: Held[]): NearDue {
  const order = new Map(all.map((held, index) => [held, index]));
  const later = byTheHour<Held>();
  const soon = new Map<string, NearOnes>();
  for (const held of all) later.put(held.nearAt, held);
  const onesIn = (region: string): NearOnes => {
    const known = soon.get(region);
    if (known !== undefined) return known;
    const none = { all: [], quietUntil: 0, due: 0 };
    soon.set(region, none);
    return none;
  };
  return {
    in(region, now) {
      for (const held of later.upTo(now - (now % HOUR_MS) + HOUR_MS)) {
        const ones = onesIn(held.subject.region);
        const mine = order.get(held) ?? 0;
        const before = ones.all.findLastIndex((other) => (order.get(other) ?? 0) <= mine);
        ones.all.splice(before + 1, 0, held);
        ones.quietUntil = 0;
      }
      return onesIn(region);
    },
    moved(held) {
      const ones = onesIn(held.subject.region);
      ones.all = ones.all.filter((one) => one !== held);
      ones.quietUntil = 0;
      later.put(held.nearAt, held);
    },
    changed(held) {
      onesIn(held.subject.region).quietUntil = 0;
    },
  };
}

const HOUR_MS = 3_600_000;

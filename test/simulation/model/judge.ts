import type { Certificate } from "../../../shared/core/certificates/certificate.ts";
import type { Held } from "./held.ts";
import type { Rotation } from "./modelState.ts";
import { hasCalm, type Outage, type Outages } from "./outages.ts";
import type { Subject } from "./subject.ts";
import type { WindowCalendar } from "./windowCalendar.ts";

/** What came of it, by rules that are written down here once more: nothing of renewal's own is asked. */
export interface Judgement {
  rotations: number;
  /** Certificates that expired on a listener although there were three calm hours to replace them in. */
  avoidableExpiries: number;
  /** Those for which nothing came in time, or nothing worked. */
  unavoidableExpiries: number;
  /** Rotations outside of the windows although one opens before the reserve begins. */
  outOfWindow: number;
  /** Rotations outside of the windows because none opens in time. */
  forced: number;
  /** Starts while the same successor's first rotation was still under way, and none had succeeded. */
  withoutCanary: number;
  /** Starts on a listener that was worked on, or beside three others of the region. */
  crowded: number;
  /** Starts without need although three rotations, and more than a fifth of all, had failed within six hours. */
  overBudget: number;
}

/** Watches what happens. */
interface Judge {
  judgement: Judgement;
  started(rotation: Rotation): void;
  ended(rotation: Rotation, how: "succeeded" | "failed" | "refused", at: number): void;
  /** Looks for what has expired. Called once an hour. */
  probe(held: readonly Held[], now: number): void;
}

/**
 * Whether anything at all could rotate a name's certificates on a listener: one that is stopped, protected, refused, or
 * QUIC without an HTTPS listener that holds the same cannot be, nor a certificate that nobody may read. Everything else
 * must not expire, whatever stands beside it.
 */
type IsAble = (listenerId: string, subject: Subject) => boolean;

export function createJudge(
  calendar: WindowCalendar,
  outages: Outages,
  isAble: IsAble = () => true,
  complain: (complaint: string) => void = () => {},
): Judge {
  const judgement: Judgement = {
    rotations: 0,
    avoidableExpiries: 0,
    unavoidableExpiries: 0,
    outOfWindow: 0,
    forced: 0,
    withoutCanary: 0,
    crowded: 0,
    overBudget: 0,
  };
  const running = new Map<string, Rotation[]>();
  const ended = new Map<string, { at: number; succeeded: boolean }[]>();
  const proven = new Set<string>();
  const expired = new Set<string>();
  /** How it went with what listeners hold still. */
  const tries = new Map<string, string[]>();

  const isBudgetUsedUp = (region: string, now: number) => {
    const recent = (ended.get(region) ?? []).filter(({ at }) => at > now - 6 * HOUR_MS);
    ended.set(region, recent);
    const failed = recent.filter(({ succeeded }) => !succeeded).length;
    return failed >= 3 && failed / recent.length > 0.2;
  };

  return {
    judgement,
    started(rotation) {
      const { region, listenerId, certificate, at } = rotation;
      const here = running.get(region) ?? [];
      const reserveBegins = certificate.notAfter - reserve(certificate);
      judgement.rotations += 1;
      if (!calendar.isOpen(at)) {
        if (calendar.opensBetween(at, reserveBegins)) judgement.outOfWindow += 1;
        else judgement.forced += 1;
      }
      if (here.some((other) => pairOf(other) === pairOf(rotation)) && !proven.has(pairOf(rotation))) {
        judgement.withoutCanary += 1;
      }
      if (here.length >= 3 || here.some((other) => other.listenerId === listenerId)) judgement.crowded += 1;
      if (at < reserveBegins && isBudgetUsedUp(region, at)) judgement.overBudget += 1;
      running.set(region, [...here, rotation]);
    },
    ended(rotation, how, at) {
      const { region } = rotation;
      const others = (running.get(region) ?? []).filter((one) => one !== rotation);
      running.set(region, others);
      const succeeded = how === "succeeded";
      const binding = `${rotation.listenerId} ${rotation.certificate.id}`;
      if (succeeded) tries.delete(binding);
      else tries.set(binding, [...(tries.get(binding) ?? []), `${timeText(rotation.at)} ${how}`]);
      // What was refused has changed nothing.
      if (how !== "refused") ended.set(region, [...(ended.get(region) ?? []), { at, succeeded }]);
      // On a single listener nothing comes after the first.
      if (succeeded && rotation.subject.listenerIds.length > 1) proven.add(pairOf(rotation));
    },
    probe(held, now) {
      for (const { subject, listenerId, certificate } of held) {
        if (certificate.notAfter > now) continue;
        const key = `${listenerId} ${certificate.id}`;
        if (expired.has(key)) continue;
        expired.add(key);
        if (isAble(listenerId, subject) && wasAvoidable(subject, certificate, outages)) {
          judgement.avoidableExpiries += 1;
          const tried = tries.get(`${listenerId} ${certificate.id}`) ?? [];
          complain(`${expiryOf(subject, listenerId, certificate, outages)}; rotations: ${tried.join(", ") || "none"}`);
        } else judgement.unavoidableExpiries += 1;
      }
    },
  };
}

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/** Half of the last third of its lifetime, a week at most, is kept for what goes wrong: no window is waited for in it. */
function reserve({ notBefore, notAfter }: Certificate): number {
  return Math.min((notAfter - notBefore) / 6, WEEK_MS);
}

function pairOf({ certificate, successorId }: Rotation): string {
  return `${certificate.id} ${successorId}`;
}

/** Whether anything could have been done within the last third of its lifetime. */
function wasAvoidable(subject: Subject, certificate: Certificate, outages: Outages): boolean {
  const { notBefore, notAfter } = certificate;
  const available = availableFor(subject, certificate);
  if (available === undefined) return false;
  const span = { start: Math.max(available, notAfter - (notAfter - notBefore) / 3), end: notAfter };
  return hasCalm(inTheWayOf(subject, outages), span, 3);
}

/** From when on something could follow a certificate; undefined while nothing does. */
function availableFor(subject: Subject, { notBefore, notAfter }: Certificate): number | undefined {
  if (subject.source === "acme") return notBefore;
  return subject.certificates.find((one) => one.notAfter > notAfter)?.availableAt;
}

function inTheWayOf(subject: Subject, outages: Outages): Outage[] {
  const ofServers = subject.source === "acme" ? outages.acme : [];
  return [...(outages.cloud[subject.region] ?? []), ...outages.functions, ...ofServers];
}

/** What whoever looks for the cause of an expiry needs: whose it is, from when on it could be replaced, and what was down. */
function expiryOf(subject: Subject, listenerId: string, certificate: Certificate, outages: Outages): string {
  const { hostname, region, source, listenerIds } = subject;
  const { id, notBefore, notAfter } = certificate;
  const successor = availableFor(subject, certificate);
  const down = inTheWayOf(subject, outages)
    .filter(({ start, end }) => end > notAfter - (notAfter - notBefore) / 3 && start < notAfter)
    .map(({ start, end }) => `${timeText(start)} to ${timeText(end)}`);
  return [
    `${hostname} in ${region} expired on ${listenerId} (of ${listenerIds.join(", ")}), source ${source}`,
    `certificate ${id} from ${timeText(notBefore)} to ${timeText(notAfter)}`,
    `its successor could be had from ${successor === undefined ? "never" : timeText(successor)} on`,
    `outages: ${down.length === 0 ? "none" : down.join(", ")}`,
  ].join("; ");
}

function timeText(at: number): string {
  return new Date(at).toISOString().slice(0, 16);
}

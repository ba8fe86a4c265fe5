import type { Certificate } from "../../../shared/core/certificates/certificate.ts";
import { AlbflowError } from "../../../shared/platform/errors.ts";
import { reason } from "../../../shared/platform/reasons/reason.ts";
import { type ByTheHour, byTheHour } from "./byTheHour.ts";
import { type CallCounter, callCounter } from "./callCounter.ts";
import { type Held, type NearDue, nearDue, nearDueOnes } from "./held.ts";
import { type HomeAction, homeCounters } from "./homeCalls.ts";
import type { Obstacle } from "./obstacles.ts";
import { type Outage, type Outages, outageAt } from "./outages.ts";
import { latest, type Subject, uploadAfter } from "./subject.ts";

/** What the model is made with. */
export interface ModelOptions {
  subjects: Subject[];
  regions: string[];
  /** What listeners are like; `none` unless given. */
  obstacles?: ReadonlyMap<string, Obstacle>;
  startAt: number;
  random: () => number;
  outages: Outages;
  /** Shares of rotations and orders that fail for no reason. */
  failures: { rotation: number; order: number };
  share: number;
  /** The number of a subject's next certificate. */
  nextNumber(subject: Subject): number;
  /** Whether certificates can be ordered. */
  mayOrder: boolean;
  /** How fast a round lists listeners' certificates: `createPacer` as shared/features/renewal/cloudFleet.ts uses it. */
  pace: { burst: number; perSecond: number };
  /** The region of home, where there are others; executions are there. */
  home?: string;
  /** What a step of a round takes beside what the pace costs. */
  stepMs: number;
  /**
   * Until when renewal itself says that a certificate waits for a window. Where this is given, those of other accounts that wait,
   * and those that nothing follows yet, are handed to renewal within one hour of each day only: it would tell of them and do
   * nothing else.
   */
  waitsUntil?: (certificate: Certificate, now: number) => number;
  started(rotation: Rotation): void;
  ended(rotation: Rotation, how: "succeeded" | "failed" | "refused", at: number): void;
}

/** A rotation that was started. */
export interface Rotation {
  region: string;
  subject: Subject;
  listenerId: string;
  /** What the listener held. */
  certificate: Certificate;
  successorId: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** Plain data that moves when time does. */
export interface ModelState {
  options: ModelOptions;
  /** Milliseconds since 1970. */
  now: number;
  calls: CallCounter;
  home: Record<HomeAction, CallCounter>;
  byListener: Map<string, Held[]>;
  near: NearDue;
  /** By the hour: what ends in it, and whose next certificate is put there in it. */
  ends: ByTheHour<Held>;
  uploads: ByTheHour<Subject>;
  /** Whose a certificate is, by its id. */
  subjectOf: Map<string, Subject>;
}

export function createModelState(options: ModelOptions): ModelState {
  const { subjects, share } = options;
  const byListener = new Map<string, Held[]>();
  const subjectOf = new Map<string, Subject>();
  for (const subject of subjects) {
    for (const certificate of subject.certificates) subjectOf.set(certificate.id, subject);
    for (const listenerId of subject.listenerIds) {
      const held = byListener.get(listenerId) ?? [];
      const certificate = latest(subject);
      const nearAt = nearDue(subject, certificate, share);
      held.push({ subject, listenerId, isDefault: held.length === 0, certificate, nearAt, waitsUntil: 0 });
      byListener.set(listenerId, held);
    }
  }
  const all = [...byListener.values()].flat();
  const ends = byTheHour<Held>();
  const uploads = byTheHour<Subject>();
  for (const held of all) ends.put(held.certificate.notAfter, held);
  for (const subject of subjects) uploads.put(subject.nextUploadAt, subject);
  const near = nearDueOnes(all);
  const counters = { calls: callCounter(), home: homeCounters() };
  return { options, now: options.startAt, ...counters, byListener, near, ends, uploads, subjectOf };
}

export function obstacleOf({ options }: ModelState, listenerId: string): Obstacle {
  return options.obstacles?.get(listenerId) ?? "none";
}

export function subjectFor({ subjectOf }: ModelState, id: string): Subject {
  const subject = subjectOf.get(id);
  if (subject === undefined) throw new Error(`Nobody knows the certificate ${id}.`);
  return subject;
}

export function isDown({ options, now }: ModelState, region: string, at = now): boolean {
  return outageAt(options.outages.cloud[region], at) !== undefined;
}

/** What a client throws during an outage. */
export function failureOf(region: string, { isSilent }: Outage): AlbflowError {
  if (isSilent !== true)
    return new AlbflowError("Transient", reason("text", { text: `alb: ServiceUnavailable in ${region}` }));
  const silence = { product: "alb", action: "ListListeners", cloudCode: "ReadTimeout", requestId: null, message: "" };
  return new AlbflowError("Transient", reason("cloud-error", silence));
}

/** Puts a subject's next certificate into the certificate service. */
export function supply(state: ModelState, subject: Subject, at: number): void {
  const { options, byListener, subjectOf } = state;
  const hour = at - (at % HOUR_MS);
  const id = `${options.nextNumber(subject)}-cn-hangzhou`;
  const dates = { notBefore: hour - HOUR_MS, notAfter: hour - HOUR_MS + subject.days * DAY_MS };
  const { hostname } = subject;
  // Hundreds of thousands of certificates share what is alike.
  const { names, addresses, unusable } = latest(subject);
  const certificate = { id, names, addresses, unusable, subject: hostname, serial: id, ...dates };
  subject.certificates.push({ availableAt: at, ...certificate });
  for (const listenerId of subject.listenerIds)
    for (const held of byListener.get(listenerId) ?? []) {
      if (held.subject !== subject) continue;
      held.waitsUntil = 0;
      state.near.changed(held);
    }
  subjectOf.set(id, subject);
  // Listeners that nothing can be rotated on hold theirs for ever.
  if (subject.certificates.length <= 6) return;
  const forgotten = subject.certificates.shift()?.id ?? "";
  const isHeld = subject.listenerIds.some((listenerId) =>
    byListener.get(listenerId)?.some((held) => held.certificate.id === forgotten),
  );
  if (!isHeld) subjectOf.delete(forgotten);
}

/** What people put there until a moment, whole hours only. */
export function supplyUntil(state: ModelState, at: number): void {
  for (const subject of state.uploads.upTo(at)) {
    supply(state, subject, subject.nextUploadAt);
    subject.nextUploadAt = uploadAfter(subject, state.options.random);
    state.uploads.put(subject.nextUploadAt, subject);
  }
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

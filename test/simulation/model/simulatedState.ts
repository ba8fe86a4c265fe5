import type { Certificate } from "../../../shared/core/certificates/certificate.ts";
import { attemptMemory } from "../../../shared/features/renewal/attemptMemory.ts";
import type { Attempt, FailedAttempt } from "../../../shared/features/renewal/attempts.ts";
import type { Fleet, ListedRow } from "../../../shared/features/renewal/fleet.ts";
import { isWorthAsking } from "../../../shared/features/renewal/timing.ts";
import { AlbflowError } from "../../../shared/platform/errors.ts";
import { type Reason, reason } from "../../../shared/platform/reasons/reason.ts";
import { type CallCounter, callCounter } from "./callCounter.ts";
import { type Outages, outageAt } from "./outages.ts";

/** A name that is served, and where its certificates come from. */
export interface Subject {
  hostname: string;
  /** Lifetime of its certificates. */
  days: number;
  /** `acme`: whoever asks gets one. `people`: somebody puts one into the certificate service, or is late. */
  source: "acme" | "people";
  region: string;
  listenerIds: string[];
  /** Every certificate that it has had, the latest last. */
  certificates: (Certificate & { availableAt: number })[];
  /** When people put the next one there. */
  nextUploadAt: number;
  /** Nobody may read its certificates. */
  isUnreadable?: boolean;
  /** Beside each of its certificates stands one that seems better and fails whenever it is rotated to. */
  hasUnfit?: boolean;
}

/**
 * What a listener is like: `quic` cannot be seen, but through an HTTPS listener of the same instance that holds the same;
 * `blind` is refused by the operation, which nobody knows before.
 */
export type Obstacle = "none" | "quic" | "stopped" | "protected" | "blind";

/** A rotation or an order, under way or ended. */
interface Execution extends Attempt {
  region: string;
  startedAt: number;
  endsAt: number;
  end(): boolean;
  failure: FailedAttempt;
}

/** What the model is made with. */
interface ModelOptions {
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

/** The cloud as renewal sees it, without the cloud: plain data that moves when time does. */
export interface SimulatedState {
  fleet: Fleet;
  calls: CallCounter;
  now(): number;
  /** Lets time pass to a moment, and everything happen that happens meanwhile. */
  passTo(at: number): void;
  /** What listeners hold. */
  held: readonly Held[];
}

/** A certificate on a listener; another one after a rotation. */
export interface Held {
  subject: Subject;
  listenerId: string;
  isDefault: boolean;
  certificate: Certificate;
}

/**
 * How often a rotation reads its listener, and as often what it holds; its other calls are few. Of default and additional
 * certificates, with changes of up to 10 s. test/simulation/agreement.test.ts measures them.
 */
export const READS_OF_A_ROTATION = { default: 17, additional: 34 };

export function createSimulatedState(options: ModelOptions): SimulatedState {
  const { subjects, regions, random, outages, failures, share, pace } = options;
  let now = options.startAt;
  const calls = callCounter();
  const byListener = new Map<string, Held[]>();
  const subjectOf = new Map<string, Subject>();
  for (const subject of subjects) {
    for (const certificate of subject.certificates) subjectOf.set(certificate.id, subject);
    for (const listenerId of subject.listenerIds) {
      const held = byListener.get(listenerId) ?? [];
      const certificate = latest(subject);
      held.push({ subject, listenerId, isDefault: held.length === 0, certificate });
      byListener.set(listenerId, held);
    }
  }
  /** What nobody may read, as it is shown. */
  const unreadable = new WeakMap<Certificate, Certificate>();
  const unreadableOf = (certificate: Certificate): Certificate => {
    const shown = unreadable.get(certificate) ?? { ...certificate, names: [], unavailable: "NoPermission" };
    unreadable.set(certificate, shown);
    return shown;
  };
  const obstacleOf = (listenerId: string) => options.obstacles?.get(listenerId) ?? "none";
  const rowOf = (id: string): ListedRow => ({
    id,
    loadBalancerId: instanceOf(id),
    protocol: obstacleOf(id) === "quic" ? "QUIC" : "HTTPS",
    policyId: "",
    obstacle: KNOWN_OBSTACLES[obstacleOf(id)] ?? null,
    state: obstacleOf(id),
  });
  const listenerIds = new Map(regions.map((region) => [region, [] as string[]]));
  for (const [listenerId, [first]] of byListener) listenerIds.get(first?.subject.region ?? "")?.push(listenerId);
  const memory = attemptMemory();
  let underWay: Execution[] = [];
  /** By name, when it was started: the oldest first. */
  const names = new Map<string, number>();

  const isDown = (region: string, at = now) => outageAt(outages.cloud[region], at) !== undefined;
  const reach = (region: string) => {
    if (isDown(region))
      throw new AlbflowError("Transient", reason("text", { text: `alb: ServiceUnavailable in ${region}` }));
  };
  const subjectFor = (id: string): Subject => {
    const subject = subjectOf.get(id);
    if (subject === undefined) throw new Error(`Nobody knows the certificate ${id}.`);
    return subject;
  };

  function put(subject: Subject, at: number) {
    const hour = at - (at % HOUR_MS);
    const id = `${options.nextNumber(subject)}-cn-hangzhou`;
    const dates = { notBefore: hour - HOUR_MS, notAfter: hour - HOUR_MS + subject.days * DAY_MS };
    const certificate = {
      id,
      names: [subject.hostname],
      addresses: [],
      unusable: [],
      subject: subject.hostname,
      serial: id,
      ...dates,
    };
    subject.certificates.push({ ...certificate, availableAt: at });
    subjectOf.set(id, subject);
    // Listeners that nothing can be rotated on hold theirs for ever.
    if (subject.certificates.length > 6) subject.certificates.shift();
  }

  function start(execution: Omit<Execution, "status" | "stoppedAt">) {
    if (names.has(execution.name)) return;
    names.set(execution.name, now);
    const begun: Execution = { ...execution, status: "running", stoppedAt: 0 };
    memory.add(begun.region, begun);
    underWay.push(begun);
  }

  const fleet: Fleet = {
    mayOrder: options.mayOrder,
    regions: async () => regions,
    async listeners(region, token) {
      reach(region);
      calls.add(region, "ListListeners", 1, now, now);
      const all = listenerIds.get(region) ?? [];
      const from = Number(token);
      const next = from + PAGE < all.length ? String(from + PAGE) : "";
      return { rows: all.slice(from, from + PAGE).map(rowOf), next };
    },
    async listed(region, ids) {
      reach(region);
      calls.add(region, "ListListeners", Math.ceil(ids.length / 20), now, now);
      return ids.map(rowOf);
    },
    async companions(region, loadBalancerId) {
      reach(region);
      const all = listenerIds.get(region) ?? [];
      const https = all.filter((id) => instanceOf(id) === loadBalancerId && ["none", "blind"].includes(obstacleOf(id)));
      calls.add(region, "ListListenerCertificates", https.length, now, now);
      return https.map((listenerId) => ({
        listenerId,
        certificates: (byListener.get(listenerId) ?? []).map(({ certificate }) => Number.parseInt(certificate.id, 10)),
      }));
    },
    async bindings(region, ids) {
      reach(region);
      const from = now;
      const atOnce = Math.min(pace.burst, ids.length);
      simulated.passTo(now + ((ids.length - atOnce) * 1_000) / pace.perSecond);
      calls.add(region, "ListListenerCertificates", atOnce, from, from);
      calls.add(region, "ListListenerCertificates", ids.length - atOnce, from, now);
      reach(region);
      const found: Held[] = [];
      for (const id of ids) for (const held of byListener.get(id) ?? []) found.push(held);
      const bindings = found.map((held) =>
        held.subject.isUnreadable === true ? { ...held, certificate: unreadableOf(held.certificate) } : held,
      );
      return { bindings, unavailable: [] };
    },
    attempts: async (region, since, due) => memory.of(region, since, due),
    failures: async (_region, attempts) =>
      new Map(attempts.flatMap((one) => ("failure" in one ? [[one.name, one.failure as FailedAttempt]] : []))),
    async successor(region, certificate) {
      reach(region);
      // Each lasts longer than the one before it.
      const subject = subjectFor(certificate.id);
      const best = subject.certificates.findLast(({ availableAt }) => availableAt <= now);
      const follows = best !== undefined && best.notAfter > Math.max(now, certificate.notAfter);
      if (!follows) return NONE_YET;
      return subject.hasUnfit === true ? { id: unfitBeside(best.id), others: [best.id] } : { id: best.id };
    },
    suggested(_region, certificate) {
      // About those that live for days no server has reasons to say anything; longer ones are not of ACME servers.
      const lifetime = certificate.notAfter - certificate.notBefore;
      if (lifetime < 40 * DAY_MS || lifetime > 100 * DAY_MS) return undefined;
      if (!isWorthAsking(certificate, share, now)) return undefined;
      return subjectFor(certificate.id).source === "acme" ? suggestedFor(certificate) : undefined;
    },
    async rotate(region, name, { listenerId, certificateId, successorId, origin }) {
      const held = byListener.get(listenerId)?.find(({ certificate }) => certificate.id === certificateId);
      if (held === undefined) throw new Error(`${listenerId} does not hold ${certificateId}.`);
      if (names.has(name)) return;
      // As long as verification and ALB's jobs take; one in twenty is slow.
      const slow = random() < 0.05 ? random() * 240_000 : 0;
      const endsAt = now + (held.isDefault ? 4_000 : 15_000) + random() * 15_000 + slow;
      const numbers = { certificate: Number.parseInt(certificateId, 10), successor: Number.parseInt(successorId, 10) };
      const fails = random() < failures.rotation;
      const isBlind = obstacleOf(listenerId) === "blind";
      const isUnfit = successorId.startsWith(UNFIT);
      // Half of what fails by chance is the cloud's doing, and clients have seen the other half.
      const isSeen = isUnfit || (fails && random() < 0.5);
      const failure: FailedAttempt = { kind: isBlind ? "refused" : isSeen ? "seen" : "passing", reason: null };
      const rotation = {
        region,
        subject: held.subject,
        listenerId,
        certificate: held.certificate,
        successorId,
        at: now,
      };
      const reads = READS_OF_A_ROTATION[held.isDefault ? "default" : "additional"];
      for (const action of ["GetListenerAttribute", "ListListenerCertificates"]) {
        calls.add(region, action, reads, now, endsAt);
      }
      options.started(rotation);
      const situation = situationIn(origin);
      start({ name, kind: "rotate", ...numbers, listenerId, region, startedAt: now, endsAt, end, situation, failure });
      function end() {
        const next = held?.subject.certificates.find(({ id }) => id === successorId);
        const works =
          !fails && !isBlind && !isDown(region, endsAt) && outageAt(outages.functions, endsAt) === undefined;
        const succeeds = works && held !== undefined && next !== undefined;
        if (succeeds) held.certificate = next;
        options.ended(rotation, succeeds ? "succeeded" : isBlind ? "refused" : "failed", endsAt);
        return succeeds;
      }
    },
    async order(name, { certificateId }) {
      const subject = subjectFor(certificateId);
      const down = outageAt(outages.acme, now);
      // Names that are not in our zones are refused at once.
      const works = now + (subject.source === "people" ? 3_000 : 20_000 + random() * 60_000);
      // The function waits for a server that is down, and its flow tries again, for three quarters of an hour.
      const isBack = down === undefined || down.end < now + ORDER_TIMEOUT_MS;
      const endsAt = isBack ? Math.max(works, down?.end ?? 0) : now + ORDER_TIMEOUT_MS;
      const fails = subject.source === "people" || !isBack || random() < failures.order;
      const certificate = Number.parseInt(certificateId, 10);
      start({
        name,
        kind: "order",
        certificate,
        successor: 0,
        listenerId: "",
        region: "",
        startedAt: now,
        endsAt,
        end,
        situation: "",
        failure: { kind: "passing", reason: null },
      });
      function end() {
        const succeeds = !fails && outageAt(outages.functions, endsAt) === undefined;
        if (succeeds) put(subject, endsAt);
        return succeeds;
      }
    },
  };

  const simulated: SimulatedState = {
    fleet,
    calls,
    now: () => now,
    passTo(at) {
      const ended = underWay.filter(({ endsAt }) => endsAt <= at).sort((one, other) => one.endsAt - other.endsAt);
      for (const execution of ended) {
        execution.status = execution.end() ? "succeeded" : "failed";
        execution.stoppedAt = execution.endsAt;
      }
      if (ended.length > 0) underWay = underWay.filter(({ status }) => status === "running");
      if (at - (at % HOUR_MS) > now) everyHour(at);
      now = Math.max(now, at);
    },
    held: [...byListener.values()].flat(),
  };

  async function suggestedFor(certificate: Certificate) {
    if (outageAt(outages.acme, now) !== undefined)
      throw new AlbflowError("Transient", reason("text", { text: "ACME renewalInfo: down" }));
    const middle = certificate.notBefore + ((certificate.notAfter - certificate.notBefore) * 2) / 3;
    return { start: middle - DAY_MS, end: middle + DAY_MS, askAgainAfterMs: 6 * HOUR_MS };
  }

  function everyHour(at: number) {
    for (const subject of subjects) {
      if (subject.source !== "people" || subject.nextUploadAt > at) continue;
      put(subject, subject.nextUploadAt);
      subject.nextUploadAt = uploadAfter(subject, random);
    }
    for (const [name, startedAt] of names) {
      if (startedAt >= at - 2 * DAY_MS) break;
      names.delete(name);
    }
  }

  return simulated;
}

/** What the list of listeners and instances tells. */
const KNOWN_OBSTACLES: Partial<Record<Obstacle, Reason>> = {
  stopped: reason("listener-stopped-unrenewed"),
  protected: reason("instance-protected", { loadBalancerId: "alb-0", note: null }),
};

/** Two listeners of one region to an instance: lsn-0000 and lsn-0002, lsn-0001 and lsn-0003. */
export function instanceOf(listenerId: string): string {
  const index = Number(listenerId.slice(-4));
  return `alb-${Math.floor(index / 4) * 2 + (index % 2)}`;
}

/** Numbers of eight digits that begin so are of certificates that fail. */
const UNFIT = "9";

function unfitBeside(id: string): string {
  return `${UNFIT}${id}`;
}

/** As renewal has signed it; the model trusts everybody. */
function situationIn(origin: string): string {
  const body = Buffer.from(origin.split(".")[0] ?? "", "base64url").toString("utf8");
  return String((JSON.parse(body) as { situation?: string }).situation);
}

const NONE_YET = { none: reason("no-successor", { names: [], notTaken: [], more: 0 }) };

/** The certificate that was put there last. */
function latest(subject: Subject): Certificate & { availableAt: number } {
  const certificate = subject.certificates.at(-1);
  if (certificate === undefined) throw new Error(`${subject.hostname} has no certificate.`);
  return certificate;
}

/** People renew some days or weeks before the end, and one in thirty comes late. */
export function uploadAfter(subject: Subject, random: () => number): number {
  const { notAfter } = latest(subject);
  const isLate = random() < 1 / 30;
  if (isLate) return notAfter + (random() - 0.5) * 2 * DAY_MS;
  return notAfter - (2 + random() * (subject.days / 5)) * DAY_MS;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PAGE = 100;
const ORDER_TIMEOUT_MS = 45 * 60_000;

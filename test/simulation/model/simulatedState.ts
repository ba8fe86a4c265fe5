import type { Certificate } from "../../../shared/core/certificates/certificate.ts";
import { attemptMemory } from "../../../shared/features/renewal/attemptMemory.ts";
import type { Attempt, FailedAttempt } from "../../../shared/features/renewal/attempts.ts";
import type { Fleet, ListedRow } from "../../../shared/features/renewal/fleet.ts";
import { dueAt, isWorthAsking } from "../../../shared/features/renewal/timing.ts";
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
  /** Whether a program of theirs puts it there when two thirds of a lifetime have passed, and not a person. */
  isAutomatic?: boolean;
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

/** The cloud as renewal sees it, without the cloud: plain data that moves when time does. */
export interface SimulatedState {
  fleet: Fleet;
  calls: CallCounter;
  /** Calls of CloudFlow at home, all regions' together. */
  home: Record<HomeAction, CallCounter>;
  /** The most executions of rotations at one time, each of which has one instance of a function at most. */
  mostAtOnce(): number;
  /** The most orders within three hours. */
  mostOrders(): number;
  now(): number;
  /**
   * Reads a page on which nothing is handed to renewal, and that is its region's only one; undefined where it is another. How many
   * listeners are on it.
   */
  passOver(region: string): number | undefined;
  /** Lets time pass to a moment, and everything happen that happens meanwhile. */
  passTo(at: number): void;
  /** What listeners hold. */
  held: readonly Held[];
  /** What listeners hold that ends in the hours up to a moment; each certificate once on each listener. */
  ending(at: number): Held[];
}

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
 * How often a rotation reads its listener, and as often what it holds; its other calls are few. Of default and additional
 * certificates, with changes of up to 10 s. test/simulation/agreement.test.ts measures them.
 */
export const READS_OF_A_ROTATION = { default: 17, additional: 34 };

/** What CloudFlow counts for the whole account, and how often a minute (cloudflow.md §8.4). */
export const HOME_LIMITS = { StartExecution: 6_000, DescribeExecution: 300, ListExecutions: 120 } as const;
type HomeAction = keyof typeof HOME_LIMITS;

/** What a rotation calls of it, with its lock and its notice; test/simulation/agreement.test.ts measures it. */
export const CALLS_OF_A_ROTATION: Record<HomeAction, number> = {
  StartExecution: 3,
  DescribeExecution: 3,
  ListExecutions: 2,
};

export function createSimulatedState(options: ModelOptions): SimulatedState {
  const { subjects, regions, random, outages, failures, share, pace } = options;
  let now = options.startAt;
  const calls = callCounter();
  const home = {
    StartExecution: callCounter(HOME_LIMITS.StartExecution),
    DescribeExecution: callCounter(HOME_LIMITS.DescribeExecution),
    ListExecutions: callCounter(HOME_LIMITS.ListExecutions),
  };
  let mostAtOnce = 0;
  let orders: number[] = [];
  let mostOrders = 0;
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
  /** By the hour: what ends in it, and whose next certificate is put there in it. */
  const ends = byTheHour<Held>();
  const uploads = byTheHour<Subject>();
  for (const held of byListener.values()) for (const one of held) ends.put(one.certificate.notAfter, one);
  for (const subject of subjects) uploads.put(subject.nextUploadAt, subject);
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
  const near = nearDueOnes([...byListener.values()].flat());
  const rows = new Map([...byListener.keys()].map((id) => [id, rowOf(id)]));
  const rowsOf = (ids: string[]) => ids.flatMap((id) => rows.get(id) ?? []);
  const listenerIds = new Map(regions.map((region) => [region, [] as string[]]));
  for (const [listenerId, [first]] of byListener) listenerIds.get(first?.subject.region ?? "")?.push(listenerId);
  const listedRows = new Map([...listenerIds].map(([region, ids]) => [region, rowsOf(ids)]));
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
    for (const listenerId of subject.listenerIds)
      for (const held of byListener.get(listenerId) ?? []) if (held.subject === subject) held.waitsUntil = 0;
    subjectOf.set(id, subject);
    // Listeners that nothing can be rotated on hold theirs for ever.
    if (subject.certificates.length <= 6) return;
    const forgotten = subject.certificates.shift()?.id ?? "";
    const isHeld = subject.listenerIds.some((listenerId) =>
      byListener.get(listenerId)?.some((held) => held.certificate.id === forgotten),
    );
    if (!isHeld) subjectOf.delete(forgotten);
  }

  function start(execution: Omit<Execution, "status" | "stoppedAt">) {
    if (names.has(execution.name)) return;
    names.set(execution.name, now);
    const begun: Execution = { ...execution, status: "running", stoppedAt: 0 };
    memory.add(begun.region, begun);
    underWay.push(begun);
    mostAtOnce = Math.max(mostAtOnce, underWay.length);
  }

  const readAttempts = () => home.ListExecutions.add("home", "ListExecutions", options.mayOrder ? 2 : 1, now, now);
  const leavesOutIn = (region: string) =>
    options.waitsUntil !== undefined && region.includes("/") && Math.floor(now / HOUR_MS) % 24 !== 0;
  const isWaiting = (held: Held): boolean => {
    if (held.waitsUntil > now) return true;
    if (latest(held.subject).id === held.certificate.id) held.waitsUntil = Number.POSITIVE_INFINITY;
    else held.waitsUntil = options.waitsUntil?.(held.certificate, now) ?? 0;
    return held.waitsUntil > now;
  };

  const fleet: Fleet = {
    mayOrder: options.mayOrder,
    ...(options.home === undefined ? {} : { home: options.home }),
    regions: async () => regions,
    async listeners(region, token, after) {
      reach(region);
      simulated.passTo(now + options.stepMs);
      calls.add(region, "ListListeners", 1, now, now);
      const all = listenerIds.get(region) ?? [];
      const from = after === undefined ? Number(token) : all.indexOf(after) + 1;
      const next = from + PAGE < all.length ? String(from + PAGE) : "";
      return { rows: (listedRows.get(region) ?? []).slice(from, from + PAGE), next };
    },
    async listed(region, ids) {
      reach(region);
      simulated.passTo(now + options.stepMs);
      calls.add(region, "ListListeners", Math.ceil(ids.length / 20), now, now);
      return rowsOf(ids);
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
      const isWanted = ids.length === listenerIds.get(region)?.length ? undefined : new Set(ids);
      const leavesOut = leavesOutIn(region);
      const found: Held[] = [];
      let isAnyLeftOut = false;
      // What cannot be due yet is left out: it would be read, and nothing be done about it.
      for (const held of near.of(region, now)) {
        if (isWanted?.has(held.listenerId) === false) continue;
        if (leavesOut && isWaiting(held)) {
          isAnyLeftOut = true;
          continue;
        }
        const isUnreadable = held.subject.isUnreadable === true;
        found.push(isUnreadable ? { ...held, certificate: unreadableOf(held.certificate) } : held);
      }
      // What was tried would be read for them.
      if (found.length === 0 && isAnyLeftOut) readAttempts();
      return { bindings: found, unavailable: [] };
    },
    attempts: async (region, since, due) => {
      readAttempts();
      return memory.of(region, since, due);
    },
    runningElsewhere: (region) => underWay.filter((one) => one.kind === "rotate" && one.region !== region).length,
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
      for (const [action, counter] of Object.entries(home))
        counter.add("home", action, CALLS_OF_A_ROTATION[action as HomeAction], now, endsAt);
      options.started(rotation);
      const situation = situationIn(origin);
      start({ name, kind: "rotate", ...numbers, listenerId, region, startedAt: now, endsAt, end, situation, failure });
      function end() {
        const next = held?.subject.certificates.find(({ id }) => id === successorId);
        const works =
          !fails && !isBlind && !isDown(region, endsAt) && outageAt(outages.functions, endsAt) === undefined;
        const succeeds = works && held !== undefined && next !== undefined;
        if (succeeds) {
          held.certificate = next;
          held.nearAt = nearDue(held.subject, next, share);
          held.waitsUntil = 0;
          near.moved(held);
          ends.put(next.notAfter, held);
        }
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
      orders = [...orders.filter((at) => at > now - 3 * HOUR_MS), now];
      mostOrders = Math.max(mostOrders, orders.length);
      home.StartExecution.add("home", "StartExecution", 1, now, now);
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
    home,
    mostAtOnce: () => mostAtOnce,
    mostOrders: () => mostOrders,
    now: () => now,
    ending: (at) => ends.upTo(at).filter(({ certificate }) => certificate.notAfter <= at),
    passOver(region) {
      const ids = listenerIds.get(region) ?? [];
      const until = now + options.stepMs;
      const isOneHour = Math.floor(now / HOUR_MS) === Math.floor(until / HOUR_MS);
      if (!leavesOutIn(region) || !isOneHour || ids.length > Math.min(PAGE, pace.burst)) return undefined;
      const due = near.of(region, until);
      if (!due.every(isWaiting) || due.some((held) => held.waitsUntil <= until)) return undefined;
      if (isDown(region) || isDown(region, until)) return undefined;
      simulated.passTo(until);
      calls.add(region, "ListListeners", 1, now, now);
      calls.add(region, "ListListenerCertificates", ids.length, now, now);
      if (due.length > 0) readAttempts();
      return ids.length;
    },
    passTo(at) {
      if (at === now) return;
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
    for (const subject of uploads.upTo(at)) {
      put(subject, subject.nextUploadAt);
      subject.nextUploadAt = uploadAfter(subject, random);
      uploads.put(subject.nextUploadAt, subject);
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
  if (subject.isAutomatic === true) return notAfter - subject.days * (0.3 + random() * 0.05) * DAY_MS;
  return notAfter - (2 + random() * (subject.days / 5)) * DAY_MS;
}

/**
 * When a certificate is due at the earliest. Where its server may say something (`suggested`), that is three fifths of its
 * lifetime; else renewal's own function says when.
 */
function nearDue({ source }: Subject, certificate: Certificate, share: number): number {
  const { notBefore, notAfter } = certificate;
  return source === "acme" ? notBefore + (notAfter - notBefore) * 0.6 : dueAt(certificate, share);
}

/**
 * What is due soon, by region, in the order in which listeners hold it. Each is looked at when its hour comes, so that a page costs
 * what is due on it, and not what it holds.
 */
function nearDueOnes(all: Held[]) {
  const order = new Map(all.map((held, index) => [held, index]));
  const later = byTheHour<Held>();
  const soon = new Map<string, Held[]>();
  for (const held of all) later.put(held.nearAt, held);
  return {
    of(region: string, now: number): Held[] {
      for (const held of later.upTo(now - (now % HOUR_MS) + HOUR_MS)) {
        const others = soon.get(held.subject.region) ?? [];
        const place = others.findIndex((other) => (order.get(other) ?? 0) > (order.get(held) ?? 0));
        others.splice(place < 0 ? others.length : place, 0, held);
        soon.set(held.subject.region, others);
      }
      return (soon.get(region) ?? []).filter(({ nearAt }) => nearAt <= now);
    },
    /** Another certificate is held there now. */
    moved(held: Held) {
      const others = soon.get(held.subject.region) ?? [];
      soon.set(
        held.subject.region,
        others.filter((one) => one !== held),
      );
      later.put(held.nearAt, held);
    },
  };
}

/** Things that happen at their time, which is looked at by the hour. */
function byTheHour<Thing>() {
  const hours = new Map<number, { at: number; thing: Thing }[]>();
  let done = Number.NaN;
  return {
    put(at: number, thing: Thing) {
      if (!Number.isFinite(at)) return;
      const hour = Math.max(Math.floor(at / HOUR_MS), Number.isNaN(done) ? Number.NEGATIVE_INFINITY : done);
      const others = hours.get(hour);
      if (others === undefined) hours.set(hour, [{ at, thing }]);
      else others.push({ at, thing });
    },
    /** Those whose time has come by then, each once. */
    upTo(at: number): Thing[] {
      const until = Math.floor(at / HOUR_MS);
      if (Number.isNaN(done)) done = Math.min(until, ...hours.keys());
      const come: Thing[] = [];
      for (; done <= until; done += 1) {
        const here = hours.get(done) ?? [];
        const left = here.filter((one) => one.at > at);
        for (const one of here) if (one.at <= at) come.push(one.thing);
        if (left.length === 0) hours.delete(done);
        else {
          hours.set(done, left);
          break;
        }
      }
      done = Math.min(done, until);
      return come;
    },
  };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PAGE = 100;
const ORDER_TIMEOUT_MS = 45 * 60_000;

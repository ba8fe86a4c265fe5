import { type AttemptMemory, attemptMemory } from "../../../shared/features/renewal/attemptMemory.ts";
import type { Attempt, FailedAttempt } from "../../../shared/features/renewal/attempts.ts";
import type { Fleet } from "../../../shared/features/renewal/fleet.ts";
import { nearDue } from "./held.ts";
import { CALLS_OF_A_ROTATION, type HomeAction, READS_OF_A_ROTATION } from "./homeCalls.ts";
import { isDown, type ModelState, obstacleOf, subjectFor, supply, supplyUntil } from "./modelState.ts";
import { outageAt } from "./outages.ts";

/** A rotation or an order, under way or ended. */
interface Execution extends Attempt {
  region: string;
  startedAt: number;
  endsAt: number;
  end(): boolean;
  failure: FailedAttempt;
}

/** What was started, and what comes of it as time passes. */
interface Executions extends Pick<Fleet, "rotate" | "order"> {
  memory: AttemptMemory;
  /** How many rotations run in other regions. */
  runningElsewhere: (region: string) => number;
  /** Lets time pass to a moment, and everything happen that happens meanwhile. */
  passTo: (at: number) => void;
  /** The most at one time, each of which has one instance of a function at most. */
  mostAtOnce: () => number;
  /** The most orders within three hours. */
  mostOrders: () => number;
}

export function createExecutions(state: ModelState): Executions {
  const { options, calls, home, byListener } = state;
  const { random, outages, failures, share } = options;
  const memory = attemptMemory();
  let underWay: Execution[] = [];
  /** When the first of them ends. */
  let firstEnd = Number.POSITIVE_INFINITY;
  /** By name, when it was started: the oldest first. */
  const names = new Map<string, number>();
  let mostAtOnce = 0;
  let orders: number[] = [];
  let mostOrders = 0;

  function start(execution: Omit<Execution, "status" | "stoppedAt">) {
    if (names.has(execution.name)) return;
    names.set(execution.name, state.now);
    const begun: Execution = { status: "running", stoppedAt: 0, ...execution };
    memory.add(begun.region, begun);
    underWay.push(begun);
    firstEnd = Math.min(firstEnd, begun.endsAt);
    mostAtOnce = Math.max(mostAtOnce, underWay.length);
  }

  function ordered(at: number) {
    orders = [...orders.filter((earlier) => earlier > at - 3 * HOUR_MS), at];
    mostOrders = Math.max(mostOrders, orders.length);
  }

  function endUntil(at: number) {
    if (firstEnd > at) return;
    const ended = underWay.filter(({ endsAt }) => endsAt <= at).sort((one, other) => one.endsAt - other.endsAt);
    for (const execution of ended) {
      execution.status = execution.end() ? "succeeded" : "failed";
      execution.stoppedAt = execution.endsAt;
    }
    underWay = underWay.filter(({ status }) => status === "running");
    firstEnd = Math.min(...underWay.map(({ endsAt }) => endsAt));
  }

  return {
    memory,
    runningElsewhere(region) {
      let count = 0;
      for (const one of underWay) if (one.kind === "rotate" && one.region !== region) count += 1;
      return count;
    },
    mostAtOnce: () => mostAtOnce,
    mostOrders: () => mostOrders,
    passTo(at) {
      if (at === state.now) return;
      endUntil(at);
      if (at - (at % HOUR_MS) > state.now) {
        supplyUntil(state, at);
        for (const [name, startedAt] of names) {
          if (startedAt >= at - 2 * DAY_MS) break;
          names.delete(name);
        }
      }
      state.now = Math.max(state.now, at);
    },
    async rotate(region, name, { listenerId, certificateId, successorId, origin }) {
      const { now } = state;
      const held = byListener.get(listenerId)?.find(({ certificate }) => certificate.id === certificateId);
      if (held === undefined) throw new Error(`${listenerId} does not hold ${certificateId}.`);
      if (names.has(name)) return;
      // As long as verification and ALB's jobs take; one in twenty is slow.
      const slow = random() < 0.05 ? random() * 240_000 : 0;
      const endsAt = now + (held.isDefault ? 4_000 : 15_000) + random() * 15_000 + slow;
      const numbers = { certificate: Number.parseInt(certificateId, 10), successor: Number.parseInt(successorId, 10) };
      const fails = random() < failures.rotation;
      const isBlind = obstacleOf(state, listenerId) === "blind";
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
      start({ name, kind: "rotate", listenerId, region, startedAt: now, endsAt, end, situation, failure, ...numbers });
      function end() {
        const next = held?.subject.certificates.find(({ id }) => id === successorId);
        const works =
          !fails && !isBlind && !isDown(state, region, endsAt) && outageAt(outages.functions, endsAt) === undefined;
        const succeeds = works && held !== undefined && next !== undefined;
        if (succeeds) {
          held.certificate = next;
          held.nearAt = nearDue(held.subject, next, share);
          held.waitsUntil = 0;
          state.near.moved(held);
          state.ends.put(next.notAfter, held);
        }
        options.ended(rotation, succeeds ? "succeeded" : isBlind ? "refused" : "failed", endsAt);
        return succeeds;
      }
    },
    async order(name, { certificateId }) {
      const { now } = state;
      const subject = subjectFor(state, certificateId);
      const down = outageAt(outages.acme, now);
      // Names that are not in our zones are refused at once.
      const works = now + (subject.source === "people" ? 3_000 : 20_000 + random() * 60_000);
      // The function waits for a server that is down, and its flow tries again, for three quarters of an hour.
      const isBack = down === undefined || down.end < now + ORDER_TIMEOUT_MS;
      const endsAt = isBack ? Math.max(works, down?.end ?? 0) : now + ORDER_TIMEOUT_MS;
      const fails = subject.source === "people" || !isBack || random() < failures.order;
      const certificate = Number.parseInt(certificateId, 10);
      // What was started before is no other order, and a server that is down counts none; nor does one that is not asked.
      if (subject.source === "acme" && isBack && !names.has(name)) ordered(Math.max(now, down?.end ?? 0));
      home.StartExecution.add("home", "StartExecution", 1, now, now);
      const place = { listenerId: "", region: "", situation: "" };
      const failure: FailedAttempt = { kind: "passing", reason: null };
      start({ name, kind: "order", certificate, successor: 0, startedAt: now, endsAt, end, failure, ...place });
      function end() {
        const succeeds = !fails && outageAt(outages.functions, endsAt) === undefined;
        if (succeeds) supply(state, subject, endsAt);
        return succeeds;
      }
    },
  };
}

/** Numbers of eight digits that begin so are of certificates that fail. */
const UNFIT = "9";

export function unfitBeside(id: string): string {
  return `${UNFIT}${id}`;
}

/** As renewal has signed it; the model trusts everybody. */
function situationIn(origin: string): string {
  const body = Buffer.from(origin.split(".")[0] ?? "", "base64url").toString("utf8");
  return String((JSON.parse(body) as { situation?: string }).situation);
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ORDER_TIMEOUT_MS = 45 * 60_000;

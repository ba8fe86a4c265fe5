import { contradictions, otherAnswers } from "./clients.ts";
import { differences } from "./cloudState.ts";
import { deadlineOf, ENDS, listenerOf, wordsOf } from "./expectations.ts";
import { unnamed } from "./named.ts";
import { namesLost } from "./namesLost.ts";
import type { Run } from "./runCase.ts";

/** Something that must hold whatever goes wrong. */
interface Invariant {
  name: string;
  words: string;
  /** What speaks against it, in sentences; `healthy` is the same operation's run in which nothing went wrong. */
  violations: (run: Run, healthy: Run) => string[];
}

/** Calls of one function's phase at its worst: everything is read again by each of the three tries of the SDK's client. */
const CALLS_PER_STEP = 60;
/** While it waits, a phase looks at most so often in a simulated second. */
const CALLS_PER_SECOND = 10;
/** Calls of one more delivery of an event, by its kind of fault. */
const CALLS_PER_DELIVERY = 25;
const MORE_DELIVERIES: Record<string, number> = { twice: 1, late: 1, "five times": 4 };
/** Jobs of one step: forward once, back once; and once more for each that was made to fail. */
const JOBS_PER_STEP = 2;
/** Seconds for the rollback, and for what is retried before somebody begins to go back. */
const UNDO_SECONDS = 300;
const RETRIES_SECONDS = 300;

/** Of one execution's history. */
const MOST_EVENTS = 600;

/** Writes that are no steps: functions, the lock, the record of the end. */
const OF_EVERY_RUN = new Set(["fcInvokeFunction", "fnfStartExecution", "fnfStopExecution", "slsPostLogStoreLogs"]);

/** Writes that interrupt traffic. */
const INTERRUPTING: Record<string, (parameters: ReadonlyMap<string, string>) => boolean> = {
  StopListener: () => true,
  DeleteListener: () => true,
  UpdateListenerAttribute: (parameters) => parameters.get("CaEnabled") === "true",
};

/** The promises of the design, each of which every run is held to. */
export const invariants: Invariant[] = [
  {
    name: "I1",
    words: "Everything is as planned or as before, and the verdict says which.",
    violations(run, healthy) {
      const { state, message, next } = run.lastWord ?? { state: "nothing", message: "", next: "" };
      const end = ENDS[state];
      if (end === "as planned") return reported(`${state}, but not as planned`, differences(healthy.after, run.after));
      if (end === "as before") {
        const { kept, left } = withoutMadeLogs(run.before, run.after);
        const unreported = left.filter((name) => !message.includes(name));
        return [
          ...reported(`${state}, but not as before`, differences(run.before, kept)),
          ...reported(`${state}, and silent about what stays`, unreported),
        ];
      }
      if (state !== "failed") return [`the last word is "${state}", which says nothing about the end`];
      const excused = run.struck.length > 1 || run.struck.some(({ kind }) => kind.isPermanent === true);
      const names = `${message} ${next}`.includes(listenerOf(run.input));
      return [
        ...(excused ? [] : [`one passing fault is no reason to fail: ${message}`]),
        ...(names ? [] : [`"failed" without the listener's id: ${message}`]),
        ...(next === "" ? [`"failed" without what to do: ${message}`] : []),
      ];
    },
  },
  {
    name: "I2",
    words: "No certificate is touched that the input does not name, the operation supersedes or the run has made.",
    violations(run, healthy) {
      const may = new Set([...wordsOf(run.input), ...certificatesIn(healthy)]);
      return writesOf(run)
        .flatMap((call) => certificateIdsOf(call.parameters).map((id) => [call.action, id] as const))
        .filter(([, id]) => !may.has(id) && run.familiar.has(id.split("-")[0] ?? ""))
        .map(([action, id]) => `${action} has touched ${id}`);
    },
  },
  {
    name: "I3",
    words: "Every name that has a valid certificate before, and is to have one after, has one at every moment.",
    violations: (run, healthy) => namesLost(run.servedFirst, run.served, endOf(healthy)),
  },
  {
    name: "I4",
    words: "Nothing interrupts traffic unapproved, but for what the run itself has created, started or opened.",
    violations(run) {
      if (run.approvals > 0) return [];
      const started = new Set<string | undefined>();
      const opened = new Set<string | undefined>();
      return writesOf(run).flatMap(({ action, parameters }) => {
        const listener = parameters.get("ListenerId");
        if (action === "StartListener") started.add(listener);
        if (parameters.get("CaEnabled") === "false") opened.add(listener);
        const isOurOwn =
          !run.familiar.has(listener ?? "") ||
          (action === "StopListener" && started.has(listener)) ||
          (action === "UpdateListenerAttribute" && opened.has(listener));
        return INTERRUPTING[action]?.(parameters) === true && !isOurOwn ? [`${action} on ${listener} unapproved`] : [];
      });
    },
  },
  {
    name: "I5",
    words: "Calls stay within their budget, and every write has one effect.",
    violations(run, healthy) {
      const steps = healthy.calls.filter(
        ({ service, action, isWrite }) => isWrite && !OF_EVERY_RUN.has(service + action),
      ).length;
      const more = run.struck.map(({ kind }) => MORE_DELIVERIES[kind.platform ?? ""] ?? 0);
      const budget =
        CALLS_PER_STEP * steps +
        CALLS_PER_SECOND * Math.ceil(run.elapsedMs / 1000) +
        CALLS_PER_DELIVERY * more.reduce((sum, count) => sum + count, 0);
      const jobs =
        JOBS_PER_STEP * healthy.jobs.length + run.struck.filter(({ kind }) => kind.fault?.kind === "failJob").length;
      const { length } = run.calls.filter(({ service }) => service !== "fc");
      return [
        ...(length > budget ? [`${length} calls, where ${budget} are allowed`] : []),
        ...(run.jobs.length > jobs
          ? [`${run.jobs.length} jobs, where ${jobs} are allowed: ${run.jobs.join(", ")}`]
          : []),
      ];
    },
  },
  {
    name: "I6",
    words: "Every execution ends, within its deadline and the time for the rollback, and leaves nothing running.",
    violations(run) {
      const limit = deadlineOf(run.input) + UNDO_SECONDS + RETRIES_SECONDS;
      const seconds = Math.ceil(run.elapsedMs / 1000);
      return [
        ...(run.status === "Running" ? ["it never ended"] : []),
        ...(seconds > limit ? [`it took ${seconds} s, where ${limit} s are allowed`] : []),
        ...run.leftRunning.map((execution) => `${execution} still runs`),
      ];
    },
  },
  {
    name: "I7",
    words: "No private key and no secret stands in a history, a log record or the log of calls.",
    violations: ({ written, secrets }) => [
      ...(written.includes("PRIVATE KEY") ? ["a private key was written down"] : []),
      ...(secrets.some((secret) => written.includes(secret)) ? ["a secret of the credentials was written down"] : []),
    ],
  },
  {
    name: "I8",
    words: "No execution needs more than 600 events, whatever goes wrong; CloudFlow allows 5,000.",
    violations: ({ history, events }) =>
      [{ execution: "it", count: history.length }, ...events]
        .filter(({ count }) => count > MOST_EVENTS)
        .map(({ execution, count }) => `${execution} needed ${count} events, where ${MOST_EVENTS} are allowed`),
  },
  {
    name: "I9",
    words: "Nothing is touched that this execution did not name or make.",
    violations: unnamed,
  },
  {
    name: "I10",
    words: "Nothing ends as planned or as before that a client who connects afterwards would contradict.",
    violations(run, healthy) {
      const end = ENDS[run.lastWord?.state ?? ""];
      if (end === undefined) return [];
      const expected = end === "as planned" ? healthy.seen : run.seenBefore;
      return [...contradictions(run.seen), ...otherAnswers(expected, run.seen)].slice(0, 5);
    },
  },
];

function reported(what: string, differs: string[]): string[] {
  return differs.length === 0 ? [] : [`${what}: ${differs.slice(0, 5).join("; ")}`];
}

/** Writes to listeners that were more than dry runs. */
function writesOf(run: Run) {
  return run.calls.filter(({ service, isWrite }) => service === "alb" && isWrite);
}

/** `Certificates.1.CertificateId` and the like. */
function certificateIdsOf(parameters: ReadonlyMap<string, string>): string[] {
  return [...parameters].filter(([name]) => /Certificates\.\d+\.CertificateId$/.test(name)).map(([, id]) => id);
}

/** What the plan itself binds, unbinds or replaces: the default certificate too, when it gets a successor. */
function certificatesIn(healthy: Run): string[] {
  const changed = JSON.stringify(differences(healthy.before, healthy.after));
  return changed.match(/\d{1,15}-[a-z]{2}-[a-z]+(?:-\d)?/g) ?? [];
}

/** Log projects that a run has made stay, as records may be in them; the last word has to name them. */
function withoutMadeLogs(before: Run["before"], after: Run["after"]) {
  const namesIn = (state: Run["before"]) => (state.logProjects as { name: string }[]).map(({ name }) => name);
  const known = namesIn(before);
  const logProjects = (after.logProjects as { name: string }[]).filter(({ name }) => known.includes(name));
  return { kept: { ...after, logProjects }, left: namesIn(after).filter((name) => !known.includes(name)) };
}

function endOf(healthy: Run): Run["servedFirst"] {
  const end = new Map(healthy.servedFirst);
  for (const { listenerId, listener } of healthy.served) {
    if (listener === undefined) end.delete(listenerId);
    else end.set(listenerId, listener);
  }
  return end;
}

import type { Clock } from "../../shared/platform/clock.ts";
import { closest } from "../closest.ts";
import type { CallToFault, Fault } from "../context.ts";
import { combine, type Restore, snapshotMap } from "../snapshot.ts";

/** Which calls a fault hits, and how often. What is left out fits every call. */
interface FaultRule {
  id: string;
  /** `alb`, `cas`, `fnf` … */
  service?: string;
  /** Wire name: `StartListener`. */
  action?: string;
  /** Id of the resource that the call is about. */
  resource?: string;
  /** Where the call is made; `region` of calls to regional products. */
  accountId?: string;
  region?: string;
  fault: Fault;
  /** How many calls it hits before it is used up; default: all until it is removed. */
  count?: number;
  /** Dry runs are neither hit nor counted. */
  exceptDryRuns?: boolean;
  /** From 0 to 1: how likely it hits a call that fits; default 1. */
  probability?: number;
}

/** A rule and what became of it. */
export interface ActiveFault extends FaultRule {
  /** Calls it has hit. */
  hits: number;
  /** Milliseconds since 1970. */
  addedAt: number;
}

/** Faults that somebody asked for. */
export interface Faults {
  /** Adds a rule and answers its id, made up when none is given. Throws an `Error` that says what is wrong with it. */
  add(rule: Omit<FaultRule, "id"> & { id?: string }): string;
  /** Rules that can still hit, in the order in which they are tried. */
  list(): ActiveFault[];
  /** Removes one rule, or all; answers how many. */
  clear(id?: string): number;
  /** Remembers the rules and what became of them. */
  snapshot(): Restore;
  /** The fault that hits this call; the first rule that fits wins. */
  faultFor(call: CallToFault): Fault | undefined;
}

/**
 * Starts without rules. `random` decides by probability: one seed, one sequence of faults. `actions` are those that can be
 * called, by their service: a rule for any other would never hit. Unless given, they may have any name.
 */
export function createFaults(
  random: () => number,
  clock: Pick<Clock, "now">,
  actions?: () => Readonly<Record<string, readonly string[]>>,
): Faults {
  const rules = new Map<string, ActiveFault>();
  let added = 0;
  return {
    add(rule) {
      const problem = problemOf(rule) ?? (actions && actionProblem(rule, actions()));
      if (problem !== undefined) throw new Error(`The fault cannot be added: ${problem}.`);
      added += 1;
      const id = rule.id ?? `fault-${added}`;
      rules.set(id, { ...rule, id, hits: 0, addedAt: clock.now() });
      return id;
    },
    list: () => [...rules.values()].map((rule) => ({ ...rule })),
    clear(id) {
      const ids = id === undefined ? [...rules.keys()] : rules.has(id) ? [id] : [];
      for (const one of ids) rules.delete(one);
      return ids.length;
    },
    snapshot() {
      const kept = added;
      return combine(
        snapshotMap(rules, (rule) => ({ ...rule })),
        () => {
          added = kept;
        },
      );
    },
    faultFor(call) {
      for (const rule of rules.values()) {
        if (!fits(rule, call) || (rule.probability !== undefined && random() >= rule.probability)) continue;
        rule.hits += 1;
        if (rule.count !== undefined && rule.hits >= rule.count) rules.delete(rule.id);
        return rule.fault;
      }
      return undefined;
    },
  };
}

/** What each kind of fault must say besides its kind. */
const MEMBERS: Record<Fault["kind"], Record<string, (value: unknown) => boolean>> = {
  refuse: { status: isErrorStatus, code: isText, message: isText },
  throttle: {},
  delay: { ms: isDuration },
  error: { when: isMoment },
  timeout: { when: isMoment },
  reset: { when: isMoment },
  stuck: {},
  failJob: { code: isText, message: isText },
  stale: { ms: isDuration },
  lag: { ms: isDuration },
  deny: {},
};

function problemOf({ fault, service, count, probability }: Omit<FaultRule, "id">): string | undefined {
  if (service !== undefined && !SERVICES.includes(service)) {
    return `there is no service "${service}"; ${meant(service, SERVICES)}known are ${SERVICES.join(", ")}`;
  }
  if (!Object.hasOwn(MEMBERS, fault.kind)) {
    return `there is no fault "${fault.kind}"; known are ${Object.keys(MEMBERS).join(", ")}`;
  }
  const wrong = Object.entries(MEMBERS[fault.kind]).find(([name, holds]) => !holds(Reflect.get(fault, name)));
  if (wrong !== undefined) return `the fault "${fault.kind}" needs a valid ${wrong[0]}`;
  if (count !== undefined && !(Number.isInteger(count) && count > 0)) return "count must be a whole number above 0";
  if (probability !== undefined && !(probability >= 0 && probability <= 1)) return "probability must be from 0 to 1";
  return undefined;
}

/** As calls are logged under; STS, ActionTrail and the resource manager are called at the address of RAM. */
const SERVICES = ["alb", "cas", "fnf", "fc", "sls", "ram", "dns", "kms", "cms"];

/** What is wrong with a rule for an action that no call ever has, of its service or of any; undefined for what can hit. */
function actionProblem(
  { service, action }: Pick<FaultRule, "service" | "action">,
  actions: Readonly<Record<string, readonly string[]>>,
): string | undefined {
  if (action === undefined || (service !== undefined && actions[service] === undefined)) return undefined;
  const known = service === undefined ? Object.values(actions).flat() : (actions[service] ?? []);
  if (known.includes(action)) return undefined;
  const owner = Object.keys(actions).find((name) => actions[name]?.includes(action));
  const hint = owner === undefined ? meant(action, known) : `it is one of ${owner}; `;
  const lacks = service === undefined ? "no service has the" : `${service} has no`;
  return `${lacks} action "${action}"; ${hint}\`albflow local log\` shows actions as they are called`;
}

function meant(text: string, names: readonly string[]): string {
  const name = closest(text, names);
  return name === undefined ? "" : `did you mean ${name}? `;
}

function fits(rule: FaultRule, call: CallToFault): boolean {
  return (
    (rule.accountId === undefined || rule.accountId === call.accountId) &&
    (rule.region === undefined || rule.region === call.region) &&
    (rule.service === undefined || rule.service === call.service) &&
    (rule.action === undefined || rule.action === call.action) &&
    (rule.resource === undefined || rule.resource === call.resource) &&
    !(rule.exceptDryRuns === true && call.isDryRun === true)
  );
}

function isErrorStatus(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 400 && Number(value) <= 599;
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isDuration(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function isMoment(value: unknown): boolean {
  return value === "before" || value === "after";
}

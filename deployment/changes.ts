import { AlbflowError } from "../shared/platform/errors.ts";
import { retry } from "../shared/platform/retry.ts";
import { cliMessage } from "./language.ts";

/** Something that a deployment brings about, or finds as it should be. */
export interface DeploymentChange {
  /** For example `flow albflow-startListener`. */
  what: string;
  kind: "create" | "change" | "remove" | "same";
  /** How it differs from what is there, line by line. */
  diff: string[];
  apply(): Promise<void>;
}

/** What came of it, as `${resources.<name>.output.*}` has it. */
export interface ChangeOutcome {
  created: number;
  changed: number;
  removed: number;
  unchanged: number;
}

/** Says what differs, and makes it so. */
export async function applyChanges(changes: DeploymentChange[], print: (line: string) => void): Promise<ChangeOutcome> {
  describeChanges(changes, print);
  for (const change of changes) await change.apply();
  return outcomeOf(changes);
}

/** Says what differs, in the order in which it would be done. */
export function describeChanges(changes: DeploymentChange[], print: (line: string) => void): void {
  for (const { what, kind, diff } of changes.filter((change) => change.kind !== "same")) {
    print(`${SIGNS[kind]} ${what}`);
    for (const line of diff) print(`    ${line}`);
  }
  print(cliMessage("changes-counted", { ...outcomeOf(changes) }));
}

/** The lines in which two texts differ, each with a `-` or a `+`; at most forty of them. */
export function lineDiff(before: string, after: string): string[] {
  const [old, now] = [before.trimEnd().split("\n"), after.trimEnd().split("\n")];
  let head = 0;
  while (head < Math.min(old.length, now.length) && old[head] === now[head]) head += 1;
  let tail = 0;
  const mostTail = Math.min(old.length, now.length) - head;
  while (tail < mostTail && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const lines = [
    ...old.slice(head, old.length - tail).map((line) => `- ${line}`),
    ...now.slice(head, now.length - tail).map((line) => `+ ${line}`),
  ];
  return lines.length <= MOST_LINES
    ? lines
    : [...lines.slice(0, MOST_LINES), cliMessage("lines-left-out", { lines: lines.length - MOST_LINES })];
}

/** Makes a call again while the cloud is busy: deploying everything at once is more than its rate limits like. */
export async function retryWhileBusy<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  return retry(call, ({ kind }) => kind === "Throttled" || kind === "Transient", PACING);
}

/** What a call gives, or undefined when what it is about does not exist. */
export async function orNothing<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await retryWhileBusy(call);
  } catch (error) {
    if (error instanceof AlbflowError && error.kind === "NotFound") return undefined;
    throw error;
  }
}

const SIGNS = { create: "+", change: "~", remove: "-", same: "=" };
const MOST_LINES = 40;
const PACING = { name: "deployment", firstMs: 500, longestMs: 2_500, attempts: () => 6 };

function outcomeOf(changes: DeploymentChange[]): ChangeOutcome {
  const count = (kind: DeploymentChange["kind"]) => changes.filter((change) => change.kind === kind).length;
  return { created: count("create"), changed: count("change"), removed: count("remove"), unchanged: count("same") };
}

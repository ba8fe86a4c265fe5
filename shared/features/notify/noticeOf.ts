import { IMPACTS, impactsOf } from "../../core/impact.ts";
import { clientsSawIn } from "../../core/observed.ts";
import { explain, type State, textIn, type Verdict } from "../../core/verdict.ts";
import { currentRound } from "../approvals/proposalOf.ts";
import type { Notice } from "./notice.ts";

/** What people are told of how an execution has ended; undefined when there was nothing to do. `url` is the API's. */
export function noticeOfEnd(verdict: Verdict, now: number, url: string): Notice | undefined {
  const { operation, execution, plan, state, stopped } = verdict;
  if (state === "unchanged") return undefined;
  const recovers = impactsOf(plan ?? {})[0] === "restores traffic";
  const isAsWished = state === "verified" || (stopped !== undefined && (state === "rolledBack" || state === "refused"));
  const kind = !isAsWished ? "failure" : recovers && state === "verified" ? "recovery" : "change";
  const end = stopped === undefined ? (ENDS[state] ?? "failed, and needs a person") : endOfStopped(stopped, state);
  return {
    key: `${kind}/${execution}`,
    kind,
    title: `${operation} on ${subjectOf(verdict)} ${end}`.slice(0, 200),
    sentences: [explain(verdict), ...seenIn(verdict), ...whoOf(verdict)],
    changes: state === "verified" ? (plan?.changes ?? []) : [],
    ...linkTo(url, "Look at the execution", `/executions/${execution}?operation=${operation}`),
    at: now,
  };
}

/** What approvers are asked. `link` leads to the plan; without one they are told the command. */
export function noticeOfQuestion(verdict: Verdict, now: number, link: string): Notice {
  const { operation, execution, plan, votesUntil } = verdict;
  return {
    key: `approval/${execution}/${currentRound(verdict)}`,
    kind: "approval",
    title: `Agree to ${operation} on ${subjectOf(verdict)}?`.slice(0, 200),
    sentences: [
      verdict.message,
      `What it means: ${describeImpacts(plan)}${plan?.effect ?? "nothing"}.`,
      ...(plan?.steps ?? []).slice(0, 20).map((step, position) => `${position + 1}. ${step}`),
      ...whoOf(verdict),
      `An answer counts until ${new Date(votesUntil).toISOString()}.`,
      ...(link === "" ? [`Answer with: albflow approve ${execution}`] : []),
    ],
    changes: plan?.changes ?? [],
    ...linkTo(link, "Look at the plan", ""),
    at: now,
  };
}

/** What clients saw, where something was taken back. */
function seenIn(verdict: Verdict): string[] {
  const seen = clientsSawIn(verdict);
  return seen === "" ? [] : [seen];
}

/** Each impact that somebody has to agree to, in a word. */
function describeImpacts(plan: Verdict["plan"]): string {
  const asking = impactsOf(plan ?? {}).filter((impact) => IMPACTS[impact].asks);
  return asking.length === 0 ? "" : `${asking.join(", ")}: `;
}

const ENDS: Partial<Record<State, string>> = {
  verified: "is done and verified",
  refused: "was refused; nothing was changed",
  rolledBack: "failed; everything is as before",
};

/** How what people have stopped has ended, and what that means for whoever reads it. */
function endOfStopped({ by }: NonNullable<Verdict["stopped"]>, state: State): string {
  const who = by === "" ? "past albflow" : `by ${by}`;
  const ends: Partial<Record<State, string>> = {
    refused: "nothing was changed",
    rolledBack: "everything is as before",
    left: "what it has changed stays, and nobody watches it",
  };
  return `was stopped ${who}; ${ends[state] ?? "taking it back has failed, and needs a person"}`;
}

function subjectOf({ input, execution }: Verdict): string {
  return textIn(input, "listenerId") || execution;
}

function whoOf({ input, approvedBy }: Verdict): string[] {
  const requester = textIn(input, "requestedBy");
  return [
    ...(requester === "" ? [] : [`${requester} has asked for it.`]),
    ...(approvedBy.length === 0 ? [] : [`${approvedBy.join(", ")} agreed.`]),
  ];
}

function linkTo(url: string, label: string, path: string): Pick<Notice, "link"> {
  return url === "" ? {} : { link: { label, url: `${url.replace(/\/+$/, "")}${path}` } };
}

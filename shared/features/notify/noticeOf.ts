import { IMPACTS, impactsOf } from "../../core/impact.ts";
import { clientsSawIn } from "../../core/observed.ts";
import { type State, storyOf, textIn, type Verdict } from "../../core/verdict.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { currentRound } from "../approvals/proposalOf.ts";
import type { Notice } from "./notice.ts";

/** What people are told of how an execution has ended; undefined when there was nothing to do. `url` is the API's. */
export function noticeOfEnd(verdict: Verdict, now: number, url: string): Notice | undefined {
  const { operation, execution, plan, state, stopped } = verdict;
  if (state === "unchanged") return undefined;
  const recovers = impactsOf(plan ?? {})[0] === "restores traffic";
  const isAsWished = state === "verified" || (stopped !== undefined && (state === "rolledBack" || state === "refused"));
  const kind = !isAsWished ? "failure" : recovers && state === "verified" ? "recovery" : "change";
  const about = { operation, resource: subjectOf(verdict) };
  const end =
    stopped === undefined ? reason(ENDS[state] ?? "change-needs-person", about) : endOfStopped(stopped, state, about);
  return {
    key: `${kind}/${execution}`,
    kind,
    title: end,
    sentences: [...storyOf(verdict), ...seenIn(verdict), ...whoOf(verdict)],
    changes: state === "verified" ? (plan?.changes ?? []) : [],
    ...linkTo(url, reason("see-execution"), `/executions/${execution}?operation=${operation}`),
    at: now,
  };
}

/** What approvers are asked. `link` leads to the plan; without one they are told the command. */
export function noticeOfQuestion(verdict: Verdict, now: number, link: string): Notice {
  const { operation, execution, plan, votesUntil } = verdict;
  return {
    key: `approval/${execution}/${currentRound(verdict)}`,
    kind: "approval",
    title: reason("approval-requested", { operation, resource: subjectOf(verdict) }),
    sentences: [
      verdict.reason,
      reason("plan-impact", { impacts: askingOf(plan), effect: plan?.effect ?? [] }),
      ...(plan?.steps ?? []).slice(0, 20).map((step, position) => reason("plan-step", { number: position + 1, step })),
      ...whoOf(verdict),
      reason("approval-open-until", { until: votesUntil }),
      ...(link === "" ? [reason("approval-command", { execution })] : []),
    ],
    changes: plan?.changes ?? [],
    ...linkTo(link, reason("see-plan"), ""),
    at: now,
  };
}

/** What clients saw, where something was taken back. */
function seenIn(verdict: Verdict): Reason[] {
  const seen = clientsSawIn(verdict);
  return seen === null ? [] : [seen];
}

/** Each impact that somebody has to agree to. */
function askingOf(plan: Verdict["plan"]): string[] {
  return impactsOf(plan ?? {}).filter((impact) => IMPACTS[impact].asks);
}

const ENDS: Partial<Record<State, "change-verified" | "change-refused" | "change-rolled-back">> = {
  verified: "change-verified",
  refused: "change-refused",
  rolledBack: "change-rolled-back",
};

/** How what people have stopped has ended, and what that means for whoever reads it. */
function endOfStopped(
  { by }: NonNullable<Verdict["stopped"]>,
  state: State,
  about: { operation: string; resource: string },
): Reason {
  const outcome = state === "refused" || state === "rolledBack" || state === "left" ? state : "failed";
  return reason("change-stopped", { ...about, by: by === "" ? null : by, outcome });
}

function subjectOf({ input, execution }: Verdict): string {
  return textIn(input, "listenerId") || execution;
}

function whoOf({ input, approvedBy }: Verdict): Reason[] {
  const requester = textIn(input, "requestedBy");
  return [
    ...(requester === "" ? [] : [reason("requested-by", { requester })]),
    ...(approvedBy.length === 0 ? [] : [reason("approved-by", { approvers: approvedBy })]),
  ];
}

function linkTo(url: string, label: Reason, path: string): Pick<Notice, "link"> {
  return url === "" ? {} : { link: { label, url: `${url.replace(/\/+$/, "")}${path}` } };
}

import { IMPACTS, impactsOf } from "../../core/impact.ts";
import { clientsSawIn } from "../../core/observed.ts";
import { type State, storyOf, textIn, type Verdict } from "../../core/verdict.ts";
import { nameAt } from "../../platform/place.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { approvalRequestOf, type Home } from "../approvals/approvalRequestOf.ts";
import { currentRound } from "../approvals/proposalOf.ts";
import type { Notice } from "./notice.ts";
import { noticeChanges } from "./noticeChanges.ts";

/** What people are told of how an execution has ended; undefined when there was nothing to do. `url` is the API's. */
export function noticeOfEnd(verdict: Verdict, now: number, url: string): Notice | undefined {
  const { operation, execution, plan, state, stopped } = verdict;
  if (state === "unchanged") return undefined;
  const recovers = impactsOf(plan ?? {})[0] === "restores traffic";
  const isAsWished = state === "verified" || (stopped !== undefined && (state === "rolledBack" || state === "refused"));
  const kind = !isAsWished ? "failure" : recovers && state === "verified" ? "recovery" : "change";
  const about = { operation, resource: subjectOf(verdict) };
  const end = stopped === undefined ? endOf(verdict, about) : endOfStopped(stopped, state, about);
  return {
    key: `${kind}/${execution}`,
    kind,
    title: end,
    sentences: [
      ...storyOf(verdict),
      ...seenIn(verdict),
      ...whoOf(verdict),
      reason("notice-of-execution", { execution }),
    ],
    changes: state === "verified" && plan !== null ? noticeChanges(plan) : [],
    ...linkTo(url, reason("see-execution"), `/executions/${execution}?operation=${operation}`),
    at: now,
  };
}

/**
 * What approvers are asked: who asks, why, of what, where, what it changes and what clients notice. `link` leads to the plan;
 * without one they are told the command. It comes once more as a reminder when half of the time is over.
 */
export function noticeOfQuestion(
  verdict: Verdict,
  now: number,
  { link, place, isReminder }: { link: string; place: Home; isReminder: boolean },
): Notice {
  const { operation, execution, plan, votesUntil } = verdict;
  const { account, region, environment, listenerId, listenerName, listens, loadBalancerId } = approvalRequestOf(
    verdict,
    place,
  );
  // The verdict's own reason says the first step, which is all of most plans.
  const steps = plan?.steps ?? [];
  const decide = (decision: "agree" | "deny") => `${link}?decision=${decision}`;
  return {
    key: `approval/${execution}/${currentRound(verdict)}${isReminder ? "/reminder" : ""}`,
    kind: "approval",
    title: reason(isReminder ? "approval-requested-again" : "approval-requested", {
      operation,
      resource: subjectOf(verdict),
    }),
    sentences: [
      ...(isReminder ? [reason("approval-reminder", { until: votesUntil })] : []),
      verdict.reason,
      ...(listenerId === "" ? [] : [reason("request-listener", { listenerId, listenerName, listens, loadBalancerId })]),
      reason("request-place", { account, region, environment }),
      reason("plan-impact", { impacts: askingOf(plan), effect: plan?.effect ?? [] }),
      ...(steps.length === 1 ? [] : steps.slice(0, 20)).map((step, position) =>
        reason("plan-step", { number: position + 1, step }),
      ),
      ...whoOf(verdict),
      ...(isReminder ? [] : [reason("approval-open-until", { until: votesUntil })]),
      reason("notice-of-execution", { execution }),
      ...(link === "" ? [reason("approval-command", { execution })] : []),
    ],
    changes: plan === null ? [] : noticeChanges(plan),
    ...linkTo(link, reason("see-plan"), ""),
    ...(link === ""
      ? {}
      : {
          actions: [
            { label: reason("button-agree"), url: decide("agree") },
            { label: reason("button-deny"), url: decide("deny") },
          ],
        }),
    at: now,
  };
}

function endOf({ state, reason: { code } }: Verdict, about: { operation: string; resource: string }): Reason {
  if (state === "refused" && code === "approval-expired") return reason("change-unanswered", about);
  return reason(ENDS[state] ?? "change-needs-person", about);
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

function subjectOf({ input, execution, place }: Verdict): string {
  const listenerId = textIn(input, "listenerId");
  return listenerId === "" ? execution : nameAt(place, listenerId);
}

function whoOf({ input, approvedBy }: Verdict): Reason[] {
  const requester = textIn(input, "requestedBy");
  const [why, ticket] = [textIn(input, "reason"), textIn(input, "ticket")];
  return [
    ...(requester === "" ? [] : [reason("requested-by", { requester })]),
    ...(why === "" && ticket === "" ? [] : [reason("requested-for", { why, ticket })]),
    ...(approvedBy.length === 0 ? [] : [reason("approved-by", { approvers: approvedBy })]),
  ];
}

function linkTo(url: string, label: Reason, path: string): Pick<Notice, "link"> {
  return url === "" ? {} : { link: { label, url: `${url.replace(/\/+$/, "")}${path}` } };
}

import { isRunning, type Progress } from "../../graph/progress.ts";
import { Elapsed } from "../../page/Elapsed.tsx";
import { Moment } from "../../page/Moment.tsx";
import { sentencesOf } from "../../reportedReason.ts";
import { CONSOLE } from "../../view.ts";
import { type Language, MARKS } from "../../words/language.ts";
import type { ExecutionState, ExecutionView, ReportedStop, WriteView } from "./executionView.ts";
import type { ExecutionWords } from "./Flow.tsx";
import { whatItDoes } from "./History.tsx";

/** Where an execution stands, in the words that somebody who is woken needs first. */
export function StatusPanel({ view, progress, words, language, now }: StatusPanelProps) {
  const { verdict, approval } = view;
  const { tone, word } = shownOutcome(view, words);
  const open = progress.visits.findLast(({ exitedAt }) => exitedAt === null);
  const runs = isRunning(view.status);
  return (
    <div class={`notice standing ${tone}`}>
      {/* Said when it changes; the clocks beside it are not. */}
      <p class="hidden" role="status">
        {runs && open !== undefined
          ? `${word}${MARKS[language].colon}${open.state}, ${whatItDoes(open.state, language)}`
          : word}
      </p>
      <p class="heading">
        <strong>{word}</strong>
        <span class="faint">
          {runs ? words.runsFor : words.took} <Elapsed since={view.startedAt} until={view.stoppedAt} now={now} />
        </span>
      </p>
      {runs && open !== undefined ? (
        <p>
          <strong>{open.state}</strong> {whatItDoes(open.state, language)}{" "}
          <span class="faint">
            {words.since} <Elapsed since={open.enteredAt} until={null} now={now} />
          </span>
        </p>
      ) : null}
      {open?.nextTry === undefined || !runs ? null : <p>{words.nextTry(open.nextTry.number, open.nextTry.of)}</p>}
      {verdict === null || verdict.cause === null ? null : <p>{sentencesOf(verdict.cause)}</p>}
      {verdict === null || verdict.reason.message === "" ? null : <p>{sentencesOf(verdict.reason)}</p>}
      {verdict?.clientsSaw === undefined ? null : <p>{sentencesOf(verdict.clientsSaw)}</p>}
      {runs || !isUnsettled(view) ? null : <WhatIsWhere writes={verdict?.writes ?? []} words={words} />}
      {view.stopped === null ? null : <Stopped view={view} stop={view.stopped} words={words} />}
      {approval === null ? null : <Approval approval={approval} words={words} />}
    </div>
  );
}

interface StatusPanelProps {
  view: ExecutionView;
  progress: Progress;
  words: ExecutionWords;
  language: Language;
  now: number;
}

/** Whether it has ended between before and after, so that somebody must know what is in place. */
function isUnsettled({ status, verdict }: ExecutionView): boolean {
  return status !== "Succeeded" && verdict !== null && verdict.state !== "refused" && verdict.state !== "rolledBack";
}

/** Of each resource that was written: whether the last write changed it or was the rollback's, or nobody knows. */
function WhatIsWhere({ writes, words }: { writes: WriteView[]; words: ExecutionWords }) {
  const named = (shown: WriteView[]) => shown.map(({ action, resource }) => `${resource} (${action})`).join(", ");
  const last = [
    ...new Map(writes.filter(({ outcome }) => outcome !== "refused").map((one) => [one.resource, one])).values(),
  ];
  const groups: [string, WriteView[]][] = [
    [words.stays, last.filter(({ outcome, back }) => outcome === "done" && !back)],
    [words.takenBack, last.filter(({ outcome, back }) => outcome === "done" && back)],
    [words.uncertain, last.filter(({ outcome }) => outcome === "unknown")],
  ];
  return (
    <ul class="what-is-where">
      {groups
        .filter(([, shown]) => shown.length > 0)
        .map(([title, shown]) => (
          <li>
            {title} {named(shown)}
          </li>
        ))}
    </ul>
  );
}

/** Who has stopped it, when, and where what becomes of it is seen. */
function Stopped({ view, stop, words }: { view: ExecutionView; stop: ReportedStop; words: ExecutionWords }) {
  const { by, at, mode, rollbackTarget } = stop;
  return (
    <p>
      {words.stoppedBy(by)} <Moment at={at} />
      {rollbackTarget === null ? null : (
        <>
          {" · "}
          <a href={`${CONSOLE}/executions/${view.operation}/${rollbackTarget}`}>
            {mode === "leave" ? words.tellsIn : words.takesBackIn}
          </a>
        </>
      )}
    </p>
  );
}

function Approval({ approval, words }: { approval: NonNullable<ExecutionView["approval"]>; words: ExecutionWords }) {
  const { needed, approvedBy, until, link } = approval;
  return (
    <>
      <p>
        {words.approvalNeeded(needed)} {words.approvalUntil} <Moment at={until} />
        {approvedBy.length === 0 ? null : ` · ${words.approvedBy} ${approvedBy.join(", ")}`}
      </p>
      <p class="actions">
        <a
          class="button main"
          href={`${CONSOLE}${new URL(link, "http://albflow").pathname.replace(/^.*(?=\/approvals\/)/, "")}`}
        >
          {words.toApproval}
        </a>
      </p>
    </>
  );
}

/** How it stands as a word and a tone; a failure that left everything as it was is told as that. */
export function shownOutcome(
  { status, verdict, state, approval, stoppedExecution }: OutcomeOf,
  words: ExecutionWords,
): { tone: "ok" | "bad" | "warn" | "busy"; word: string } {
  const last = verdict?.state ?? state;
  const isWayBack = stoppedExecution !== undefined;
  if (isRunning(status)) return { tone: "busy", word: approval ? words.waitsForApproval : words.Running };
  if (status === "Succeeded" && last === "left") return { tone: "warn", word: words.left };
  if (status === "Succeeded") return { tone: "ok", word: last === "unchanged" ? words.skipped : words.Succeeded };
  if (status === "Failed" && last === "refused") {
    return { tone: "warn", word: isWayBack ? words.stoppedUnchanged : words.refused };
  }
  if (status === "Failed" && last === "rolledBack") {
    return { tone: "warn", word: isWayBack ? words.stoppedTakenBack : words.undone };
  }
  if (status === "Stopped") return { tone: "warn", word: words.Stopped };
  return { tone: "bad", word: status === "TimedOut" ? words.TimedOut : words.Failed };
}

/** What is known of how an execution stands; a list knows less than its page. */
type OutcomeOf = Pick<ExecutionView, "status"> & {
  verdict?: { state: ExecutionState } | null;
  state?: ExecutionState;
  approval?: object | null;
  stoppedExecution?: object | undefined;
};

import { isRunning, type Progress } from "../../graph/progress.ts";
import { Elapsed } from "../../page/Elapsed.tsx";
import { Moment } from "../../page/Moment.tsx";
import { CONSOLE } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import type { ExecutionWords } from "./Flow.tsx";
import { whatItDoes } from "./History.tsx";
import type { ToldExecution } from "./told.ts";

/** Where an execution stands, in the words that somebody who is woken needs first. */
export function Standing({ told, progress, words, language, now }: StandingProps) {
  const { verdict, approval } = told;
  const { tone, word } = outcomeOf(told, words);
  const open = progress.visits.findLast(({ exitedAt }) => exitedAt === null);
  const runs = isRunning(told.status);
  return (
    <div class={`notice standing ${tone}`}>
      {/* Said when it changes; the clocks beside it are not. */}
      <p class="hidden" role="status">
        {runs && open !== undefined ? `${word}: ${open.state}, ${whatItDoes(open.state, language)}` : word}
      </p>
      <p class="heading">
        <strong>{word}</strong>
        <span class="faint">
          {runs ? words.runsFor : words.took} <Elapsed since={told.startedAt} until={told.stoppedAt} now={now} />
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
      {verdict === null || verdict.because === "" ? null : <p lang="en">{verdict.because}</p>}
      {approval === null ? null : <Approval approval={approval} words={words} />}
    </div>
  );
}

interface StandingProps {
  told: ToldExecution;
  progress: Progress;
  words: ExecutionWords;
  language: Language;
  now: number;
}

function Approval({ approval, words }: { approval: NonNullable<ToldExecution["approval"]>; words: ExecutionWords }) {
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
export function outcomeOf(
  { status, verdict, state }: Pick<ToldExecution, "status"> & { verdict?: { state: string } | null; state?: string },
  words: ExecutionWords,
): { tone: "ok" | "bad" | "warn" | "busy"; word: string } {
  const last = verdict?.state ?? state;
  if (isRunning(status)) return { tone: "busy", word: words.Running };
  if (status === "Succeeded") return { tone: "ok", word: last === "skip" ? words.skipped : words.Succeeded };
  if (status === "Failed" && last === "refuse") return { tone: "warn", word: words.refused };
  if (status === "Failed" && last === "undone") return { tone: "warn", word: words.undone };
  if (status === "Stopped") return { tone: "warn", word: words.Stopped };
  return { tone: "bad", word: status === "TimedOut" ? words.TimedOut : words.Failed };
}

import { SIGNS } from "../../graph/FlowPicture.tsx";
import type { Progress } from "../../graph/progress.ts";
import { Elapsed } from "../../page/Elapsed.tsx";
import { Moment } from "../../page/Moment.tsx";
import type { ReportedReason } from "../../reportedReason.ts";
import { type Language, MARKS } from "../../words/language.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import type { ExecutionWords } from "./Flow.tsx";
import { type FoldedVisit, foldVisits } from "./foldVisits.ts";
import { fixWords, stateWords } from "./stateWords.ts";

/** What the picture shows, as a list: each state with its time, what it says, and which tries failed. */
export function History({ progress, words, language, now }: HistoryProps) {
  const lines = foldVisits(progress.visits);
  return (
    <section class="card" id="history-card" aria-labelledby="history">
      <h2 id="history">{words.history}</h2>
      {lines.length === 0 ? <p class="empty">{words.nothingYet}</p> : null}
      <ol class="history">
        {lines.map((line, index) => (
          <Line line={line} before={lines[index - 1]} words={words} language={language} now={now} />
        ))}
      </ol>
    </section>
  );
}

interface HistoryProps {
  progress: Progress;
  words: ExecutionWords;
  language: Language;
  now: number;
}

interface LineProps extends Omit<HistoryProps, "progress"> {
  line: FoldedVisit;
  before: FoldedVisit | undefined;
}

function Line({ line, before, words, language, now }: LineProps) {
  const { state, condition, enteredAt, exitedAt, visits, verdict, failedTries = [] } = line;
  const view = (verdict as { reason: ReportedReason } | undefined)?.reason.message ?? "";
  const isNew = view !== "" && view !== (before?.verdict as { reason: ReportedReason } | undefined)?.reason.message;
  const { stop } = MARKS[language];
  return (
    <li class={condition}>
      <span class="sign" aria-hidden="true">
        {SIGNS[condition]}
      </span>
      <div>
        <p>
          <strong>{state}</strong>{" "}
          <span class="hidden">
            {words[condition]}
            {stop}
          </span>
          <span class="soft">{whatItDoes(state, language)}</span>
          {visits > 1 ? <span class="faint"> · {words.times(visits)}</span> : null}
        </p>
        {isNew ? <p class="because">{view}</p> : null}
        {failedTries.map(({ error, cause }, index) => (
          <p class="try">
            {words.failedTry(index + 1, error)}
            {messageOf(cause) === "" ? null : <span> ({messageOf(cause)})</span>}
            {stop}
            <span class="fix">{errorFixOf(error, language)}</span>
          </p>
        ))}
      </div>
      <p class="times">
        <Elapsed since={enteredAt} until={condition === "stopped" ? enteredAt : exitedAt} now={now} />
        <span class="sub">
          <Moment at={enteredAt} />
        </span>
      </p>
    </li>
  );
}

/** What the API says of a reason; empty where nothing is known. */
function messageOf(view: Partial<ReportedReason>): string {
  return view.message ?? "";
}

/** What a state does; of a flow that has changed since, nobody knows any more. */
export function whatItDoes(state: string, language: Language): string {
  const words = wordsIn(stateWords, language);
  return Object.hasOwn(words, state) ? words[state as keyof typeof words] : "";
}

/** What to do about an error; empty where that is not known. */
export function errorFixOf(error: string, language: Language): string {
  const known = Object.entries(wordsIn(fixWords, language)).find(([name]) => error.startsWith(name));
  return known?.[1] ?? "";
}

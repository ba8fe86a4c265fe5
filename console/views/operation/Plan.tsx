import { IMPACTS, impactsOf } from "../../../shared/core/impact.ts";
import { changeName, changeValue } from "../../../shared/core/messages/fieldNames.ts";
import { planRows } from "../../../shared/core/planRows.ts";
import { type Language, MARKS } from "../../words/language.ts";
import type { Words } from "../../words/wordsIn.ts";
import type { PlanView } from "../execution/executionView.ts";
import type { planWords } from "./planWords.ts";

/** A plan: what changes, in which steps, and what clients will notice. */
export function Plan({ plan, words, language }: { plan: PlanView; words: PlanWords; language: Language }) {
  const { steps, effect } = plan;
  const impacts = impactsOf(plan);
  const changes = planRows(plan);
  const { colon, semicolon } = MARKS[language];
  const clients = effect.map(({ message }) => message).join(semicolon);
  return (
    <div class="plan">
      <section aria-labelledby="plan-impact">
        <h3 id="plan-impact">{words.impact}</h3>
        <p class={`impact ${impacts.some((impact) => IMPACTS[impact].asks) ? "bad" : "ok"}`}>
          <strong>{impacts.map((impact) => words[impact]).join(" · ")}</strong>
          {clients === impacts[0] ? null : (
            <span>
              {colon}
              {clients}
            </span>
          )}{" "}
          · {durationOf(plan, words)}
        </p>
      </section>
      {changes.length === 0 ? null : (
        <section aria-labelledby="plan-changes">
          <h3 id="plan-changes">{words.changes}</h3>
          <div class="scroll">
            <table class="table diff">
              <thead>
                <tr>
                  <th scope="col">{words.field}</th>
                  <th scope="col">{words.before}</th>
                  <th scope="col">{words.after}</th>
                </tr>
              </thead>
              <tbody>
                {changes.map(({ field, before, after }) => (
                  <tr>
                    <th scope="row">{changeName(field, language)}</th>
                    <td class="minus">
                      <Lines lines={before.map((line) => changeValue(field, line, language))} words={words} />
                    </td>
                    <td class="plus">
                      <Lines lines={after.map((line) => changeValue(field, line, language))} words={words} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
      {steps.length === 0 ? null : (
        <section aria-labelledby="plan-steps">
          <h3 id="plan-steps">{words.steps}</h3>
          <ol class="steps">
            {steps.map((step) => (
              <li>{step.message}</li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

export type PlanWords = Words<typeof planWords>;

function durationOf({ expectedSeconds, atMostSeconds = 0, watch }: PlanView, words: PlanWords): string {
  const takes = `${words.takes(expectedSeconds)} ${atMostSeconds > 0 ? words.atMost(atMostSeconds) : ""}`.trimEnd();
  if (watch.between !== undefined) {
    return `${takes} ${words.watchedBetween(watch.between.seconds, watch.between.steps.length)} ${words.watched(watch.seconds)}`;
  }
  if (watch.seconds === 0) return takes;
  return `${takes} ${watch.throughout ? words.watched(watch.seconds) : words.watchedUntil(watch.seconds)}`;
}

/** One side of a change, one item a line. */
function Lines({ lines, words }: { lines: string[]; words: PlanWords }) {
  if (lines.length === 0) return <span class="faint">{words.nothing}</span>;
  return (
    <>
      {lines.map((line) => (
        <code class="value">{line}</code>
      ))}
    </>
  );
}

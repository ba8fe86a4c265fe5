import type { Words } from "../../words/words.ts";
import type { ToldPlan } from "../execution/told.ts";
import type { planWords } from "./planWords.ts";

/** A plan: what changes, in which steps, and what clients will notice. */
export function Plan({ plan, words }: { plan: ToldPlan; words: PlanWords }) {
  const { changes, steps, effect, impact } = plan;
  return (
    <div class="plan">
      <section aria-labelledby="plan-impact">
        <h3 id="plan-impact">{words.impact}</h3>
        <p class={`impact ${impact === "interrupts traffic" ? "bad" : "ok"}`}>
          <strong>{words[impact as keyof Pick<PlanWords, "no interruption">] ?? impact}</strong>
          {effect === impact ? null : <span lang="en">: {effect}</span>} · {durationOf(plan, words)}
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
                    <th scope="row">
                      <code>{field}</code>
                    </th>
                    <td class="minus">
                      <Value value={before} words={words} />
                    </td>
                    <td class="plus">
                      <Value value={after} words={words} />
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
          <ol class="steps" lang="en">
            {steps.map((step) => (
              <li>{step}</li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

export type PlanWords = Words<typeof planWords>;

function durationOf({ expectedSeconds, watch }: ToldPlan, words: PlanWords): string {
  const takes = words.takes(expectedSeconds);
  if (watch.seconds === 0) return takes;
  return `${takes} ${watch.throughout ? words.watched(watch.seconds) : words.watchedUntil(watch.seconds)}`;
}

/** A value as it stands in the configuration; a list one item a line. */
function Value({ value, words }: { value: unknown; words: PlanWords }) {
  const items = Array.isArray(value) ? value : [value];
  if (items.length === 0 || value === null || value === undefined) return <span class="faint">{words.nothing}</span>;
  return (
    <>
      {items.map((item) => (
        <code class="value">{typeof item === "string" ? item : JSON.stringify(item)}</code>
      ))}
    </>
  );
}

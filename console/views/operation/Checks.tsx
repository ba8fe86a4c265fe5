import { type ReportedReason, sentencesOf } from "../../reportedReason.ts";
import type { PlanWords } from "./Plan.tsx";

/** A rule that preflight has looked at, and what it has against it. */
export interface Check {
  /** What must be so. */
  requires: ReportedReason;
  reasons: ReportedReason[];
}

/** What was checked: first what is in the way, then what is not. */
export function Checks({ checks, words }: { checks: Check[]; words: PlanWords }) {
  const against = checks.filter(({ reasons }) => reasons.length > 0);
  const passed = checks.filter(({ reasons }) => reasons.length === 0);
  if (checks.length === 0) return null;
  return (
    <section class="card" aria-labelledby="checks">
      <div class="heading">
        <h2 id="checks">{words.checks}</h2>
        <span class="faint">{words.checksPassed(passed.length, checks.length)}</span>
      </div>
      <div class="body">
        {against.length === 0 ? null : (
          <ul class="checks">
            {against.map(({ reasons }) => (
              <li class="bad">
                <span aria-hidden="true">✕</span>
                <span class="hidden">{words.against}</span>
                <span>{reasons.map(sentencesOf).join(" ")}</span>
              </li>
            ))}
          </ul>
        )}
        {passed.length === 0 ? null : (
          <details open={against.length === 0}>
            <summary>{words.checksPassed(passed.length, checks.length)}</summary>
            <ul class="checks">
              {passed.map(({ requires }) => (
                <li class="ok">
                  <span aria-hidden="true">✓</span>
                  <span class="hidden">{words.passed}</span>
                  <span>{sentencesOf(requires)}</span>
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </section>
  );
}

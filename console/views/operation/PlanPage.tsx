import { randomUUID } from "node:crypto";
import { allows, type Identity } from "../../../shared/features/api/authentication/identity.ts";
import { sentencesOf } from "../../reportedReason.ts";
import { CONSOLE } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import type { VerdictView } from "../execution/executionView.ts";
import { type Check, Checks } from "./Checks.tsx";
import { Plan } from "./Plan.tsx";
import { planPageWords } from "./planPageWords.ts";
import { planWords } from "./planWords.ts";

/** A plan as the API answers it. */
export type PlannedVerdict = Omit<VerdictView, "writes"> & { checks?: Check[] };

/** What would be done, or why not, and the button that does it. */
export function PlanPage({ verdict, operation, run, identity, language }: PlanPageProps) {
  const words = wordsIn(planPageWords, language);
  const view = wordsIn(planWords, language);
  const { state, reason, plan, checks = [] } = verdict;
  const { tone, title } = TONES[state] ?? { tone: "bad", title: "refused" };
  const mayRun = allows(identity, "operate", { operation, touches: verdict.touches });
  return (
    <div id="plan-of-it" class="planned" tabindex={-1}>
      <div class={`notice ${tone}`} role="status">
        <p>
          <strong>{words[title]}</strong>
        </p>
        {state === "planned" ? null : <p>{sentencesOf(reason)}</p>}
        {state === "awaitingApproval" ? (
          <p>
            {words.askHow} <a href={`${CONSOLE}/approvals`}>{words.approvals}</a>
          </p>
        ) : null}
      </div>
      {plan === null ? null : (
        <section class="card" aria-labelledby="plan-title">
          <h2 id="plan-title">{words.plan}</h2>
          <div class="body">
            <Plan plan={plan} words={view} language={language} />
          </div>
        </section>
      )}
      <Checks checks={checks} words={view} />
      {plan === null ? null : mayRun ? (
        <form method="post" action={run.action} class="run" data-enhanced data-busy={words.starting}>
          <input type="hidden" name="key" value={`console-${operation}-${randomUUID()}`} />
          {Object.entries(run.fields).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <div class="why">
            <label for="why">{words.why}</label>
            <input id="why" name="reason" maxlength={500} value={run.why} autocomplete="off" />
            <label for="ticket">{words.ticket}</label>
            <input id="ticket" name="ticket" maxlength={200} value={run.ticket} autocomplete="off" />
          </div>
          <button type="submit" class={plan.needsApproval ? "danger" : "main"}>
            {plan.needsApproval ? words.runAndAsk : words.run}
          </button>
          <p class="hint">{words.runHint}</p>
        </form>
      ) : (
        <p class="hint">{words.mayNotRun}</p>
      )}
    </div>
  );
}

interface PlanPageProps {
  verdict: PlannedVerdict;
  operation: string;
  listenerId?: string;
  /** Where the button leads, and what it takes along. */
  run: { action: string; fields: Record<string, string>; why: string; ticket: string };
  identity: Identity;
  language: Language;
}

const TONES: Record<
  string,
  { tone: "ok" | "warn" | "bad"; title: "planned" | "awaitingApproval" | "unchanged" | "refused" }
> = {
  planned: { tone: "ok", title: "planned" },
  awaitingApproval: { tone: "warn", title: "awaitingApproval" },
  unchanged: { tone: "ok", title: "unchanged" },
};

import { randomUUID } from "node:crypto";
import { type BulkTarget, isChanging } from "../../../shared/core/bulk/planBulk.ts";
import { type Impact, impactsOf } from "../../../shared/core/impact.ts";
import { changeName, saidValues } from "../../../shared/core/messages/fieldNames.ts";
import { planRows } from "../../../shared/core/planRows.ts";
import { type ReportedReason, sentencesOf } from "../../reportedReason.ts";
import { CONSOLE, type PageCall } from "../../view.ts";
import { MARKS } from "../../words/language.ts";
import { operationName } from "../../words/operationNames.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import type { VerdictView } from "../execution/executionView.ts";
import { planPageWords } from "../operation/planPageWords.ts";
import { planWords } from "../operation/planWords.ts";
import { BulkRows } from "./BulkRows.tsx";
import { bulkWords } from "./bulkWords.ts";

type PlannedRow = BulkTarget & { reason: ReportedReason } & Pick<VerdictView, "state" | "plan">;

/** What one operation would do to each of the selected listeners, and the button that runs it. */
export async function planPage(call: PageCall, asked: { operation: string; input: object }) {
  const { language, api } = call;
  const [words, page, plan] = [
    wordsIn(bulkWords, language),
    wordsIn(planPageWords, language),
    wordsIn(planWords, language),
  ];
  const { hash, targets } = await api.post<{ hash: string; targets: PlannedRow[] }>("/bulk?plan", asked);
  const changing = targets.filter(isChanging);
  const title = operationName(asked.operation, language);
  const rows = targets.map(
    (target) =>
      [
        target,
        isChanging(target) && target.plan !== null ? (
          planRows(target.plan).map(({ field, before, after }) => (
            <span class="sub">
              {changeName(field, language)}
              {MARKS[language].colon}
              <code class="value">{saidValues(field, before, language)}</code> →{" "}
              <code class="value">{saidValues(field, after, language)}</code>
            </span>
          ))
        ) : (
          <span class="faint">{sentencesOf(target.reason)}</span>
        ),
        isChanging(target) && target.plan !== null
          ? impactsOf(target.plan)
              .map((impact: Impact) => plan[impact])
              .join(" · ")
          : "–",
      ] as const,
  );
  const content = (
    <div id="plan-of-it" class="planned" tabindex={-1}>
      <div class="heading">
        <h1>
          {title}
          {words.onListeners(targets.length)}
        </h1>
      </div>
      <p class="notice" role="status">
        {words.planned}
      </p>
      <div class="card">
        <BulkRows title={title} columns={[words.listener, words.changes, words.impact]} rows={rows} />
      </div>
      {changing.length === 0 ? null : (
        <form method="post" action={`${CONSOLE}/bulk/run`} class="run" data-enhanced data-busy={page.starting}>
          <input type="hidden" name="key" value={`console-${randomUUID()}`} />
          <input type="hidden" name="body" value={JSON.stringify({ ...asked, plan: hash })} />
          <div class="why">
            <label for="why">{page.why}</label>
            <input id="why" name="reason" maxlength={500} autocomplete="off" />
            <label for="ticket">{page.ticket}</label>
            <input id="ticket" name="ticket" maxlength={200} autocomplete="off" />
          </div>
          <button type="submit" class={changing.some((one) => one.plan?.needsApproval === true) ? "danger" : "main"}>
            {words.run(changing.length)}
          </button>
          <p class="hint">{words.hint}</p>
        </form>
      )}
    </div>
  );
  return { title, page: content };
}

import { changeName, saidValues } from "../../shared/core/messages/fieldNames.ts";
import type { PlanRow } from "../../shared/core/planRows.ts";
import { type Language, MARKS } from "../words/language.ts";

/** What was changed, each value in a line: what it was, and what it is. */
export function Changes({ changes, language }: { changes: PlanRow[]; language: Language }) {
  return (
    <>
      {changes.map(({ field, before, after }) => (
        <span class="change">
          {changeName(field, language)}
          {MARKS[language].colon}
          {saidValues(field, before, language)} → {saidValues(field, after, language)}
        </span>
      ))}
    </>
  );
}

import { listedOperations } from "../../../shared/features/api/contract.ts";
import { OUTCOMES } from "../../../shared/features/api/executionFilter.ts";
import type { Language } from "../../words/language.ts";
import { operationName } from "../../words/operationNames.ts";
import type { Words } from "../../words/wordsIn.ts";
import type { executionWords } from "../execution/executionWords.ts";
import type { executionsWords } from "./executionsWords.ts";

/** The form above the list. */
export function ExecutionFilters({ query, words, statuses, language }: FiltersProps) {
  return (
    <form method="get" class="filters">
      <div class="field">
        <label for="operation">{words.operation}</label>
        <select id="operation" name="operation">
          <option value="">{words.any}</option>
          {listedOperations().map(({ name }) => (
            <option value={name} selected={query.get("operation") === name}>
              {operationName(name, language)}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="outcome">{words.status}</label>
        <select id="outcome" name="outcome">
          <option value="">{words.any}</option>
          {OUTCOMES.map((outcome) => (
            <option value={outcome} selected={query.get("outcome") === outcome}>
              {statuses[OUTCOME_WORDS[outcome]]}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="resource">{words.resource}</label>
        <input
          id="resource"
          name="resource"
          value={query.get("resource") ?? query.get("listenerId") ?? ""}
          placeholder="lsn-…"
        />
      </div>
      <div class="field">
        <label for="requestedBy">{words.by}</label>
        <input id="requestedBy" name="requestedBy" value={query.get("requestedBy") ?? ""} />
      </div>
      <div class="field">
        <label for="from">{words.from}</label>
        <input id="from" name="from" type="date" value={query.get("from") ?? ""} />
      </div>
      <div class="field">
        <label for="to">{words.to}</label>
        <input id="to" name="to" type="date" value={query.get("to") ?? ""} />
      </div>
      <button type="submit">{words.show}</button>
    </form>
  );
}

interface FiltersProps {
  query: URLSearchParams;
  words: Words<typeof executionsWords>;
  statuses: Words<typeof executionWords>;
  language: Language;
}

/** What outcomes are called. */
const OUTCOME_WORDS = {
  running: "Running",
  done: "Succeeded",
  unchanged: "skipped",
  refused: "refused",
  takenBack: "undone",
  left: "left",
  stopped: "Stopped",
  failed: "Failed",
} as const satisfies Record<(typeof OUTCOMES)[number], keyof typeof executionWords>;

/** What the page was asked for; what was left open is not in it. */
export function executionFiltersIn(query: URLSearchParams): URLSearchParams {
  const filters = new URLSearchParams();
  for (const name of FILTERS) {
    const value = (query.get(name) ?? "").trim();
    if (value !== "") filters.set(name, value);
  }
  return filters;
}

/** The form's own, and those that links have. */
const FILTERS = [
  "operation",
  "outcome",
  "resource",
  "requestedBy",
  "from",
  "to",
  "cursor",
  "status",
  "listenerId",
] as const;

/** The same as the API has it: whole days in UTC. */
export function askedOf(filters: URLSearchParams): Record<string, string> {
  const { from, to, ...others } = Object.fromEntries(filters);
  return {
    ...others,
    ...(isDay(from) ? { since: `${from}T00:00:00Z` } : {}),
    ...(isDay(to) ? { until: `${to}T23:59:59.999Z` } : {}),
  };
}

function isDay(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && Number.isFinite(Date.parse(text));
}

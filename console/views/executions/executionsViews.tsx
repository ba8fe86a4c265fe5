import type { PlanRow } from "../../../shared/core/planRows.ts";
import { listedOperations } from "../../../shared/features/api/contract.ts";
import { OUTCOMES } from "../../../shared/features/api/executionFilter.ts";
import { regionName } from "../../../shared/platform/place.ts";
import type { ReadBy } from "../../cache.ts";
import { Changes } from "../../components/Changes.tsx";
import { ReadAt } from "../../components/ReadAt.tsx";
import { Deferred } from "../../page/Deferred.tsx";
import { Elapsed } from "../../page/Elapsed.tsx";
import { Moment } from "../../page/Moment.tsx";
import { listenerAddress } from "../../placeQuery.ts";
import type { ReportedReason } from "../../reportedReason.ts";
import { CONSOLE, type PageCall, type View } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { executionName, operationName } from "../../words/operationNames.ts";
import { type Words, wordsIn } from "../../words/wordsIn.ts";
import { executionAddress } from "../execution/Execution.tsx";
import type { ExecutionState } from "../execution/executionView.ts";
import { executionWords } from "../execution/executionWords.ts";
import { shownOutcome } from "../execution/StatusPanel.tsx";
import { executionsWords } from "./executionsWords.ts";

/** The executions of all operations, the latest first. */
export const executionsViews: View[] = [
  {
    method: "GET",
    path: "/executions",
    section: "executions",
    async answer({ query, language }) {
      const words = wordsIn(executionsWords, language);
      const rows = `${CONSOLE}/executions-list?${filtersIn(query).toString()}`;
      return {
        title: words.title,
        page: (
          <>
            <h1>{words.title}</h1>
            <Filters query={query} words={words} statuses={wordsIn(executionWords, language)} language={language} />
            <Deferred from={rows} language={language} {...(query.has("cursor") ? {} : { again: AGAIN_SECONDS })}>
              <p class="reading card">{words.reading}</p>
            </Deferred>
          </>
        ),
      };
    },
  },
  { method: "GET", path: "/executions-list", isFragment: true, answer: list },
];

/** An execution as `GET /executions` lists it. */
interface ListedExecution {
  name: string;
  operation: string;
  status: string;
  startedAt: string;
  stoppedAt: string | null;
  listenerId: string;
  /** Where it is, where that is not home. */
  region?: string;
  account?: string;
  undoes: string;
  requestedBy: string;
  state?: ExecutionState;
  reason?: ReportedReason;
  cause?: ReportedReason | null;
  stoppedExecution?: object;
  changes?: PlanRow[];
  made?: { name: string; id: string }[];
}

const LIMIT = 50;
/** After so many seconds the list is read again, while somebody looks at it. */
const AGAIN_SECONDS = 15;

/** What the page was asked for; what was left open is not in it. */
function filtersIn(query: URLSearchParams): URLSearchParams {
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
function askedOf(filters: URLSearchParams): Record<string, string> {
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

function Filters({ query, words, statuses, language }: FiltersProps) {
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

interface FiltersProps {
  query: URLSearchParams;
  words: Words<typeof executionsWords>;
  statuses: Words<typeof executionWords>;
  language: Language;
}

type Page = { executions: ListedExecution[]; nextCursor: string | null } & ReadBy;

/** What was changed speaks for itself, unless it was stopped or went wrong. */
function tellsWhy({ changes = [], stoppedExecution, cause }: ListedExecution): boolean {
  return changes.length === 0 || stoppedExecution !== undefined || (cause ?? null) !== null;
}

/** What went wrong, and how things are now. */
function Why({ row: { cause, reason } }: { row: ListedExecution }) {
  return (
    <>
      {cause ? <span class="change">{cause.message}</span> : null}
      {reason === undefined ? null : <span class="change">{reason.message}</span>}
    </>
  );
}

/** New ids that somebody looks for: those of listeners lead to them. */
function Made({
  made,
  at,
  words,
}: {
  made: { name: string; id: string }[];
  at: { region?: string; account?: string };
  words: Words<typeof executionsWords>;
}) {
  return (
    <>
      {made.map(({ id }) => (
        <span class="change">
          {words.made}{" "}
          {id.startsWith("lsn-") ? <a href={listenerAddress({ ...at, listenerId: id })}>{id}</a> : <code>{id}</code>}
        </span>
      ))}
    </>
  );
}

async function list({ api, query, language, now }: PageCall) {
  const words = wordsIn(executionsWords, language);
  const outcomes = wordsIn(executionWords, language);
  const filters = filtersIn(query);
  const { executions, nextCursor, readAt } = await api.get<Page>("/executions", {
    ...askedOf(filters),
    limit: String(LIMIT),
  });
  const older = new URLSearchParams(filters);
  if (nextCursor !== null) older.set("cursor", nextCursor);
  const pages =
    nextCursor === null ? null : (
      <p class="pages">
        <a href={`${CONSOLE}/executions?${older.toString()}`}>{words.older}</a>
      </p>
    );
  const fragment =
    executions.length === 0 ? (
      <div class="empty card">
        <p>{words.none}</p>
        {pages}
        <p class="faint">
          <ReadAt at={Date.parse(readAt)} now={now} language={language} />
        </p>
      </div>
    ) : (
      <section class="card">
        <p class="caption">
          <span />
          <span class="faint">
            <ReadAt at={Date.parse(readAt)} now={now} language={language} />
          </span>
        </p>
        <table class="table blocks">
          <thead>
            <tr>
              <th scope="col">{words.operation}</th>
              <th scope="col">{words.listener}</th>
              <th scope="col">{words.status}</th>
              <th scope="col">{words.what}</th>
              <th scope="col">{words.started}</th>
              <th scope="col">{words.took}</th>
              <th scope="col">{words.by}</th>
            </tr>
          </thead>
          <tbody>
            {executions.map((row) => {
              const { tone, word } = shownOutcome(row, outcomes);
              return (
                <tr>
                  <th scope="row">
                    <a class="name" href={executionAddress(row)}>
                      {executionName(row, language)}
                    </a>
                    {row.undoes === "" ? null : (
                      <span class="sub">
                        {words.undoes} {row.undoes}
                      </span>
                    )}
                  </th>
                  <td data-label={words.listener}>
                    {row.listenerId === "" ? (
                      ""
                    ) : (
                      <>
                        <a href={listenerAddress(row)}>{row.listenerId}</a>
                        {row.region === undefined ? null : (
                          <span class="sub">{regionName({ account: row.account, region: row.region })}</span>
                        )}
                      </>
                    )}
                  </td>
                  <td data-label={words.status} class={tone}>
                    {word}
                  </td>
                  <td data-label={words.what} class="wide because">
                    <Changes changes={row.changes ?? []} language={language} />
                    {tellsWhy(row) ? <Why row={row} /> : null}
                    <Made made={row.made ?? []} at={row} words={words} />
                  </td>
                  <td data-label={words.started}>
                    <Moment at={row.startedAt} />
                  </td>
                  <td data-label={words.took}>
                    <Elapsed since={row.startedAt} until={row.stoppedAt} now={now} />
                  </td>
                  <td data-label={words.by}>{row.requestedBy}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
        {pages}
      </section>
    );
  return { fragment };
}

import type { PlanRow } from "../../../shared/core/planRows.ts";
import { listedOperations } from "../../../shared/features/api/contract.ts";
import type { ReadBy } from "../../cache.ts";
import { Changes } from "../../components/Changes.tsx";
import { ReadAt } from "../../components/ReadAt.tsx";
import { Deferred } from "../../page/Deferred.tsx";
import { Elapsed } from "../../page/Elapsed.tsx";
import { Moment } from "../../page/Moment.tsx";
import type { ReportedReason } from "../../reportedReason.ts";
import { CONSOLE, type PageCall, type View } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { operationName } from "../../words/operationNames.ts";
import { type Words, wordsIn } from "../../words/words.ts";
import { executionAddress } from "../execution/Execution.tsx";
import type { ExecutionState } from "../execution/executionView.ts";
import { outcomeOf } from "../execution/StatusPanel.tsx";
import { executionWords } from "../execution/words.ts";
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
            <Deferred from={rows} language={language}>
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
  undoes: string;
  requestedBy: string;
  state?: ExecutionState;
  reason?: ReportedReason;
  cause?: ReportedReason | null;
  stoppedExecution?: object;
  changes?: PlanRow[];
}

const STATUSES = ["Running", "Succeeded", "Failed", "Stopped", "TimedOut"] as const;
const LIMIT = 50;

/** What the page was asked for; what was left open is not in it. */
function filtersIn(query: URLSearchParams): URLSearchParams {
  const filters = new URLSearchParams();
  for (const name of ["operation", "status", "listenerId"]) {
    const value = (query.get(name) ?? "").trim();
    if (value !== "") filters.set(name, value);
  }
  return filters;
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
        <label for="status">{words.status}</label>
        <select id="status" name="status">
          <option value="">{words.any}</option>
          {STATUSES.map((status) => (
            <option value={status} selected={query.get("status") === status}>
              {statuses[status]}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="listenerId">{words.listener}</label>
        <input id="listenerId" name="listenerId" value={query.get("listenerId") ?? ""} placeholder="lsn-…" />
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

async function list({ api, query, language, now }: PageCall) {
  const words = wordsIn(executionsWords, language);
  const outcomes = wordsIn(executionWords, language);
  const filters = Object.fromEntries(filtersIn(query));
  const { executions, readAt } = await api.get<{ executions: ListedExecution[] } & ReadBy>("/executions", {
    ...filters,
    limit: String(LIMIT),
  });
  const fragment =
    executions.length === 0 ? (
      <div class="empty card">
        <p>{words.none}</p>
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
              const { tone, word } = outcomeOf(row, outcomes);
              return (
                <tr>
                  <th scope="row">
                    <a class="name" href={executionAddress(row)}>
                      {operationName(row.operation, language)}
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
                      <a href={`${CONSOLE}/listeners/${row.listenerId}`}>{row.listenerId}</a>
                    )}
                  </td>
                  <td data-label={words.status} class={tone}>
                    {word}
                  </td>
                  <td data-label={words.what} class="wide because">
                    <Changes changes={row.changes ?? []} language={language} />
                    {(row.changes ?? []).length > 0 && row.stoppedExecution === undefined
                      ? null
                      : (row.cause ?? row.reason)?.message}
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
        {executions.length < LIMIT ? null : <p class="pages">{words.first(LIMIT)}</p>}
      </section>
    );
  return { fragment };
}

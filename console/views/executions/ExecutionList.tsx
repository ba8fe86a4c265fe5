import type { PlanRow } from "../../../shared/core/planRows.ts";
import { regionName } from "../../../shared/platform/place.ts";
import type { ReadBy } from "../../cache.ts";
import { Changes } from "../../components/Changes.tsx";
import { ReadAt } from "../../components/ReadAt.tsx";
import { Elapsed } from "../../page/Elapsed.tsx";
import { Moment } from "../../page/Moment.tsx";
import { listenerAddress } from "../../placeQuery.ts";
import type { ReportedReason } from "../../reportedReason.ts";
import { CONSOLE, type PageCall } from "../../view.ts";
import { executionName } from "../../words/operationNames.ts";
import { type Words, wordsIn } from "../../words/wordsIn.ts";
import { executionAddress } from "../execution/Execution.tsx";
import type { ExecutionState } from "../execution/executionView.ts";
import { executionWords } from "../execution/executionWords.ts";
import { shownOutcome } from "../execution/StatusPanel.tsx";
import { askedOf, executionFiltersIn } from "./ExecutionFilters.tsx";
import { executionsWords } from "./executionsWords.ts";

/** One page of executions, as a fragment that the page inserts. */
export async function executionList({ api, query, language, now }: PageCall) {
  const words = wordsIn(executionsWords, language);
  const outcomes = wordsIn(executionWords, language);
  const filters = executionFiltersIn(query);
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

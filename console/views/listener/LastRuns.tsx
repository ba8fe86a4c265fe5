import type { executionView } from "../../../shared/features/api/views.ts";
import { Ago } from "../../components/Ago.tsx";
import { Changes } from "../../components/Changes.tsx";
import { RunState } from "../../components/RunState.tsx";
import type { ReportedReason } from "../../reportedReason.ts";
import { CONSOLE } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { operationName } from "../../words/operationNames.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { listenerWords } from "./listenerWords.ts";

/** What was done to a listener lately, and how it ended. */
export function LastRuns(props: { executions: ReturnType<typeof executionView>[]; language: Language; now: number }) {
  const { executions, language, now } = props;
  if (executions.length === 0) return <p class="body faint">{wordsIn(listenerWords, language).noRuns}</p>;
  return (
    <ul class="runs">
      {executions.map(({ name, operation, status, state, startedAt, requestedBy, reason, changes = [] }) => (
        <li>
          <a href={`${CONSOLE}/executions/${name}?operation=${operation}`}>{operationName(operation, language)}</a>
          <RunState status={status} state={state} language={language} />
          <span class="sub">
            <Ago at={Date.parse(startedAt)} now={now} language={language} /> · {requestedBy === "" ? "–" : requestedBy}
          </span>
          {changes.length > 0 ? (
            <span class="sub">
              <Changes changes={changes} language={language} />
            </span>
          ) : reason === undefined ? null : (
            <span class="sub">{(reason as ReportedReason).message}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

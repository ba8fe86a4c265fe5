import { executionStates } from "../../../shared/core/messages/executionStates.ts";
import { wordOf } from "../../../shared/core/messages/message.ts";
import type { executionView } from "../../../shared/features/api/views.ts";
import { Ago } from "../../components/Ago.tsx";
import { State } from "../../components/State.tsx";
import { CONSOLE } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { operationName } from "../../words/operationNames.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { overviewWords } from "./overviewWords.ts";

/** What is being changed just now, by whom. */
export function RunningNow(props: { executions: ReturnType<typeof executionView>[]; language: Language; now: number }) {
  const { executions, language, now } = props;
  const words = wordsIn(overviewWords, language);
  if (executions.length === 0) return <p class="body faint">{words.nothingRuns}</p>;
  return (
    <ul class="body lines">
      {executions.map(({ name, operation, listenerId, startedAt, requestedBy }) => (
        <li>
          <a class="name" href={`${CONSOLE}/executions/${name}?operation=${operation}`}>
            {operationName(operation, language)}
          </a>
          <span class="id faint">{listenerId}</span>
          <span class="wrongs">
            <State kind="busy">{wordOf(executionStates, "Running", language)}</State>
            <span class="faint">
              <Ago at={Date.parse(startedAt)} now={now} language={language} />
              {requestedBy === "" ? null : ` · ${requestedBy}`}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

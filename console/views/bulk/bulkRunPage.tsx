import type { BulkView } from "../../../shared/core/bulk/describeBulk.ts";
import { executionStates } from "../../../shared/core/messages/executionStates.ts";
import { wordOf } from "../../../shared/core/messages/message.ts";
import { RunState } from "../../components/RunState.tsx";
import { State, type StateKind } from "../../components/State.tsx";
import { Deferred } from "../../page/Deferred.tsx";
import { type ReportedReason, sentencesOf } from "../../reportedReason.ts";
import { CONSOLE, type PageCall } from "../../view.ts";
import { MARKS } from "../../words/language.ts";
import { operationName } from "../../words/operationNames.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { executionAddress } from "../execution/Execution.tsx";
import { BulkRows } from "./BulkRows.tsx";
import { bulkWords } from "./bulkWords.ts";

const ENDS: Record<string, [StateKind, keyof typeof executionStates]> = {
  running: ["busy", "Running"],
  done: ["ok", "verified"],
  refused: ["off", "refused"],
  undone: ["warn", "rolledBack"],
  failed: ["bad", "failed"],
};

/** How a run stands, listener by listener. It is read again while it goes on. */
export async function runPage(call: PageCall) {
  const { title, content, here, isRunning } = await bulkProgressOf(call);
  const page = isRunning ? (
    <Deferred from={`${here}/progress`} language={call.language} after={AGAIN_SECONDS} again={AGAIN_SECONDS}>
      {content}
    </Deferred>
  ) : (
    content
  );
  return { title, page };
}

/** After so many seconds a run is read again, while somebody looks at it. */
const AGAIN_SECONDS = 5;

/** The same as a part of that page. */
export async function bulkProgressOf({ api, path, language }: PageCall) {
  const words = wordsIn(bulkWords, language);
  const run = await api.get<BulkView>(`/bulk/${encodeURIComponent(path.name ?? "")}`);
  const { name, operation, status, stopped, stop, targets, why, ticket, requestedBy } = run;
  const title = operationName(operation, language);
  const here = `${CONSOLE}/bulk/${name}`;
  const rows = targets.map((target) => {
    const [kind, word] = ENDS[target.state ?? ""] ?? ["off", undefined];
    return [
      target,
      <>
        <State kind={kind}>{word === undefined ? words.waiting : wordOf(executionStates, word, language)}</State>
        {target.reason === null ? null : <span class="sub">{sentencesOf(target.reason as ReportedReason)}</span>}
      </>,
      target.state === null ? (
        "–"
      ) : (
        <a class="id" href={executionAddress({ operation, name: target.execution })}>
          {target.execution}
        </a>
      ),
    ] as const;
  });
  const isRunning = status === "Running";
  const content = (
    <div data-ended={isRunning ? undefined : ""}>
      <div class="heading">
        <h1>
          {title}
          {words.onListeners(targets.length)}
        </h1>
        <RunState status={status} state={undefined} language={language} />
        <span class="faint">{[requestedBy, why, ticket].filter((text) => text !== "").join(" · ")}</span>
        {isRunning ? <a href={here}>{words.refresh}</a> : null}
      </div>
      {stopped === null ? null : (
        <p class="notice warn" role="status">
          {words[stopped]} {stop === null ? null : `${stop.by}${MARKS[language].colon}${stop.why}`}
        </p>
      )}
      <div class="card">
        <BulkRows title={title} columns={[words.listener, words.state, words.execution]} rows={rows} />
      </div>
      {isRunning ? (
        <form method="post" action={`${here}/stop`} class="run">
          <div class="why">
            <label for="why">{words.why}</label>
            <input id="why" name="why" required maxlength={500} autocomplete="off" />
          </div>
          <button type="submit">{words.stop}</button>
        </form>
      ) : null}
    </div>
  );
  return { title, content, here, isRunning };
}

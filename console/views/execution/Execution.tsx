import { LONGEST_REASON } from "../../../shared/core/stopping.ts";
import { allows, type Identity } from "../../../shared/features/api/authentication/identity.ts";
import { isRunning } from "../../graph/progress.ts";
import { Moment } from "../../page/Moment.tsx";
import { listenerAddress } from "../../placeQuery.ts";
import { CONSOLE } from "../../view.ts";
import type { Language } from "../../words/language.ts";
import { executionName } from "../../words/operationNames.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { formAddress } from "../operation/formAddress.ts";
import { GoOn } from "../operation/GoOn.tsx";
import { Plan } from "../operation/Plan.tsx";
import { planWords } from "../operation/planWords.ts";
import { WAITING, type WaitingForm, waitingText } from "../operation/waitingForm.ts";
import { Evidence, Writes } from "./Evidence.tsx";
import type { ExecutionView } from "./executionView.ts";
import { executionWords } from "./executionWords.ts";
import { type ExecutionWords, Flow, progressIn } from "./Flow.tsx";
import { History } from "./History.tsx";
import { StatusPanel } from "./StatusPanel.tsx";

/** Where an execution has its page, for as long as CloudFlow keeps it. */
export function executionAddress({ operation, name }: Pick<ExecutionView, "operation" | "name">): string {
  return `${CONSOLE}/executions/${operation}/${name}`;
}

/** Everything about an execution; the same while it runs and afterwards. */
export function Execution({ view, language, ...shown }: ExecutionProps) {
  const words = wordsIn(executionWords, language);
  const { operation, name, listenerId, undoes, requestedBy, why, ticket, startedAt } = view;
  const said = [why, ticket].filter((text) => text !== "").join(" · ");
  return (
    <>
      <div class="heading">
        <h1>
          {executionName(view, language)} <code class="faint">{operation}</code>
        </h1>
        {listenerId === "" ? null : (
          <span>
            {words.on} <a href={listenerAddress(view)}>{listenerId}</a>
          </span>
        )}
        {undoes === "" ? null : (
          <span>
            {words.undoes} <a href={executionAddress({ operation, name: undoes })}>{undoes}</a>
          </span>
        )}
        {(view.made ?? []).map(({ id }) => (
          <span>
            {words.made}{" "}
            {id.startsWith("lsn-") ? (
              <a href={listenerAddress({ ...view, listenerId: id })}>{id}</a>
            ) : (
              <code>{id}</code>
            )}
          </span>
        ))}
        <span class="faint">
          {words.started} <Moment at={startedAt} />
          {requestedBy === "" ? null : ` · ${words.startedBy} ${requestedBy}`} ·{" "}
          <a href={executionAddress(view)} title={name}>
            {words.permanent}
          </a>
        </span>
      </div>
      {said === "" ? null : (
        <p class="why">
          {words.why} {said}
        </p>
      )}
      <p class="notice bad" role="alert" data-connection hidden>
        {words.lost}
      </p>
      <LiveExecution view={view} language={language} {...shown} />
      {view.visit === undefined || view.visit === null ? null : <Visit visit={view.visit} words={words} />}
    </>
  );
}

/** What a state was given and what it gave. */
function Visit({ visit: { state, input, output }, words }: { visit: OpenVisit; words: ExecutionWords }) {
  return (
    <section class="card" id="visit" aria-labelledby="visit-title">
      <h2 id="visit-title">{words.visit(state)}</h2>
      <div class="body">
        <h3>{words.input}</h3>
        <pre tabindex={0}>{JSON.stringify(input, null, 2)}</pre>
        <h3>{words.output}</h3>
        {output === null ? <p>{words.goesOn}</p> : <pre tabindex={0}>{JSON.stringify(output, null, 2)}</pre>}
      </div>
    </section>
  );
}

type OpenVisit = NonNullable<ExecutionView["visit"]>;

/** The part that changes while it runs; the page's script asks `data-live` for what is new. */
export function LiveExecution({ view, identity, language, now, isWhole, waiting, found }: ExecutionProps) {
  const words = wordsIn(executionWords, language);
  const progress = progressIn(view);
  const { verdict, flow, input, output, lastEvent, status } = view;
  const plan = verdict?.plan ?? null;
  const kept = waiting === undefined ? "" : new URLSearchParams({ [WAITING]: waitingText(waiting) }).toString();
  const shown = [isWhole ? "flow=whole" : "", kept].filter((part) => part !== "").join("&");
  const live = isRunning(status)
    ? { "data-live": `${executionAddress(view)}/live${shown === "" ? "" : `?${shown}`}` }
    : {};
  return (
    <div id="live" class="execution" data-seen={lastEvent} {...live}>
      <div class="lead">
        <StatusPanel view={view} progress={progress} words={words} language={language} now={now} />
        {waiting === undefined || found === undefined ? null : (
          <GoOn waiting={waiting} id={found} language={language} />
        )}
        <Actions view={view} identity={identity} language={language} />
        <History progress={progress} words={words} language={language} now={now} />
      </div>
      {/* Where it is wider than the screen, the keyboard can scroll it, too. */}
      <section class="card flow-figure" tabindex={0} aria-label={words.picture(flow)}>
        <Flow flow={flow} progress={progress} words={words} isWhole={isWhole} kept={kept} />
      </section>
      <div class="rest">
        {plan === null ? null : (
          <section class="card" id="plan-card" aria-labelledby="plan">
            <h2 id="plan">{words.plan}</h2>
            <div class="body">
              <Plan plan={plan} words={wordsIn(planWords, language)} language={language} />
            </div>
          </section>
        )}
        <Evidence seen={verdict?.seen ?? []} words={words} />
        <Writes writes={verdict?.writes ?? []} words={words} />
        <section class="card" id="data-card">
          <div class="body">
            <details>
              <summary>{words.input}</summary>
              <pre>{JSON.stringify(input, null, 2)}</pre>
            </details>
            <details>
              <summary>{words.output}</summary>
              <pre>{JSON.stringify({ ...output, verdict: resultOf(verdict) }, null, 2)}</pre>
            </details>
            <p class="faint">{words.calls(verdict?.apiCalls ?? 0)}</p>
          </div>
        </section>
      </div>
    </div>
  );
}

interface ExecutionProps {
  view: ExecutionView;
  identity: Identity;
  language: Language;
  now: number;
  /** Whether the picture shows the whole flow, and not only what happened. */
  isWhole: boolean;
  /** The form that waits for what this execution makes. */
  waiting: WaitingForm | undefined;
  /** What that form can be given: what was made for it, or was there already; undefined while there is neither. */
  found: string | undefined;
}

/** What it has given; what stands elsewhere on the page is not said again. */
function resultOf(verdict: ExecutionView["verdict"]) {
  if (verdict === null) return null;
  const { state, reason, cause, approvedBy } = verdict;
  return { state, reason, cause, approvedBy };
}

/** What may be done about it now. */
function Actions({ view, identity, language }: Pick<ExecutionProps, "view" | "identity" | "language">) {
  const words = wordsIn(executionWords, language);
  const { operation, touches, status, verdict } = view;
  if (!allows(identity, "operate", { operation, touches })) return <p class="hint">{words.mayOnlyView}</p>;
  const address = executionAddress(view);
  if (isRunning(status)) return <Cancel view={view} language={language} />;
  const hasWritten = (verdict?.writes ?? []).some(({ outcome, back }) => outcome !== "refused" && !back);
  const isThere = hasWritten && verdict?.state !== "rolledBack" && view.stopped?.mode !== "takeBack";
  if (!isThere) return <PlanAgain view={view} language={language} />;
  return (
    <div class="stack" id="take-back">
      <a class="button" href={`${address}/undo`}>
        {words.undo}
      </a>
      <p class="hint">{words.undoHint}</p>
    </div>
  );
}

/** What came to nothing may be asked for once more, with what was given, by its form. */
function PlanAgain({ view, language }: Pick<ExecutionProps, "view" | "language">) {
  const { verdict, operation, undoes, input } = view;
  const isDone = view.status === "Succeeded" && verdict?.state !== "unchanged";
  if (isDone || view.stoppedExecution !== undefined) return null;
  const takesBack = `${executionAddress({ operation, name: undoes })}/undo`;
  return (
    <div class="stack" id="plan-again">
      <a class="button" href={undoes === "" ? formAddress(operation, input) : takesBack}>
        {wordsIn(executionWords, language).again}
      </a>
    </div>
  );
}

/** How a change is cancelled: what it has changed is taken back, unless somebody says that it shall stay. */
function Cancel({ view, language }: Pick<ExecutionProps, "view" | "language">) {
  const words = wordsIn(executionWords, language);
  const isAsked = view.approval !== null;
  const goesBack = view.verdict?.state === "rollingBack" || view.verdict?.state === "rolledBack";
  return (
    <details class="stop" id="stop">
      <summary class="button danger">{words.stop}</summary>
      <form method="post" action={`${executionAddress(view)}/stop`} class="stack">
        <label for="reason">{words.reason}</label>
        <input id="reason" name="reason" required maxlength={LONGEST_REASON} />
        {goesBack ? (
          <p class="hint">{words.goesBackHint}</p>
        ) : (
          <>
            <p class="hint">{isAsked ? words.stopRequest : words.stopHint}</p>
            <button type="submit" class="main" name="mode" value="takeBack">
              {isAsked ? words.endRequest : words.stopNow}
            </button>
          </>
        )}
        {isAsked ? null : (
          <>
            <p class="hint">{words.leaveHint}</p>
            <button type="submit" name="mode" value="leave">
              {words.leave}
            </button>
          </>
        )}
      </form>
    </details>
  );
}

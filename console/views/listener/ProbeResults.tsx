import type { ProbeResult } from "../../../shared/core/verdict.ts";
import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import type { Reason } from "../../../shared/platform/reasons/reason.ts";
import { Ago } from "../../components/Ago.tsx";
import { State } from "../../components/State.tsx";
import type { ReportedReason } from "../../reportedReason.ts";
import { type Language, MARKS } from "../../words/language.ts";
import { type Words, wordsIn } from "../../words/wordsIn.ts";
import { isBeingChanged } from "./BeingChanged.tsx";
import { listenerWords } from "./listenerWords.ts";

/** What was seen from outside just now, the wrong first. */
export function ProbeResults(props: {
  description: ListenerDescription;
  region: string;
  language: Language;
  now: number;
}) {
  const { description, region, language, now } = props;
  const words = wordsIn(listenerWords, language);
  const { colon, stop } = MARKS[language];
  const { probes, readAt, listener } = description;
  const isChanging = isBeingChanged(description);
  const weight = ({ problem, inconclusive }: ProbeResult) => (problem !== null ? 0 : inconclusive !== null ? 1 : 2);
  const sorted = [...probes].sort((one, other) => weight(one) - weight(other));
  return (
    <>
      <p>
        {isChanging ? (
          <State kind="busy">{words.changingSeen}</State>
        ) : (
          summaryOf(probes, listener.ListenerStatus, words)
        )}
      </p>
      <ul class="probes">
        {sorted.map((probeResult) => (
          <li>
            <State kind={([isChanging ? "warn" : "bad", "warn", "ok"] as const)[weight(probeResult)] ?? "ok"}>
              <span class="hidden">
                {[words.differs, words.notSeen, words.asConfigured][weight(probeResult)]}
                {colon}
              </span>
              <span class="look">{view(probeResult.probe)}</span>
            </State>
            <ProbeDetail probeResult={probeResult} words={words} />
          </li>
        ))}
      </ul>
      <p class="faint">
        {words.probedFrom(region)} <Ago at={readAt} now={now} language={language} />
        {stop}
        <button type="button" class="quiet" data-again>
          {words.probeAgain}
        </button>
      </p>
    </>
  );
}

/** What the API says of a reason. */
function view(reason: Reason | null): string {
  return (reason as ReportedReason | null)?.message ?? "";
}

function ProbeDetail({ probeResult, words }: { probeResult: ProbeResult; words: Words<typeof listenerWords> }) {
  const { problem, inconclusive, served, found, expected } = probeResult;
  if (problem !== null) {
    return (
      <span class="sub">
        {view(problem)} — {words.expected} <code>{view(expected)}</code>, {words.found} <code>{view(found)}</code>
      </span>
    );
  }
  if (inconclusive !== null) {
    return (
      <span class="sub">
        {words.notSeen} — {view(inconclusive)}
      </span>
    );
  }
  return (
    <span class="sub">
      {served === null
        ? view(found)
        : `${served.names.slice(0, 3).join(", ")} ${words.until(served.notAfter.slice(0, 10))}`}
    </span>
  );
}

function summaryOf(probes: ProbeResult[], status: string, words: Words<typeof listenerWords>) {
  const wrong = probes.filter(({ problem }) => problem !== null).length;
  const seen = probes.filter(({ inconclusive }) => inconclusive === null).length;
  if (wrong > 0) return <State kind="bad">{words.someWrong(wrong)}</State>;
  if (status === "Stopped") return <State kind="off">{words.stoppedUnseen}</State>;
  if (seen === 0) return <State kind="warn">{words.noneSeen}</State>;
  return <State kind="ok">{words.allRight(seen)}</State>;
}

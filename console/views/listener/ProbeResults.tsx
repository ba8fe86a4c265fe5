import type { ProbeResult } from "../../../shared/core/verdict.ts";
import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import { Ago } from "../../components/Ago.tsx";
import { State } from "../../components/State.tsx";
import type { Language } from "../../words/language.ts";
import { type Words, wordsIn } from "../../words/words.ts";
import { listenerWords } from "./words.ts";

/** What was seen from outside just now, the wrong first. */
export function ProbeResults(props: {
  description: ListenerDescription;
  region: string;
  language: Language;
  now: number;
}) {
  const { description, region, language, now } = props;
  const words = wordsIn(listenerWords, language);
  const { probes, readAt, listener } = description;
  const weight = ({ problem, inconclusive }: ProbeResult) => (problem !== "" ? 0 : inconclusive !== "" ? 1 : 2);
  const sorted = [...probes].sort((one, other) => weight(one) - weight(other));
  return (
    <>
      <p>{summaryOf(probes, listener.ListenerStatus, words)}</p>
      <ul class="probes">
        {sorted.map((probeResult) => (
          <li>
            <State kind={(["bad", "warn", "ok"] as const)[weight(probeResult)] ?? "ok"}>
              <span class="hidden">
                {[words.differs, words.notSeen, words.asConfigured][weight(probeResult)]}
                {": "}
              </span>
              <span class="look" lang="en">
                {probeResult.probe}
              </span>
            </State>
            <ProbeDetail probeResult={probeResult} words={words} />
          </li>
        ))}
      </ul>
      <p class="faint">
        {words.probedFrom(region)} <Ago at={readAt} now={now} language={language} />.{" "}
        <button type="button" class="quiet" data-again>
          {words.probeAgain}
        </button>
      </p>
    </>
  );
}

function ProbeDetail({ probeResult, words }: { probeResult: ProbeResult; words: Words<typeof listenerWords> }) {
  const { problem, inconclusive, served, found, expected } = probeResult;
  if (problem !== "") {
    return (
      <span class="sub" lang="en">
        {problem} — {words.expected} <code>{expected}</code>, {words.found} <code>{found}</code>
      </span>
    );
  }
  if (inconclusive !== "") {
    return (
      <span class="sub" lang="en">
        {words.notSeen}: {inconclusive}
      </span>
    );
  }
  return (
    <span class="sub" lang="en">
      {served === null ? found : `${served.names.slice(0, 3).join(", ")} ${words.until(served.notAfter.slice(0, 10))}`}
    </span>
  );
}

function summaryOf(probes: ProbeResult[], status: string, words: Words<typeof listenerWords>) {
  const wrong = probes.filter(({ problem }) => problem !== "").length;
  const seen = probes.filter(({ inconclusive }) => inconclusive === "").length;
  if (wrong > 0) return <State kind="bad">{words.someWrong(wrong)}</State>;
  if (status === "Stopped") return <State kind="off">{words.stoppedUnseen}</State>;
  if (seen === 0) return <State kind="warn">{words.noneSeen}</State>;
  return <State kind="ok">{words.allRight(seen)}</State>;
}

import type { Sight } from "../../../shared/core/verdict.ts";
import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import { Ago } from "../../parts/Ago.tsx";
import { State } from "../../parts/State.tsx";
import type { Language } from "../../words/language.ts";
import { type Words, wordsIn } from "../../words/words.ts";
import { listenerWords } from "./words.ts";

/** What was seen from outside just now, the wrong first. */
export function Sights(props: { description: ListenerDescription; region: string; language: Language; now: number }) {
  const { description, region, language, now } = props;
  const words = wordsIn(listenerWords, language);
  const { sights, lookedAt, listener } = description;
  const weight = ({ problem, notVerified }: Sight) => (problem !== "" ? 0 : notVerified !== "" ? 1 : 2);
  const sorted = [...sights].sort((one, other) => weight(one) - weight(other));
  return (
    <>
      <p>{summaryOf(sights, listener.ListenerStatus, words)}</p>
      <ul class="sights">
        {sorted.map((sight) => (
          <li>
            <State kind={(["bad", "warn", "ok"] as const)[weight(sight)] ?? "ok"}>
              <span class="hidden">
                {[words.differs, words.notSeen, words.asConfigured][weight(sight)]}
                {": "}
              </span>
              <span class="look" lang="en">
                {sight.look}
              </span>
            </State>
            <SightDetail sight={sight} words={words} />
          </li>
        ))}
      </ul>
      <p class="faint">
        {words.lookedFrom(region)} <Ago at={lookedAt} now={now} language={language} />.{" "}
        <button type="button" class="quiet" data-again>
          {words.lookAgain}
        </button>
      </p>
    </>
  );
}

function SightDetail({ sight, words }: { sight: Sight; words: Words<typeof listenerWords> }) {
  const { problem, notVerified, served, found, expected } = sight;
  if (problem !== "") {
    return (
      <span class="sub" lang="en">
        {problem} — {words.expected} <code>{expected}</code>, {words.found} <code>{found}</code>
      </span>
    );
  }
  if (notVerified !== "") {
    return (
      <span class="sub" lang="en">
        {words.notSeen}: {notVerified}
      </span>
    );
  }
  return (
    <span class="sub" lang="en">
      {served === null ? found : `${served.names.slice(0, 3).join(", ")} ${words.until(served.notAfter.slice(0, 10))}`}
    </span>
  );
}

function summaryOf(sights: Sight[], status: string, words: Words<typeof listenerWords>) {
  const wrong = sights.filter(({ problem }) => problem !== "").length;
  const seen = sights.filter(({ notVerified }) => notVerified === "").length;
  if (wrong > 0) return <State kind="bad">{words.someWrong(wrong)}</State>;
  if (status === "Stopped") return <State kind="off">{words.stoppedUnseen}</State>;
  if (seen === 0) return <State kind="warn">{words.noneSeen}</State>;
  return <State kind="ok">{words.allRight(seen)}</State>;
}

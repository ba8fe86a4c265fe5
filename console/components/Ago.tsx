import type { Language } from "../words/language.ts";
import { wordsIn } from "../words/wordsIn.ts";
import { partWords } from "./partWords.ts";

/** How long ago something was; the moment itself is there for whoever points at it. Milliseconds since 1970. */
export function Ago({ at, now, language }: { at: number; now: number; language: Language }) {
  const words = wordsIn(partWords, language);
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  const text =
    seconds < 90
      ? words.seconds(seconds)
      : seconds < 5_400
        ? words.minutes(Math.round(seconds / 60))
        : seconds < 129_600
          ? words.hours(Math.round(seconds / 3_600))
          : words.days(Math.round(seconds / 86_400));
  const iso = new Date(at).toISOString();
  return (
    <time datetime={iso} title={iso}>
      {text}
    </time>
  );
}

import type { Language } from "../words/language.ts";
import { wordsIn } from "../words/wordsIn.ts";
import { Ago } from "./Ago.tsx";
import { partWords } from "./partWords.ts";

/** How old what is shown is: lists are read once for all who ask, and given again for some seconds. Milliseconds since 1970. */
export function ReadAt({ at, now, language }: { at: number; now: number; language: Language }) {
  return (
    <>
      {wordsIn(partWords, language).readAt} <Ago at={at} now={now} language={language} />
    </>
  );
}

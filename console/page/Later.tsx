import type { Language } from "../words/language.ts";
import { wordsIn } from "../words/words.ts";
import { pageWords } from "./words.ts";

/**
 * A place whose content is fetched when the page is there already: what takes longer than a glance. `children` stand there
 * meanwhile, a word to say so unless given. What is fetched comes from a view with `isFragment`.
 */
export function Later({ from, language, children }: { from: string; language: Language; children?: unknown }) {
  const { reading } = wordsIn(pageWords, language);
  return (
    <div data-later={from} aria-busy="true" aria-live="polite">
      {children ?? <p class="reading">{reading}</p>}
    </div>
  );
}

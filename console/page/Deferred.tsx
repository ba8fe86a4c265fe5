import type { Language } from "../words/language.ts";
import { wordsIn } from "../words/wordsIn.ts";
import { pageWords } from "./pageWords.ts";

/**
 * A place whose content is fetched when the page is there already: what takes longer than a glance. `children` stand there
 * meanwhile, a word to say so unless given; it is fetched at once, or `after` some seconds, and `again` each time that
 * so many have passed. What is fetched comes from a view with `isFragment`.
 */
export function Deferred(props: {
  from: string;
  language: Language;
  after?: number;
  again?: number;
  children?: unknown;
}) {
  const { from, language, after, again, children } = props;
  const { reading } = wordsIn(pageWords, language);
  return (
    <div
      data-deferred={from}
      data-deferred-after={after}
      data-deferred-again={again}
      aria-busy={after === undefined ? "true" : "false"}
    >
      {children ?? <p class="reading">{reading}</p>}
    </div>
  );
}

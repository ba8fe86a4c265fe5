import type { Language } from "../words/language.ts";
import { wordsIn } from "../words/wordsIn.ts";
import { pageWords } from "./pageWords.ts";

/**
 * A place whose content is fetched when the page is there already: what takes longer than a glance. `children` stand there
 * meanwhile, a word to say so unless given; it is fetched at once, or `after` some seconds, and `again` each time that
 * so many have passed. What is fetched comes from a view with `isFragment`, which a browser without script opens as a page.
 */
export function Deferred(props: {
  from: string;
  language: Language;
  after?: number;
  again?: number;
  children?: unknown;
}) {
  const { from, language, after, again, children } = props;
  const { reading, show } = wordsIn(pageWords, language);
  // What is only kept current is there already.
  const isThere = after !== undefined && again !== undefined;
  return (
    <div
      data-deferred={from}
      data-deferred-after={after}
      data-deferred-again={again}
      aria-busy={after === undefined ? "true" : "false"}
    >
      {isThere ? null : (
        <noscript>
          <p class="body">
            <a href={asWhole(from)}>{show}</a>
          </p>
        </noscript>
      )}
      {children ?? <p class="reading">{reading}</p>}
    </div>
  );
}

/** The parameter of an address that asks for a piece of a page as a page of its own. */
export const WHOLE = "whole";

function asWhole(from: string): string {
  return `${from}${from.includes("?") ? "&" : "?"}${WHOLE}`;
}

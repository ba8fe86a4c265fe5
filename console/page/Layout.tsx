import type { Identity } from "../../shared/features/api/authentication/identity.ts";
import { ALBFLOW_VERSION } from "../../shared/platform/version.ts";
import { assets } from "../assets.ts";
import type { Html } from "../jsx/runtime.ts";
import { CONSOLE, SECTIONS, sectionAddress } from "../view.ts";
import { LANGUAGE_TAGS } from "../words/language.ts";
import { type Words, wordsIn } from "../words/wordsIn.ts";
import type { PageFrame } from "./frame.ts";
import { pageWords } from "./pageWords.ts";

/** What is the same on every page: head, navigation, who is signed in; to these, which version is deployed. */
export function Layout({ frame, title, page }: { frame: PageFrame; title: string; page: Html }) {
  const { language, identity } = frame;
  const words = wordsIn(pageWords, language);
  return (
    <html lang={LANGUAGE_TAGS[language]}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · albflow`}</title>
        <link rel="icon" href={`${CONSOLE}/assets/${assets.icon.name}`} type="image/svg+xml" />
        <link rel="stylesheet" href={`${CONSOLE}/assets/${assets.style.name}`} />
        <script type="module" src={`${CONSOLE}/assets/${assets.script.name}`} />
      </head>
      <body data-lost={words.lost} data-again={words.again}>
        <a class="skip" href="#content">
          {words.skip}
        </a>
        <header class="top">
          <a class="brand" href={CONSOLE} aria-label={words.home}>
            <svg class="mark" viewBox="0 0 20 20" aria-hidden="true">
              <path d="M3 15V9a6 6 0 0 1 12 0v6M3 15h14M10 3v7" />
            </svg>
            albflow
          </a>
          {identity === undefined ? null : <Navigation section={frame.section} words={words} />}
          <div class="who">
            {identity === undefined ? null : <Who identity={identity} words={words} />}
            <a
              class="quiet"
              href={otherLanguage(frame)}
              lang={language === "en" ? "zh-CN" : "en"}
              hreflang={language === "en" ? "zh-CN" : "en"}
            >
              {words.language}
            </a>
          </div>
        </header>
        <main id="content" tabindex={-1}>
          {page}
        </main>
        {identity === undefined ? null : <footer class="faint">{`albflow ${ALBFLOW_VERSION}`}</footer>}
      </body>
    </html>
  );
}

function Navigation({ section, words }: { section: PageFrame["section"]; words: Words<typeof pageWords> }) {
  return (
    <nav aria-label={words.navigation}>
      <ul>
        {SECTIONS.map((name) => (
          <li class={name}>
            <a href={sectionAddress(name)} aria-current={name === section ? "page" : undefined}>
              {words[name]}
              {name === "approvals" ? (
                <span data-deferred={`${CONSOLE}/approvals/count`} data-deferred-again={60} data-deferred-quiet />
              ) : null}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Who({ identity, words }: { identity: Identity; words: Words<typeof pageWords> }) {
  const roles = [...new Set(identity.grants.map(({ role }) => words[role]))];
  return (
    <form method="post" action={`${CONSOLE}/sign-out`} class="inline">
      <span class="name">
        <span class="hidden">{words.signedInAs} </span>
        {identity.name} <span class="role">{roles.length === 0 ? words.noRole : roles.join(", ")}</span>
      </span>
      <button class="quiet" type="submit">
        {words.signOut}
      </button>
    </form>
  );
}

/** This very page in the other language. */
function otherLanguage({ address, language }: PageFrame): string {
  const url = new URL(address, "http://albflow");
  url.searchParams.set("lang", language === "en" ? "zh" : "en");
  return `${url.pathname}${url.search}`;
}

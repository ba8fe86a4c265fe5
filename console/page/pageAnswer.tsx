import { type Html, textOf } from "../jsx/runtime.ts";
import { sectionAddress } from "../view.ts";
import { LANGUAGE_COOKIE, type Language } from "../words/language.ts";
import { wordsIn } from "../words/wordsIn.ts";
import type { PageFrame } from "./frame.ts";
import { Layout } from "./Layout.tsx";
import { pageWords } from "./pageWords.ts";

/** A whole page. */
export function pageAnswer(
  frame: PageFrame,
  { title, page, status = 200 }: { title: string; page: Html; status?: number },
): Response {
  const html = textOf(<Layout frame={frame} title={title} page={page} />);
  const remember = frame.asked === frame.language ? { "set-cookie": languageCookie(frame.language) } : undefined;
  return htmlAnswer(`<!doctype html>${html}`, status, remember);
}

/** A piece of a page as a page of its own, below the entry of the navigation that it belongs to. */
export function pieceAsPage(
  { fragment, title = "" }: { fragment: Html; title?: string },
  { section = "now", language }: Pick<PageFrame, "section" | "language">,
): { title: string; page: Html } {
  const above = wordsIn(pageWords, language)[section];
  const page = (
    <>
      <h1>
        <a class={title === "" ? undefined : "up"} href={sectionAddress(section)}>
          {above}
        </a>{" "}
        {title}
      </h1>
      {fragment}
    </>
  );
  return { title: title === "" ? above : title, page };
}

/** A piece of a page. */
export function fragmentAnswer(fragment: Html, status = 200): Response {
  return htmlAnswer(textOf(fragment), status);
}

function htmlAnswer(html: string, status: number, more: Record<string, string> = {}): Response {
  return new Response(html, { status, headers: { ...HEADERS, ...more } });
}

function languageCookie(language: Language): string {
  return `${LANGUAGE_COOKIE}=${language}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax`;
}

/** Nothing from elsewhere, nothing that stands in the page itself, in nobody's frame, in nobody's cache. */
const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  vary: "accept-language, cookie",
};

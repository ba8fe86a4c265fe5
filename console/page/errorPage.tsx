import type { Problem } from "../../shared/features/api/problem.ts";
import type { Html } from "../jsx/runtime.ts";
import { CONSOLE } from "../view.ts";
import type { Language } from "../words/language.ts";
import { type Words, wordsIn } from "../words/wordsIn.ts";

import { errorWords } from "./errorWords.ts";
import type { PageFrame } from "./frame.ts";

/** A page that says what went wrong, and what to do about it. */
export function errorPage(
  problem: Problem,
  { language, address }: Pick<PageFrame, "language" | "address">,
): { title: string; page: Html; status: number } {
  const words = wordsIn(errorWords, language);
  const { title } = describeProblem(problem, words);
  const page = (
    <>
      <h1>{title}</h1>
      <Problematic problem={problem} words={words} address={address} />
    </>
  );
  return { title, page, status: problem.status };
}

/** The same, in the place of what could not be loaded. */
export function errorFragment(problem: Problem, language: Language): Html {
  const words = wordsIn(errorWords, language);
  return (
    <div class="notice bad" role="alert">
      <p>
        <strong>{describeProblem(problem, words).title}</strong>
      </p>
      <Problematic problem={problem} words={words} />
    </div>
  );
}

/** Without an address it is a piece of a page, which the script loads again. */
function Problematic(props: { problem: Problem; words: Words<typeof errorWords>; address?: string }) {
  const { problem, words, address } = props;
  const { detail, code, reason, requestId, errors = [], status } = problem;
  return (
    <>
      <p>{describeProblem(problem, words).advice}</p>
      {detail === undefined ? null : <p class="said">{detail}</p>}
      {errors.length === 0 ? null : (
        <ul lang="en">
          {errors.map(({ pointer, detail }) => (
            <li>
              <code>{pointer}</code> {detail}
            </li>
          ))}
        </ul>
      )}
      {reason === undefined ? null : <p class="faint">docs/troubleshooting.md#{reason.code}</p>}
      {requestId === undefined ? null : (
        <p class="faint">
          {code} · {words.requestId} <code>{requestId}</code>
        </p>
      )}
      <p class="actions">
        {status === 401 ? (
          <a class="button" href={`${CONSOLE}/sign-in`}>
            {words.signIn}
          </a>
        ) : address === undefined ? (
          <button type="button" data-again>
            {words.again}
          </button>
        ) : (
          <a class="button" href={address}>
            {words.again}
          </a>
        )}
        {status === 404 ? (
          <a class="button" href={`${CONSOLE}/listeners`}>
            {words.toListeners}
          </a>
        ) : null}
      </p>
    </>
  );
}

function describeProblem(
  { status, kind }: Problem,
  words: Words<typeof errorWords>,
): { title: string; advice: string } {
  const name = kind === "Failed" ? "failed" : (NAMES[status] ?? "ours");
  return { title: words[`${name}Title`], advice: words[name] };
}

const NAMES = {
  400: "invalid",
  401: "signedOut",
  403: "forbidden",
  404: "missing",
  409: "conflict",
  413: "invalid",
  415: "invalid",
  422: "refused",
  429: "tooMany",
  // The deployment's own role: callers who may not are told 403.
  502: "deployment",
  503: "unreachable",
} as const satisfies Record<number, string> as Record<number, ErrorName>;

type ErrorName =
  | "invalid"
  | "signedOut"
  | "forbidden"
  | "missing"
  | "conflict"
  | "refused"
  | "tooMany"
  | "deployment"
  | "unreachable"
  | "failed";

import { decodeJwt } from "jose";
import { clock } from "../../shared/platform/clock.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { type ConsoleParts, type OpenCall, redirect } from "../openCall.ts";
import { pageAnswer } from "../page/pageAnswer.tsx";
import { CONSOLE } from "../view.ts";
import { wordsIn } from "../words/words.ts";
import { isSameOrigin } from "./isSameOrigin.ts";
import { LONGEST_TOKEN, setSession } from "./sessionCookie.ts";
import { signInWords } from "./words.ts";

/** A view that needs nobody to be signed in. */
interface OpenView {
  method: "GET" | "POST";
  path: string;
  answer: (call: OpenCall) => Promise<Response>;
}

type Reason = Exclude<keyof typeof signInWords, "title" | "lead" | "token" | "tokenHint" | "submit">;

/** Where to sign in, to come back to an address afterwards. */
export function signInAddress(next: string, message?: Reason): string {
  const query = new URLSearchParams({ ...(message === undefined ? {} : { message }), next });
  return `${CONSOLE}/sign-in?${query.toString()}`;
}

/** Signing in and out. */
export function openViews({
  readCaller,
  anonymousLimiter,
}: Pick<ConsoleParts, "readCaller" | "anonymousLimiter">): OpenView[] {
  return [
    { method: "GET", path: "/sign-in", answer: async (call) => signInPage(call, reasonIn(call)) },
    {
      method: "POST",
      path: "/sign-in",
      async answer(call) {
        const { header, bindings } = call;
        if (!isSameOrigin(header)) return signInPage(call, "foreign", 403);
        if (anonymousLimiter.take(bindings.sourceIp) > 0) return signInPage(call, "unreachable", 429);
        const form = await call.form();
        const token = (form.get("token") ?? "").trim().replace(/^Bearer\s+/i, "");
        if (token.length > LONGEST_TOKEN) return signInPage(call, "tooLong", 400);
        try {
          await readCaller({ authorization: `Bearer ${token}` });
        } catch (error) {
          const isRefused = error instanceof AlbflowError && error.kind === "Denied";
          return isRefused ? signInPage(call, "refused", 403) : signInPage(call, "unreachable", 503);
        }
        const seconds = Math.floor((decodeJwt(token).exp ?? 0) - clock.now() / 1000);
        const cookie = setSession(header("host"), { token, seconds: Math.max(0, seconds) });
        return redirect(nextIn(form), { "set-cookie": cookie });
      },
    },
    {
      method: "POST",
      path: "/sign-out",
      async answer(call) {
        const { header } = call;
        if (!isSameOrigin(header)) return signInPage(call, "foreign", 403);
        const cookie = setSession(header("host"), { token: "", seconds: 0 });
        return redirect(signInAddress(CONSOLE, "signedOut"), { "set-cookie": cookie });
      },
    },
  ];
}

/** The form; a token behind the `#` of the address, which no server sees, is filled in and sent by the page's script. */
function signInPage({ language, query, bindings }: OpenCall, message?: Reason, status = 200): Response {
  const words = wordsIn(signInWords, language);
  const next = nextIn(query);
  const page = (
    <div class="narrow">
      <h1>{words.title}</h1>
      {message === undefined ? null : (
        <p class={message === "signedOut" ? "notice" : "notice bad"} role="alert">
          {words[message]}
        </p>
      )}
      <p>{words.lead}</p>
      <form method="post" action={`${CONSOLE}/sign-in?next=${encodeURIComponent(next)}`} class="stack" data-sign-in>
        <input type="hidden" name="next" value={next} />
        <label for="token">{words.token}</label>
        <textarea
          id="token"
          name="token"
          rows={5}
          required
          autocomplete="off"
          spellcheck={false}
          aria-describedby="token-hint"
        />
        <p class="hint" id="token-hint">
          {words.tokenHint}
        </p>
        <button type="submit" class="main">
          {words.submit}
        </button>
      </form>
    </div>
  );
  const frame = {
    language,
    section: undefined,
    identity: undefined,
    address: `${CONSOLE}/sign-in?${query.toString()}`,
    asked: query.get("lang"),
    requestId: bindings.requestId,
  };
  return pageAnswer(frame, { title: words.title, page, status });
}

function reasonIn({ query }: OpenCall): Reason | undefined {
  const message = query.get("message");
  return message === "ended" || message === "signedOut" ? message : undefined;
}

/** Only pages of ours are gone on to. */
function nextIn(given: URLSearchParams): string {
  const next = given.get("next") ?? "";
  return new RegExp(`^${CONSOLE}(?:[/?][\\w./~%?&=:+,*@-]*)?$`).test(next) ? next : CONSOLE;
}

import type { SignInService } from "../../shared/features/api/authentication/signInService.ts";
import { clock } from "../../shared/platform/clock.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import type { Html } from "../jsx/runtime.ts";
import { type ConsoleParts, type OpenCall, redirect } from "../openCall.ts";
import { pageAnswer } from "../page/pageAnswer.tsx";
import { CONSOLE } from "../view.ts";
import { type Words, wordsIn } from "../words/wordsIn.ts";
import { isSameOrigin } from "./isSameOrigin.ts";
import { beginSignIn, finishSignIn, SignInFailed } from "./openIdConnect.ts";
import { begunSignIn, LONGEST_TOKEN, setBegun, setSession } from "./sessionCookie.ts";
import { signInWords } from "./signInWords.ts";

/** A view that needs nobody to be signed in. */
interface OpenView {
  method: "GET" | "POST";
  path: string;
  answer: (call: OpenCall) => Promise<Response>;
}

type Reason = Exclude<
  keyof typeof signInWords,
  "title" | "lead" | "token" | "tokenHint" | "submit" | "at" | "atLead" | "tokenInstead"
>;

/** Where to sign in, to come back to an address afterwards. */
export function signInAddress(next: string, message?: Reason): string {
  const query = new URLSearchParams({ ...(message === undefined ? {} : { message }), next });
  return `${CONSOLE}/sign-in?${query.toString()}`;
}

/** Signing in and out. */
export function openViews({
  readCaller,
  anonymousLimiter,
  signInService,
}: Pick<ConsoleParts, "readCaller" | "anonymousLimiter" | "signInService">): OpenView[] {
  const signInPage = (call: OpenCall, message?: Reason, status = 200) =>
    pageOf(call, signInService, { ...(message === undefined ? {} : { message }), status });
  return [
    { method: "GET", path: "/sign-in", answer: async (call) => signInPage(call, reasonIn(call)) },
    ...(signInService === undefined ? [] : providerViews({ readCaller, anonymousLimiter, signInService }, signInPage)),
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
        return redirect(nextIn(form.get("next")), { "set-cookie": await sessionOf(call, token) });
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

type ShowSignIn = (call: OpenCall, message?: Reason, status?: number) => Response;

/** Signing in at the provider: there, and back with a code. */
function providerViews(
  {
    readCaller,
    anonymousLimiter,
    signInService,
  }: Pick<ConsoleParts, "readCaller" | "anonymousLimiter"> & { signInService: SignInService },
  signInPage: ShowSignIn,
): OpenView[] {
  const unlessFailed =
    (answer: OpenView["answer"]): OpenView["answer"] =>
    async (call) => {
      if (anonymousLimiter.take(call.bindings.sourceIp) > 0) return signInPage(call, "unreachable", 429);
      try {
        return await answer(call);
      } catch (error) {
        if (!(error instanceof SignInFailed)) throw error;
        return signInPage(call, error.why, error.why === "unreachable" ? 503 : 403);
      }
    };
  return [
    {
      method: "GET",
      path: "/sign-in/start",
      answer: unlessFailed(async (call) => {
        const wanted = { redirectUri: redirectUriOf(call), next: nextIn(call.query.get("next")) };
        const { location, kept } = await beginSignIn(signInService, wanted);
        return redirect(location, { "set-cookie": setBegun(call.header("host"), kept) });
      }),
    },
    {
      method: "GET",
      path: "/sign-in/done",
      answer: unlessFailed(async (call) => {
        const { query, header } = call;
        const kept = begunSignIn(header("cookie"), header("host"));
        const brought = { redirectUri: redirectUriOf(call), query, kept };
        const { tokens, next } = await finishSignIn(signInService, brought);
        const token = await believed(readCaller, tokens);
        if (token === undefined) return signInPage(call, "notKnown", 403);
        if (token.length > LONGEST_TOKEN) return signInPage(call, "tooLong", 403);
        const answer = redirect(nextIn(next), { "set-cookie": await sessionOf(call, token) });
        answer.headers.append("set-cookie", setBegun(header("host"), ""));
        return answer;
      }),
    },
  ];
}

/** The first of these tokens that the API takes: providers differ in which of them is for it. Throws what is no verdict about a token. */
async function believed(readCaller: ConsoleParts["readCaller"], tokens: string[]): Promise<string | undefined> {
  for (const token of tokens) {
    try {
      await readCaller({ authorization: `Bearer ${token}` });
      return token;
    } catch (error) {
      if (error instanceof AlbflowError && error.kind === "Transient") throw new SignInFailed("unreachable", error);
      if (!(error instanceof AlbflowError && error.kind === "Denied")) throw error;
    }
  }
  return undefined;
}

/** Where the provider sends people back to, as albflow is registered there. */
function redirectUriOf({ bindings, header }: OpenCall): string {
  const { url } = bindings.deployed();
  const base = url === "" ? `https://${header("host")}` : url.replace(/\/+$/, "");
  return `${base}${CONSOLE}/sign-in/done`;
}

/** The session of a token that is believed, for as long as it is good. */
async function sessionOf({ header }: OpenCall, token: string): Promise<string> {
  const { decodeJwt } = await import("../../shared/features/api/authentication/tokenLibrary.ts");
  const seconds = Math.floor((decodeJwt(token).exp ?? 0) - clock.now() / 1000);
  return setSession(header("host"), { token, seconds: Math.max(0, seconds) });
}

/** The form; a token behind the `#` of the address, which no server sees, is filled in and sent by the page's script. */
function pageOf(
  { language, query, bindings }: OpenCall,
  service: SignInService | undefined,
  { message, status }: { message?: Reason; status: number },
): Response {
  const words = wordsIn(signInWords, language);
  const next = nextIn(query.get("next"));
  const form = tokenForm(words, next);
  const page = (
    <div class="narrow">
      <h1>{words.title}</h1>
      {message === undefined ? null : (
        <p class={message === "signedOut" ? "notice" : "notice bad"} role="alert">
          {words[message]}
        </p>
      )}
      {service === undefined ? (
        <>
          <p>{words.lead}</p>
          {form}
        </>
      ) : (
        <>
          <p>{words.atLead}</p>
          <p>
            <a class="button main" href={`${CONSOLE}/sign-in/start?next=${encodeURIComponent(next)}`}>
              {words.at(new URL(service.issuer).host)}
            </a>
          </p>
          <details>
            <summary>{words.tokenInstead}</summary>
            {form}
          </details>
        </>
      )}
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

function tokenForm(words: Words<typeof signInWords>, next: string): Html {
  return (
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
  );
}

function reasonIn({ query }: OpenCall): Reason | undefined {
  const message = query.get("message");
  return message === "ended" || message === "signedOut" ? message : undefined;
}

/** Only pages of ours are gone on to. */
function nextIn(given: string | null): string {
  const next = String(given ?? "");
  return new RegExp(`^${CONSOLE}(?:[/?][\\w./~%?&=:+,*@-]*)?$`).test(next) ? next : CONSOLE;
}

import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { allowsIn, type Identity } from "../shared/features/api/authentication/identity.ts";
import { type ApiBindings, describeError } from "../shared/features/api/createApi.ts";
import { type Problem, problemOf, RequestError } from "../shared/features/api/problem.ts";
import { sayerFor } from "../shared/features/api/sayerFor.ts";
import { clock } from "../shared/platform/clock.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { ApiProblem, openApiClient } from "./apiClient.ts";
import { forgetFleet } from "./fleet.ts";
import type { ConsoleParts, OpenCall } from "./openCall.ts";
import { redirect } from "./openCall.ts";
import { compressed } from "./page/compressed.ts";
import { WHOLE } from "./page/Deferred.tsx";
import { errorFragment, errorPage } from "./page/errorPage.tsx";
import { fragmentAnswer, pageAnswer, pieceAsPage } from "./page/pageAnswer.tsx";
import { views } from "./registry.ts";
import { serveAsset } from "./serveAsset.ts";
import { isSameOrigin } from "./session/isSameOrigin.ts";
import { cookieIn, sessionIn } from "./session/sessionCookie.ts";
import { openViews, signInAddress } from "./session/signIn.tsx";
import { CONSOLE, type View } from "./view.ts";
import { LANGUAGE_COOKIE, LANGUAGE_TAGS, type Language, languageOf } from "./words/language.ts";

/**
 * The page for people, in front of the API: `/console/…`, and the API's own addresses where a browser asks for a page. It
 * has no way to the cloud but the API, as whoever is signed in.
 */
export function createConsole(parts: ConsoleParts): Hono<{ Bindings: ApiBindings }> {
  const app = new Hono<{ Bindings: ApiBindings }>();
  app.use(`${CONSOLE}/*`, async (context, next) => {
    await next();
    const answer = await compressed(context.res, context.req.header("accept-encoding") ?? "");
    // Hono would mix the headers of both.
    context.res = undefined;
    context.res = answer;
  });
  app.get(`${CONSOLE}/assets/:name`, ({ req }) => {
    return serveAsset(req.param("name"), req.header("accept-encoding") ?? "") ?? new Response(null, { status: 404 });
  });
  for (const { method, path, answer } of openViews(parts)) {
    app.on(method, `${CONSOLE}${path}`, (context) => answer(openCallOf(context)));
  }
  for (const view of views) {
    app.on(view.method, `${CONSOLE}${view.path}`, (context) => shown(context, view, parts));
  }
  app.all(`${CONSOLE}/*`, (context) => shown(context, NOWHERE, parts));
  app.all("*", ({ req, env }) => pageFor(req.raw) ?? parts.api.fetch(req.raw, env));
  return app;
}

type ConsoleContext = Context<{ Bindings: ApiBindings }>;

function openCallOf({ req, env }: ConsoleContext): OpenCall {
  const header = (name: string) => req.header(name) ?? "";
  const query = new URL(req.url).searchParams;
  const chosen = cookieIn(header("cookie"), LANGUAGE_COOKIE);
  return {
    language: languageOf({ asked: query.get("lang"), chosen, accepted: header("accept-language") }),
    query,
    header,
    form: async () => new URLSearchParams(await req.text()),
    bindings: env,
  };
}

async function shown(context: ConsoleContext, view: View, { api, readCaller, anonymousLimiter }: ConsoleParts) {
  const open = openCallOf(context);
  const { language, header, bindings } = open;
  const isPiece = view.isFragment === true && !open.query.has(WHOLE);
  open.query.delete(WHOLE);
  const address = addressOf(context.req.url);
  const frame = {
    language,
    section: view.section,
    address,
    asked: open.query.get("lang"),
    requestId: bindings.requestId,
  };
  let identity: Identity | undefined;
  try {
    if (anonymousLimiter.take(bindings.sourceIp) > 0)
      throw new RequestError(429, reason("too-many-requests", { seconds: null }));
    if (view.method === "POST" && !isSameOrigin(header)) throw FOREIGN;
    const token = sessionIn(header("cookie"), header("host"));
    if (token === undefined) return redirect(signInAddress(address));
    identity = await readCaller({ authorization: `Bearer ${token}` });
    const answer = await view.answer({
      ...open,
      identity,
      path: context.req.param() as Record<string, string>,
      api: openApiClient(api, token, bindings, language),
      now: clock.now(),
      regions: regionsOf(bindings),
      accounts: accountsOf(bindings, identity),
      ownAccount: bindings.deployed().accountId,
    });
    if (view.method === "POST") forgetFleet();
    if (answer instanceof Response) return answer;
    if ("redirect" in answer) return redirect(answer.redirect);
    if (!("fragment" in answer)) return pageAnswer({ ...frame, identity }, answer);
    return isPiece ? fragmentAnswer(answer.fragment) : pageAnswer({ ...frame, identity }, pieceAsPage(answer, frame));
  } catch (error) {
    const problem = await problemIn(error, language);
    if (problem.status >= 500) bindings.log(describeError(error));
    if (isPiece) return fragmentAnswer(errorFragment(problem, language), problem.status);
    if (problem.status === 401) return redirect(signInAddress(address, "ended"));
    return pageAnswer({ ...frame, identity }, errorPage(problem, frame));
  }
}

/** A page of another site has no business here, and is told nothing else. */
const FOREIGN = new RequestError(403, reason("form-foreign"));

const NOWHERE: View = {
  method: "GET",
  path: "/*",
  async answer() {
    throw new RequestError(404, reason("address-unknown"));
  },
};

function regionsOf({ deployed }: ApiBindings): string[] {
  const { region, regions } = deployed();
  return [region, ...regions.filter((other) => other !== region)];
}

function accountsOf({ deployed }: ApiBindings, identity: Identity): string[] {
  const { accountId, accounts } = deployed();
  return [accountId, ...accounts].filter((account) => allowsIn(identity, "view", account));
}

async function problemIn(error: unknown, language: Language): Promise<Problem> {
  return error instanceof ApiProblem ? error.problem : problemOf(error, await sayerFor(LANGUAGE_TAGS[language]));
}

function addressOf(url: string): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

/** A browser that follows a link to the API, as chat messages and answers have them, is shown the page about the same. */
function pageFor({ method, headers, url }: Request): Response | undefined {
  const { pathname: asked, search } = new URL(url);
  const pathname = asked.replace(/^\/v1(?=\/)/, "");
  const wantsPage = method === "GET" && /\btext\/html\b/.test(headers.get("accept") ?? "");
  const isShown =
    pathname === "/" || /^\/(?:listeners|certificates|executions|rounds|bulk|approvals)(?:\/[^/]+)?$/.test(pathname);
  return wantsPage && isShown ? redirect(`${CONSOLE}${pathname}${search}`.replace(/\/$/, "")) : undefined;
}

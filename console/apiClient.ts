import type { Hono } from "hono/tiny";
import type { ApiBindings } from "../shared/features/api/createApi.ts";
import type { Problem } from "../shared/features/api/problem.ts";
import { LANGUAGE_TAGS, type Language } from "./words/language.ts";

/** The API as the console uses it: as any client does, but without a network between them. */
export interface ApiClient {
  /** The body of an answer. Throws `ApiProblem`. What is undefined is not asked for. */
  get: <Body>(path: string, query?: Record<string, string | undefined>) => Promise<Body>;
  /** Some requests have no body. */
  post: <Body>(path: string, body?: object, headers?: Record<string, string>) => Promise<Body>;
  /** The answer itself, whatever its status. */
  fetch: (
    path: string,
    init?: { method?: string; headers?: Record<string, string>; body?: string },
  ) => Promise<Response>;
}

/** What the API answers when it cannot do what it is asked. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

/** The API for whoever has this token: the same checks, roles and limits as over the network. */
export function openApiClient(
  api: Hono<{ Bindings: ApiBindings }>,
  token: string,
  bindings: ApiBindings,
  language: Language,
): ApiClient {
  const ask: ApiClient["fetch"] = async (path, { headers = {}, ...init } = {}) => {
    const own = { authorization: `Bearer ${token}`, "accept-language": LANGUAGE_TAGS[language] };
    return api.fetch(new Request(`http://albflow${path}`, { ...init, headers: { ...headers, ...own } }), bindings);
  };
  const bodyOf = async (response: Response) => {
    const body: unknown = await response.json();
    if (!response.ok) throw new ApiProblem(body as Problem);
    return body as never;
  };
  return {
    fetch: ask,
    async get(path, query = {}) {
      const asked = new URLSearchParams();
      for (const [name, value] of Object.entries(query)) if (value !== undefined) asked.set(name, value);
      const text = asked.toString();
      return bodyOf(await ask(text === "" ? path : `${path}?${text}`));
    },
    async post(path, body, headers = {}) {
      if (body === undefined) return bodyOf(await ask(path, { method: "POST", headers }));
      const type = { "content-type": "application/json" };
      return bodyOf(await ask(path, { method: "POST", body: JSON.stringify(body), headers: { ...type, ...headers } }));
    },
  };
}

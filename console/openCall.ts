import type { Hono } from "hono/tiny";
import type { Identity } from "../shared/features/api/authentication/identity.ts";
import type { RateLimiter } from "../shared/features/api/authentication/rateLimiter.ts";
import type { SignInService } from "../shared/features/api/authentication/signInService.ts";
import type { ApiBindings } from "../shared/features/api/createApi.ts";
import type { PageCall } from "./view.ts";

/** What a console is made of. */
export interface ConsoleParts {
  /** Serves whatever is not the console's, and everything that the console asks. */
  api: Hono<{ Bindings: ApiBindings }>;
  /** Tells who has a token. Throws `AlbflowError`. */
  readCaller: (headers: Record<string, string>) => Promise<Identity>;
  /** Where people sign in; undefined where they bring tokens. */
  signInService: SignInService | undefined;
  /** Counts the requests of each address. */
  anonymousLimiter: RateLimiter;
}

/** A request of which nobody knows who has sent it. */
export type OpenCall = Pick<PageCall, "language" | "query" | "form" | "header"> & { bindings: ApiBindings };

/** Goes there with GET, whatever came. */
export function redirect(location: string, headers: Record<string, string> = {}): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store", ...headers } });
}

import type { ServedServerGroup } from "./contract.ts";
import type { RawHeaders } from "./headers.ts";
import { cookiesOf, type RequestAttributes } from "./routes.ts";
import { serverKey } from "./serverPool.ts";

/** ALB's own cookie for sessions of type `Insert` (API documentation of StickySessionConfig). */
const INSERTED_COOKIE = "SERVERID";

/** Seconds that an inserted cookie lives unless configured. */
const DEFAULT_TIMEOUT = 1000;

/** The key of the server that a client's cookie is bound to; undefined when it carries none. */
export function boundServer({ sticky }: ServedServerGroup, headers: RequestAttributes["headers"]): string | undefined {
  if (sticky === undefined) return undefined;
  return cookiesOf(headers).find(([name]) => name === cookieName(sticky))?.[1];
}

/**
 * An answer's fields with the cookie that binds the client to its server: inserted where the client is not bound yet,
 * or put in place of the value of the server's own cookie.
 */
export function withStickyCookie(
  { sticky }: ServedServerGroup,
  address: string,
  boundTo: string | undefined,
  headers: RawHeaders,
): RawHeaders {
  if (sticky === undefined) return headers;
  const key = serverKey(address);
  if (sticky.type === "Server") return rewritten(headers, cookieName(sticky), key);
  if (boundTo === key) return headers;
  const cookie = `${INSERTED_COOKIE}=${key};Max-Age=${sticky.timeout ?? DEFAULT_TIMEOUT};Path=/`;
  return [...headers, "Set-Cookie", cookie];
}

type Sticky = NonNullable<ServedServerGroup["sticky"]>;

function cookieName({ type, cookie }: Sticky): string {
  return type === "Insert" ? INSERTED_COOKIE : (cookie ?? "");
}

function rewritten(headers: RawHeaders, cookie: string, key: string): RawHeaders {
  const isCookie = (at: number) => headers[at - 1]?.toLowerCase() === "set-cookie";
  return headers.map((text, at) =>
    at % 2 === 1 && isCookie(at) && text.startsWith(`${cookie}=`) ? text.replace(/=[^;]*/, `=${key}`) : text,
  );
}

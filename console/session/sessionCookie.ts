/** What a browser sends back to show who it is: the bearer token itself, checked with each request as the API checks it. */
interface SessionCookie {
  token: string;
  /** Seconds that it is kept; 0 takes it away. */
  seconds: number;
}

/** The token in a request's cookies; undefined when it brings none. */
export function sessionIn(cookies: string, host: string): string | undefined {
  return cookieIn(cookies, nameFor(host, SESSION));
}

/**
 * The header that keeps a session: out of reach of scripts, and never sent where it could be overheard. It is Lax, because
 * a link in a chat message shall find its reader signed in; `isSameOrigin` keeps other pages from using that.
 */
export function setSession(host: string, { token, seconds }: SessionCookie): string {
  return cookieFor(host, SESSION, token, seconds);
}

/** The header that keeps what a sign-in has begun with until it comes back from the provider; empty takes it away. */
export function setBegun(host: string, kept: string): string {
  return cookieFor(host, BEGUN, kept, kept === "" ? 0 : 600);
}

/** What is kept of it; empty where nobody has begun one in this browser. */
export function begunSignIn(cookies: string, host: string): string {
  return cookieIn(cookies, nameFor(host, BEGUN)) ?? "";
}

const SESSION = "albflow_session";
const BEGUN = "albflow_sign_in";

function cookieFor(host: string, name: string, value: string, seconds: number): string {
  const secure = isLoopback(host) ? "" : "; Secure";
  return `${nameFor(host, name)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}

/**
 * A cookie by its name. A browser may send several fields, which the HTTP trigger joins with commas (real-cloud.md FR26);
 * what stands behind a comma counts last, as whoever may set some cookie may write one into its value.
 */
export function cookieIn(cookies: string, name: string): string | undefined {
  const found = (between: RegExp) => cookies.split(between).find((one) => one.startsWith(`${name}=`));
  return (found(/;\s*/) ?? found(/[;,]\s*/))?.split(",")[0]?.slice(name.length + 1);
}

/**
 * All headers of a request together have at most 8 KB; what is beyond is refused before we see it, signing out as well
 * (real-cloud.md FR7). A browser's own headers and cookies of other pages of the domain need most of it.
 */
export const LONGEST_TOKEN = 2_500;

/** With this prefix a browser takes it only from this very host, over TLS. */
function nameFor(host: string, name: string): string {
  return isLoopback(host) ? name : `__Host-${name}`;
}

/** Whether a request goes to this machine, where there is no TLS and nobody listens. */
function isLoopback(host: string): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host);
}

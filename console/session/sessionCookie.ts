/** What a browser sends back to show who it is: the bearer token itself, checked with each request as the API checks it. */
interface SessionCookie {
  token: string;
  /** Seconds that it is kept; 0 takes it away. */
  seconds: number;
}

/** The token in a request's cookies; undefined when it brings none. */
export function sessionIn(cookies: string, host: string): string | undefined {
  return cookieIn(cookies, nameFor(host));
}

/**
 * The header that keeps a session: out of reach of scripts, and never sent where it could be overheard. It is Lax, because
 * a link in a chat message shall find its reader signed in; `isSameOrigin` keeps other pages from using that.
 */
export function setSession(host: string, { token, seconds }: SessionCookie): string {
  const secure = isLoopback(host) ? "" : "; Secure";
  return `${nameFor(host)}=${token}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}

/** A cookie by its name. */
export function cookieIn(cookies: string, name: string): string | undefined {
  const pair = cookies.split(/;\s*/).find((one) => one.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}

/** What a browser takes; longer cookies it drops without a word. */
export const LONGEST_TOKEN = 3_900;

/** With this prefix a browser takes it only from this very host, over TLS. */
function nameFor(host: string): string {
  return isLoopback(host) ? "albflow_session" : "__Host-albflow_session";
}

/** Whether a request goes to this machine, where there is no TLS and nobody listens. */
function isLoopback(host: string): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host);
}

import type { Exchange } from "./exchange.ts";
import type { RequestAttributes } from "./routes.ts";

/** What rules and redirections look at. */
export function readClientCertificate({ request, target, connection }: Exchange): RequestAttributes {
  const { headers, method = "GET" } = request;
  const [path = "", query = ""] = splitOnce(target, "?");
  return {
    method,
    host: hostOf(request),
    path,
    query,
    headers,
    clientAddress: connection.clientAddress,
  };
}

/** Host and port as the client named them; empty when it did not. */
export function authorityOf({ headers }: Exchange["request"]): string {
  return String(headers[":authority"] ?? headers.host ?? "");
}

/** The host that the client named, without the port. */
export function hostOf(request: Exchange["request"]): string {
  return authorityOf(request).replace(/:\d*$/, "");
}

/** Path and query of a request, also where the client sent an absolute form; empty when it sent neither. */
export function targetOf({ url = "/" }: Exchange["request"]): string {
  if (url.startsWith("/") || url === "*") return url;
  return /^https?:\/\/[^/?#]*([^#]*)/i.exec(url)?.[1]?.replace(/^(?!\/)/, "/") ?? "";
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

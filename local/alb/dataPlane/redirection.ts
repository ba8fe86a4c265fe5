import type { ServedListener, ServedRule } from "./contract.ts";
import type { RequestAttributes } from "./routes.ts";

type Redirect = Extract<ServedRule["action"], { type: "Redirect" }>;

const DEFAULT_PORTS: Record<string, number> = { http: 80, https: 443 };

/**
 * The `Location` of a redirection. `${protocol} ${host} ${port} ${path} ${query}` stand for the request's own.
 *
 * @param realPort The port that clients reach for a configured one, which may be mapped here.
 */
export function locationOf(
  action: Redirect,
  facts: RequestAttributes,
  listener: Pick<ServedListener, "protocol" | "port">,
  realPort: (port: number) => number,
): string {
  const own: Record<string, string> = {
    protocol: listener.protocol.toLowerCase(),
    host: facts.host,
    port: String(listener.port),
    path: facts.path,
    query: facts.query,
  };
  const filled = (part: "protocol" | "host" | "port" | "path" | "query") =>
    (action[part] === "" && part !== "query" ? (own[part] ?? "") : action[part]).replace(
      /\$\{(\w+)\}/g,
      (whole, name: string) => (Object.hasOwn(own, name) ? (own[name] ?? whole) : whole),
    );
  const protocol = filled("protocol").toLowerCase();
  const port = realPort(Number(filled("port")));
  const authority = port === DEFAULT_PORTS[protocol] ? filled("host") : `${filled("host")}:${port}`;
  const query = filled("query");
  return `${protocol}://${authority}${filled("path")}${query === "" ? "" : `?${query}`}`;
}

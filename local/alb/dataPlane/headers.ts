/** Header fields as they came over the wire: name, value, name, value …; order and repetition are kept. */
export type RawHeaders = string[];

/** Fields that belong to one connection and are never passed on (RFC 9110 §7.6.1), all in lower case. */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * The fields that go on to the other side: not the hop-by-hop ones, not those that `Connection` names, none of `without`.
 *
 * @param without Further names to leave out, in lower case.
 */
export function endToEnd(raw: readonly string[], without: readonly string[] = NOTHING): RawHeaders {
  const named = connectionOptions(raw);
  const kept: RawHeaders = [];
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at] as string;
    const key = name.toLowerCase();
    if (HOP_BY_HOP.has(key) || key.startsWith(":") || without.includes(key) || named?.has(key) === true) continue;
    kept.push(name, raw[at + 1] as string);
  }
  return kept;
}

/** The value of the first field of that name, in lower case; undefined when there is none. */
export function rawHeader(raw: readonly string[], wanted: string): string | undefined {
  for (let at = 0; at < raw.length; at += 2) {
    if (raw[at]?.length === wanted.length && raw[at]?.toLowerCase() === wanted) return raw[at + 1];
  }
  return undefined;
}

const NOTHING: readonly string[] = [];

/** A request without these would reach the server as another request: `Connection` has no say in them. */
const NEVER_NAMED: ReadonlySet<string> = new Set(["host", "content-length"]);

/** The names that `Connection` makes hop-by-hop; undefined when it says no more than `close` or `keep-alive`. */
function connectionOptions(raw: readonly string[]): Set<string> | undefined {
  let options: Set<string> | undefined;
  for (let at = 0; at < raw.length; at += 2) {
    if (raw[at]?.length !== "connection".length || raw[at]?.toLowerCase() !== "connection") continue;
    const value = (raw[at + 1] as string).toLowerCase();
    if (value === "keep-alive" || value === "close") continue;
    options ??= new Set();
    for (const option of value.split(",")) if (!NEVER_NAMED.has(option.trim())) options.add(option.trim());
  }
  return options;
}

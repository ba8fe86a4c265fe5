import { decodePath } from "../ram/signatures/encoding.ts";

/**
 * The decoded parts of a path that fits a pattern like `/logstores/{logstore}/shards/{shard}`, undefined when it does
 * not fit. `{rest*}` at the end takes everything that follows, still encoded. A slash at the end does not matter.
 */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = segments(pattern);
  const given = segments(path);
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const rest = /^\{(\w+)\*\}$/.exec(part)?.[1];
    if (rest !== undefined) return { ...parameters, [rest]: given.slice(index).join("/") };
    const actual = given[index];
    if (actual === undefined) return undefined;
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name !== undefined) parameters[name] = decodePath(actual);
    else if (part !== actual) return undefined;
  }
  return given.length === wanted.length ? parameters : undefined;
}

function segments(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

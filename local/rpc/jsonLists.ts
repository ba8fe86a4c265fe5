import type { ActionApi } from "./api.ts";
import type { FlatParameters } from "./parameters.ts";
import { flatten } from "./readCall.ts";

/**
 * Parameters with the lists that came as the text of a JSON array under their bare name (`ListenerIds=["lsn-1"]`)
 * numbered as the SDKs do. No document says whether the gateway takes such a text: it does so here where a field test has
 * found it (open.md O59). What is no JSON array stays, and is refused by the table.
 */
export function numberJsonLists(flat: FlatParameters, { parameters }: ActionApi): FlatParameters {
  const lists = new Set(parameters.flatMap(({ name, type }) => (type === "array" ? [name] : [])));
  const numbered = new Map<string, string>();
  for (const [name, text] of flat) {
    const list = lists.has(name) ? arrayIn(text) : undefined;
    if (list === undefined) numbered.set(name, text);
    else flatten(list, name, numbered);
  }
  return numbered;
}

function arrayIn(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

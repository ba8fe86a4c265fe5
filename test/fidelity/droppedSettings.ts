import type { Sent } from "./recording.ts";

/**
 * What was sent in a write that succeeded and is in no answer of the product, under the same name with the same value: a
 * setting that is dropped in silence.
 */
export function droppedSettings(sent: readonly Sent[], answers: ReadonlyMap<string, unknown[]>): string[] {
  const reported = new Map<string, Set<string>>();
  for (const [name, list] of answers) {
    const [product = "", action = ""] = name.split(" ");
    if (!/^(?:Get|List|Describe|Query)/.test(action)) continue;
    const known = reported.get(product) ?? new Set();
    reported.set(product, known);
    for (const answer of list) for (const [path, value] of leaves(answer)) known.add(`${nameOf(path)}=${value}`);
  }
  const dropped = sent
    .filter(({ action }) => /^(?:Create|Update|Put|Upload|Add)/.test(action))
    .flatMap(({ product, action, parameters }) =>
      leaves(parameters)
        .filter(([path, value]) => !reported.get(product)?.has(`${nameOf(path)}=${value}`))
        .map(([path]) => `${product} ${action} drops ${path}`),
    );
  return [...new Set(dropped)];
}

/** Scalars with their paths; positions in lists are `[]`. */
function leaves(value: unknown, path = ""): [path: string, value: string][] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => leaves(item, `${path}[]`));
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object") return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([name, member]) => leaves(member, path === "" ? name : `${path}.${name}`));
}

/** The last name of a path: what a setting is called wherever it stands. */
function nameOf(path: string): string {
  const name = path.replaceAll("[]", "").split(".").at(-1) ?? "";
  return SAME[name] ?? name;
}

/** Settings that requests and answers call by different names. */
const SAME: Record<string, string> = {
  TagKey: "Key",
  TagValue: "Value",
  tagKey: "key",
  tagValue: "value",
  NewDescription: "Description",
  NewMaxSessionDuration: "MaxSessionDuration",
};

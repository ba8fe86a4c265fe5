import { addressList } from "./addressList.ts";
import type { ServedListener, ServedRule } from "./contract.ts";
import { chooseByWeight, type Weighted } from "./scheduler.ts";

/** What rules look at. Header names in lower case. */
export interface RequestAttributes {
  method: string;
  /** Without the port. */
  host: string;
  path: string;
  /** Without the `?`; empty when there is none. */
  query: string;
  headers: NodeJS.Dict<string | string[]>;
  clientAddress: string;
}

/** What is to be done with a request; `ForwardGroup` has one server group left, chosen by weight. */
export type RequestRoute =
  | Exclude<ServedRule["action"], { type: "ForwardGroup" }>
  | { type: "ForwardGroup"; serverGroupId: string | undefined };

type Condition = ServedRule["conditions"][number];

/** Prepares a listener's rules: the first by priority whose conditions all hold, else the default action. */
export function createRoutes({ rules, serverGroups }: ServedListener): (facts: RequestAttributes) => RequestRoute {
  const prepared = [...rules]
    .sort((one, other) => one.priority - other.priority)
    .map(({ conditions, action }) => ({ tests: conditions.map(testOf), take: routeOf(action) }));
  const byDefault = routeOf({ type: "ForwardGroup", serverGroups });
  return (facts) => {
    for (const { tests, take } of prepared) if (tests.every((holds) => holds(facts))) return take();
    return byDefault();
  };
}

function routeOf(action: ServedRule["action"]): () => RequestRoute {
  if (action.type !== "ForwardGroup") return () => action;
  const groups: (Weighted & { serverGroupId: string })[] = action.serverGroups.map((group) => ({
    ...group,
    credit: 0,
  }));
  return () => ({ type: "ForwardGroup", serverGroupId: chooseByWeight(groups)?.serverGroupId });
}

/** One row a kind of condition: the values of the request that are held against the condition's. */
const LOOKED_UP: Record<Exclude<Condition["type"], "SourceIp">, (facts: RequestAttributes, key: string) => string[]> = {
  Host: ({ host }) => [host.toLowerCase()],
  Path: ({ path }) => [path],
  Method: ({ method }) => [method],
  Header: ({ headers }, key) => [headers[key.toLowerCase()] ?? []].flat(),
  QueryString: ({ query }, key) => valuesOf(new URLSearchParams(query), key),
  Cookie: ({ headers }, key) => valuesOf(cookiesOf(headers), key),
};

function testOf(condition: Condition): (facts: RequestAttributes) => boolean {
  const { type, key = "", values } = condition;
  if (type === "SourceIp") {
    const isListed = addressList(values);
    return ({ clientAddress }) => isListed(clientAddress);
  }
  const patterns = values.map((value) => patternOf(type === "Host" ? value.toLowerCase() : value));
  return (facts) => LOOKED_UP[type](facts, key).some((value) => patterns.some((pattern) => pattern.test(value)));
}

/** `*` is any text, `?` any one character. */
function patternOf(text: string): RegExp {
  const source = text
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s");
}

/** The cookies that a request carries. */
export function cookiesOf(headers: RequestAttributes["headers"]): [string, string][] {
  const line = [headers.cookie ?? []].flat().join("; ");
  return line.split(";").map((pair) => {
    const [name = "", ...rest] = pair.split("=");
    return [name.trim(), rest.join("=").trim()];
  });
}

/** The values of a key; of every key when none is named. */
function valuesOf(pairs: Iterable<[string, string]>, key: string): string[] {
  return [...pairs].filter(([name]) => key === "" || name === key).map(([, value]) => value);
}

import type { WireRequest, WireResponse, WireService } from "../../../local/wire/exchange.ts";
import type { Invocation } from "./invocation.ts";

/** A request that has reached a service, which has not yet asked what goes wrong with it. */
interface Arrived {
  service: string;
  /** As an RPC request names it; undefined for REST. */
  action: string | undefined;
  parameters: ReadonlyMap<string, string>;
  /** Whose request it is; undefined when it is the test's own. */
  by: Invocation | undefined;
  /** Ids of what has come to be by it, once it has been answered. */
  made: string[];
}

/** Requests between their arrival and the service's question about faults: by their order each finds its own. */
interface OnTheWay {
  /** Hands a request to a service. */
  answer(
    name: string,
    service: Pick<WireService, "handle">,
  ): (request: WireRequest, by: Invocation | undefined) => Promise<WireResponse>;
  /** The request that this question is about; undefined when none has come over the wire. */
  take(service: string, action: string): Arrived | undefined;
}

/** `idsNow` gives the ids of all that there is. */
export function createOnTheWay(idsNow: () => Set<string>): OnTheWay {
  const arrived = new Set<Arrived>();
  /** What makes something and has not been answered, with all that there was before it. */
  const making = new Map<Arrived, ReadonlySet<string>>();
  /** An answer may never come: what was made is known before anybody can ask for more. */
  const book = () => {
    for (const [one, known] of making)
      one.made.push(...[...idsNow()].filter((id) => !known.has(id) && !one.made.includes(id)));
  };
  return {
    answer:
      (service, { handle }) =>
      async (request, by) => {
        const parameters = parametersOf(request);
        const one: Arrived = { service, action: parameters.get("Action"), parameters, by, made: [] };
        arrived.add(one);
        const isMaking = /^(?:Create|Upload)/.test(one.action ?? request.headers["x-acs-action"] ?? "");
        if (making.size > 0) book();
        if (isMaking) making.set(one, idsNow());
        try {
          return await handle(request);
        } finally {
          arrived.delete(one);
          // The answer may be lost: what was made is there all the same.
          if (isMaking) book();
          making.delete(one);
        }
      },
    take(service, action) {
      for (const one of arrived) {
        if (one.service !== service || (one.action ?? action) !== action) continue;
        arrived.delete(one);
        return one;
      }
      return undefined;
    },
  };
}

/** Flat, as an RPC request has them in its query and its form; of a JSON body its texts. */
function parametersOf({ rawQuery, headers, body }: WireRequest): ReadonlyMap<string, string> {
  const type = headers["content-type"] ?? "";
  const isForm = type.includes("x-www-form-urlencoded");
  const parameters = new Map(new URLSearchParams(isForm ? `${rawQuery}&${body.toString("utf8")}` : rawQuery));
  if (!type.includes("json") || headers["x-log-compresstype"] !== undefined || body.length === 0) return parameters;
  for (const [name, value] of Object.entries(JSON.parse(body.toString("utf8")) as object)) {
    if (typeof value === "string") parameters.set(name, value);
  }
  return parameters;
}

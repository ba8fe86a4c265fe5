import { AsyncLocalStorage } from "node:async_hooks";
import type { WireService } from "../../../local/wire/exchange.ts";

const current = new AsyncLocalStorage<ReadonlyMap<string, string>>();
const none: ReadonlyMap<string, string> = new Map();

/** The parameters, flat as on the wire, of the RPC call that is being answered now. */
export function currentParameters(): ReadonlyMap<string, string> {
  return current.getStore() ?? none;
}

/** A service that says, while it answers, what it was asked. */
export function tellingParameters(service: Pick<WireService, "handle">): Pick<WireService, "handle"> {
  return {
    handle(request) {
      const isForm = request.headers["content-type"]?.includes("x-www-form-urlencoded") === true;
      const form = isForm ? request.body.toString("utf8") : "";
      const pairs = new URLSearchParams(`${request.rawQuery}&${form}`);
      return current.run(new Map(pairs), () => service.handle(request));
    },
  };
}

import type { PageCall } from "../../view.ts";
import type { ExecutionView } from "./executionView.ts";

/** The execution that a page is about; with `after` it waits for something to happen after that event. */
export function readExecution(call: Pick<PageCall, "api" | "path" | "query">, after?: number): Promise<ExecutionView> {
  const { operation } = call.path;
  const visit = after === undefined ? /^[1-9]\d{0,3}$/.exec(call.query.get("visit") ?? "")?.[0] : undefined;
  return call.api.get(addressInApi(call), { operation, visit, after: after === undefined ? undefined : String(after) });
}

/** Where it is in the API. */
export function addressInApi({ path }: Pick<PageCall, "path">): string {
  return `/executions/${encodeURIComponent(path.name ?? "")}`;
}

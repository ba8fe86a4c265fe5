import type { PageCall } from "../../view.ts";
import type { ExecutionView } from "./executionView.ts";

/** The execution that a page is about; with `after` it waits for something to happen after that event. */
export function readExecution(call: Pick<PageCall, "api" | "path">, after?: number): Promise<ExecutionView> {
  const { operation } = call.path;
  return call.api.get(addressInApi(call), { operation, after: after === undefined ? undefined : String(after) });
}

/** Where it is in the API. */
export function addressInApi({ path }: Pick<PageCall, "path">): string {
  return `/executions/${encodeURIComponent(path.name ?? "")}`;
}

import type { Json, JsonObject } from "../../../../flowlang/json.ts";
import { CloudError } from "../../../wire/cloudError.ts";
import type { TaskAction } from "../performTask.ts";
import { TaskFault } from "../taskFault.ts";
import { roleOf } from "./parameters.ts";

/** Calls an API in the name of a role; rejects with `CloudError`. */
export type CallApi = (call: {
  roleArn: string;
  /** As written in the flow: `ALB`. */
  product: string;
  /** `StartListener` */
  action: string;
  /** In the API's own names. */
  parameters: JsonObject;
}) => Promise<unknown>;

/** Any `<Product>:<Api>`: request and answer pass through unchanged (cloudflow.md §7, A28). */
export function callApiAction(callApi: CallApi): TaskAction {
  return async ({ effect, record }) => {
    const [product = "", action = ""] = effect.action.split(":");
    const roleArn = roleOf(record, product);
    try {
      return ((await callApi({ roleArn, product, action, parameters: effect.parameters })) ?? {}) as Json;
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      throw new TaskFault(`${product}.${error.code}`, error.message); // cloudflow.md A5
    }
  };
}

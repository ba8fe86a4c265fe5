import type { Json, JsonObject } from "../../../../flowlang/json.ts";
import type { Realities } from "../../../realities/realities.ts";
import { CloudError } from "../../../wire/cloudError.ts";
import type { TaskAction } from "../performTask.ts";
import { TaskFault } from "../taskFault.ts";
import { taskRoleOf } from "./parameters.ts";

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
export function callApiAction(callApi: CallApi, realities?: Pick<Realities, "is">): TaskAction {
  return async ({ effect, record }) => {
    const [product = "", action = ""] = effect.action.split(":");
    const roleArn = taskRoleOf(record, product);
    try {
      const answer = ((await callApi({ roleArn, product, action, parameters: effect.parameters })) ?? {}) as Json;
      return realities?.is("describe-as-task", "not $Output.Status") === true ? { Body: answer } : answer;
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      const isBare = realities?.is("action-error-name", "ExecutionNotExists") === true;
      throw new TaskFault(isBare ? error.code : `${product}.${error.code}`, error.message); // cloudflow.md A5
    }
  };
}

import type { JsonObject } from "../../../../flowlang/json.ts";
import type { ExecutionRecord } from "../state.ts";
import { TaskFault } from "../taskFault.ts";

/** A parameter that must be a text. Throws `TaskFault` `<product>.InvalidArgument`. */
export function textParameter(parameters: JsonObject, name: string, product: string): string {
  const value = parameters[name];
  if (typeof value === "string" && value !== "") return value;
  throw new TaskFault(
    `${product}.InvalidArgument`,
    `The parameter ${name} is ${JSON.stringify(value) ?? "missing"}, not a text.`,
  );
}

/** The role in whose name a flow calls a service: it needs one as soon as it does (cloudflow.md §7). */
export function taskRoleOf({ execution, flow }: ExecutionRecord, product: string): string {
  if (execution.roleArn !== "") return execution.roleArn;
  throw new TaskFault(
    `${product}.AccessDenied`,
    `Flow ${flow.name} calls ${product} but has no RoleArn. Set one with UpdateFlow.`,
  );
}

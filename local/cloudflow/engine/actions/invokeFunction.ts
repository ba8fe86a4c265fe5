import { isObject, type Json, type JsonObject } from "../../../../flowlang/json.ts";
import { CloudError } from "../../../wire/cloudError.ts";
import type { TaskAction } from "../performTask.ts";
import { TaskFault } from "../taskFault.ts";
import { taskRoleOf, textParameter } from "./parameters.ts";

/** One call of a function, made with the rights of the flow's role. */
export interface FunctionCall {
  roleArn: string;
  /** Of Function Compute 3.0; a 2.0 function is called `service$function` there. */
  functionName: string;
  qualifier?: string;
  invocationType: "Sync" | "Async";
  body: string;
}

/**
 * How functions are called, given by the service that runs them. Rejects with `CloudError` when the call is refused; a
 * function that fails answers 200 with the header `x-fc-error-type`.
 */
export type InvokeFunction = (call: FunctionCall) => Promise<FunctionAnswer>;

export interface FunctionAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Buffer;
}

/** `FC:InvokeFunction` (cloudflow.md §7). */
export function invokeFunctionAction(invoke: InvokeFunction): TaskAction {
  return async ({ effect, record, submitted }) => {
    const { parameters, mode } = effect;
    const target = functionOf(textParameter(parameters, "resourceArn", "FC"));
    // An asynchronous task that calls back by itself is, seen from here, a call that takes its time.
    if (mode === "WaitForSystemCallback") submitted();
    const answer = await invoke({
      ...target,
      roleArn: taskRoleOf(record, "FC"),
      invocationType: mode === "WaitForSystemCallback" ? "Sync" : invocationTypeOf(parameters.invocationType),
      body: bodyText(parameters.body),
    }).catch(refuse);
    return resultOf(answer);
  };
}

/** Name and qualifier in an ARN of 3.0, or of 2.0. */
function functionOf(arn: string): { functionName: string; qualifier?: string } {
  const current = /^acs:fc:[^:]*:[^:]*:functions\/([^/]+)(?:\/([^/]+))?$/.exec(arn);
  const old = /^acs:fc:[^:]*:[^:]*:services\/([^/.]+)(?:\.([^/]+))?\/functions\/([^/]+)$/.exec(arn);
  const name = current?.[1] ?? (old === null ? undefined : `${old[1]}$${old[3]}`);
  const qualifier = current?.[2] ?? old?.[2];
  if (name === undefined) throw new TaskFault("FC.InvalidArgument", `resourceArn ${arn} names no function.`);
  return { functionName: name, ...(qualifier === undefined ? {} : { qualifier }) };
}

function invocationTypeOf(type: Json | undefined): "Sync" | "Async" {
  if (type === undefined || type === "Sync") return "Sync";
  if (type === "Async") return "Async";
  throw new TaskFault("FC.InvalidArgument", `invocationType ${JSON.stringify(type)} is neither Sync nor Async.`);
}

/** A text is sent as it is, anything else as JSON; no body is an empty event. */
function bodyText(body: Json | undefined): string {
  if (body === undefined) return "";
  return typeof body === "string" ? body : JSON.stringify(body);
}

/** cloudflow.md A1, A2, A3 */
function resultOf({ status, headers, body }: FunctionAnswer): JsonObject {
  const text = body.toString("utf8");
  const parsed = parse(text);
  if (status !== 200 && status !== 202) throw refusal(status, parsed, text);
  if (headers["x-fc-error-type"] !== undefined) {
    const type = isObject(parsed) && typeof parsed.errorType === "string" ? parsed.errorType : "FC.Unknown";
    throw new TaskFault(type, text);
  }
  return { Code: status, Header: { ...headers }, Body: status === 202 ? "" : parsed };
}

function refusal(status: number, parsed: Json, text: string): TaskFault {
  const { Code, ErrorCode, Message, ErrorMessage } = isObject(parsed) ? parsed : {};
  const named = Code ?? ErrorCode;
  const code = typeof named === "string" ? named : status >= 500 ? "InternalServerError" : "InvalidArgument";
  const message = Message ?? ErrorMessage;
  return new TaskFault(
    `FC.${status === 429 ? "ResourceThrottled" : code}`,
    typeof message === "string" ? message : text,
  );
}

function refuse(error: unknown): never {
  if (!(error instanceof CloudError)) throw error;
  throw new TaskFault(`FC.${error.status === 429 ? "ResourceThrottled" : error.code}`, error.message);
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

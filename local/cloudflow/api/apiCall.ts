import { isObject, type Json } from "../../../flowlang/json.ts";
import type { Clock } from "../../../shared/platform/clock.ts";
import type { CloudContext } from "../../context.ts";
import type { Engine } from "../engine/engine.ts";
import { refusals } from "../engine/refusals.ts";
import { NAME } from "../engine/startExecution.ts";

/** One call of the API, as an action sees it. */
export interface CloudFlowCall {
  engine: Engine;
  context: CloudContext;
  /** To wait on while answering. */
  clock: Clock;
  parameters: Map<string, string>;
  /** In which of the two shapes histories are told (real-cloud.md CR7). */
  history?: "documented" | undefined;
  /** In which order executions are listed: the newest first, or by their names (real-cloud.md CR5). */
  listOrder?: "name" | undefined;
}

/** An action of the API: what it needs, what it is done to, and what it answers. One file each. */
export interface ApiAction {
  requires: readonly string[];
  /** The last part of the ARN that RAM decides about, such as `flow/<name>`. */
  resource(call: CloudFlowCall): string;
  run(call: CloudFlowCall): Promise<object> | object;
}

/** A parameter's text; undefined when it is absent or empty. */
export function optional({ parameters }: CloudFlowCall, name: string): string | undefined {
  const value = parameters.get(name);
  return value === "" ? undefined : value;
}

/** A parameter's text, possibly empty: the dispatcher has checked that it is there. */
export function required({ parameters }: CloudFlowCall, name: string): string {
  const value = parameters.get(name);
  if (value === undefined) throw refusals.missingParameter(name);
  return value;
}

/** A name of a flow, execution or schedule, checked against the documented form. */
export function requiredName(call: CloudFlowCall, parameter: string): string {
  const name = required(call, parameter);
  if (!NAME.test(name)) throw refusals.invalidArgument(`${parameter} "${name}" does not match ${NAME.source}.`);
  return name;
}

/** An integer in a range, both ends included. */
export function integer(
  call: CloudFlowCall,
  name: string,
  range: { least: number; most: number; absent: number },
): number {
  const text = optional(call, name);
  if (text === undefined) return range.absent;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= range.least && value <= range.most) return value;
  throw refusals.invalidArgument(`${name} "${text}" is no integer from ${range.least} to ${range.most}.`);
}

export function flag(call: CloudFlowCall, name: string): boolean | undefined {
  const text = optional(call, name)?.toLowerCase();
  if (text === undefined || text === "true" || text === "false")
    return text === undefined ? undefined : text === "true";
  throw refusals.invalidArgument(`${name} "${text}" is neither true nor false.`);
}

/** A text of limited length, counted in characters. */
export function textUpTo(call: CloudFlowCall, name: string, most: number): string {
  const text = optional(call, name) ?? "";
  if (text.length <= most) return text;
  throw refusals.invalidArgument(`${name} has ${text.length} characters, more than ${most}.`);
}

/** The JSON value in a text. */
export function json(text: string, name: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw refusals.invalidArgument(`${name} is not JSON.`);
  }
}

/** The text of a JSON object; `{}` when the parameter is absent. */
export function jsonObjectText(call: CloudFlowCall, name: string): string {
  const text = optional(call, name) ?? "{}";
  if (isObject(json(text, name))) return text;
  throw refusals.invalidArgument(`${name} must be the JSON text of an object.`);
}

/** A page of a list that is in order: what follows the token, and where the next page begins. */
export function page<T>(items: T[], limit: number, tokenOf: (item: T) => string): { items: T[]; NextToken?: string } {
  const last = items[limit - 1];
  if (items.length <= limit || last === undefined) return { items };
  return { items: items.slice(0, limit), NextToken: tokenOf(last) };
}

/** The resource of everything that names a flow. */
export function flowResource(parameter: "Name" | "FlowName"): (call: CloudFlowCall) => string {
  return (call) => `flow/${required(call, parameter)}`;
}

/** RFC 3339 in UTC with milliseconds. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString();
}

import { CloudError } from "../wire/cloudError.ts";
import type { ActionApi, ParameterApi } from "./api.ts";

/** Parameters as they came over the wire: flat names (`Certificates.1.CertificateId`), values as text. */
export type FlatParameters = ReadonlyMap<string, string>;

/** Parameters as an action gets them: nested, typed, with the documented defaults. */
export type Parameters = Record<string, unknown>;

/** Turns flat parameters into nested ones. Throws `CloudError` 400 for the first that breaks the table. */
type ParameterCheck = (flat: FlatParameters) => Parameters;

/**
 * Prepares the check of one action from its row in the API table: type, range, length, count, pattern, enumeration,
 * required. Names that the table lacks are ignored, as the cloud's gateway does.
 */
export function parameterCheck(action: string, api: ActionApi): ParameterCheck {
  const root = grow([...api.parameters, ...impliedParameters(api)]);
  // What an update leaves out stays as it is (alb.md §1.9): there the defaults of the table only describe creation.
  const fillDefaults = !action.startsWith("Update");
  return (flat) => {
    const given = nest(root, flat);
    const value = checkMembers(root, given, "", { top: given, fillDefaults });
    return value;
  };
}

interface Shape {
  api?: ParameterApi;
  members: Map<string, Shape>;
  /** What a list holds. */
  item?: Shape;
}

interface Given {
  text?: string;
  members: Map<string, Given>;
}

interface Situation {
  top: Given;
  fillDefaults: boolean;
}

function impliedParameters(api: ActionApi): ParameterApi[] {
  const token: ParameterApi = { name: "ClientToken", type: "string", required: false, pattern: "^[\\x20-\\x7e]+$" };
  if (api.clientTokenMaxLength !== undefined) token.maxLength = api.clientTokenMaxLength;
  return [
    ...(api.clientToken ? [token] : []),
    ...(api.dryRun ? [{ name: "DryRun", type: "boolean" as const, required: false }] : []),
  ];
}

function grow(parameters: ParameterApi[]): Shape {
  const root: Shape = { members: new Map() };
  for (const api of parameters) {
    let shape = root;
    for (const step of api.name.split(".")) shape = step === "N" ? itemOf(shape) : memberOf(shape, step);
    shape.api = api;
  }
  return root;
}

function itemOf(shape: Shape): Shape {
  shape.item ??= { members: new Map() };
  return shape.item;
}

function memberOf(shape: Shape, name: string): Shape {
  const known = shape.members.get(name);
  if (known !== undefined) return known;
  const created: Shape = { members: new Map() };
  shape.members.set(name, created);
  return created;
}

/** Keeps only what the table knows, so neither depth nor names like `[object Object]` can do harm. Empty text counts as absent. */
function nest(root: Shape, flat: FlatParameters): Given {
  const top: Given = { members: new Map() };
  for (const [name, text] of flat) {
    if (text === "") continue;
    const steps = name.split(".", 12);
    if (!isKnown(root, steps)) continue;
    let given = top;
    for (const step of steps) {
      const next = given.members.get(step) ?? { members: new Map() };
      given.members.set(step, next);
      given = next;
    }
    given.text = text;
  }
  return top;
}

function isKnown(root: Shape, steps: string[]): boolean {
  let shape: Shape | undefined = root;
  for (const step of steps)
    shape = shape?.item !== undefined && INDEX.test(step) ? shape.item : shape?.members.get(step);
  return shape !== undefined;
}

const INDEX = /^\d{1,4}$/;

function checkMembers(shape: Shape, given: Given | undefined, prefix: string, situation: Situation): Parameters {
  const value: Parameters = {};
  for (const [name, member] of shape.members) {
    const path = prefix + name;
    const sent = given?.members.get(name);
    if (sent === undefined && isRequired(member, given, situation)) throw missing(path);
    const checked = sent === undefined ? defaultOf(member, situation) : check(member, sent, path, situation);
    if (checked !== undefined) value[name] = checked;
  }
  return value;
}

function check(shape: Shape, given: Given, path: string, situation: Situation): unknown {
  const type = shape.api?.type ?? (shape.item === undefined ? "object" : "array");
  if (type === "array") return checkList(shape, given, path, situation);
  if (type === "object") {
    if (given.text !== undefined) throw invalid(path, "is an object, not a text");
    return checkMembers(shape, given, `${path}.`, situation);
  }
  const text = given.text ?? "";
  const problem = SCALARS[type].problem(text, shape.api ?? { name: path, type, required: false });
  if (problem !== undefined) throw invalid(path, problem);
  return SCALARS[type].read(text);
}

function checkList(shape: Shape, given: Given, path: string, situation: Situation): unknown[] {
  if (given.text !== undefined) throw invalid(path, `is a list: send ${path}.1`);
  const items = [...given.members].sort(([one], [other]) => Number(one) - Number(other));
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = shape.api ?? {};
  if (items.length < minItems) throw invalid(path, `has ${items.length} items, at least ${minItems} are needed`);
  if (items.length > maxItems) throw invalid(path, `has ${items.length} items, at most ${maxItems} are allowed`);
  return items.map(([index, item]) => check(itemOf(shape), item, `${path}.${index}`, situation));
}

const SCALARS = {
  string: { read: (text: string): unknown => text, problem: textProblem },
  integer: { read: (text: string): unknown => Number(text), problem: integerProblem },
  boolean: {
    read: (text: string): unknown => text.toLowerCase() === "true",
    problem: (text: string) => (/^(true|false)$/i.test(text) ? undefined : "is neither true nor false"),
  },
};

function textProblem(text: string, api: ParameterApi): string | undefined {
  const { length } = Array.from(text);
  if (api.enum !== undefined && !api.enum.includes(text)) return `is none of ${api.enum.join(", ")}`;
  if (length < (api.minLength ?? 0)) return `has ${length} characters, at least ${api.minLength} are needed`;
  if (length > (api.maxLength ?? Number.POSITIVE_INFINITY))
    return `has ${length} characters, at most ${api.maxLength} are allowed`;
  if (api.pattern !== undefined && !new RegExp(api.pattern).test(text)) return `does not match ${api.pattern}`;
  return undefined;
}

function integerProblem(text: string, api: ParameterApi): string | undefined {
  const number = Number(text);
  if (!/^-?\d{1,16}$/.test(text) || !Number.isSafeInteger(number)) return "is not an integer";
  if (number < (api.minimum ?? number)) return `is below ${api.minimum}`;
  if (number > (api.maximum ?? number)) return `is above ${api.maximum}`;
  return undefined;
}

/** Objects are made of their members' defaults. A default that is only for some protocols waits for one of them. */
function defaultOf(shape: Shape, situation: Situation): unknown {
  if (!situation.fillDefaults) return undefined;
  const { api } = shape;
  const protocol = situation.top.members.get("ListenerProtocol")?.text;
  if (api?.onlyFor !== undefined && protocol !== undefined && !api.onlyFor.includes(protocol)) return undefined;
  if (api?.type === "integer" && api.default !== undefined) return Number(api.default);
  return api?.default;
}

function isRequired(shape: Shape, siblings: Given | undefined, situation: Situation): boolean {
  if (shape.api?.required === true) return true;
  const condition = shape.api?.requiredWhen;
  if (condition === undefined) return false;
  const [, name = "", operator = "", values = ""] = CONDITION.exec(condition) ?? [];
  const step = name.split(".").at(-1) ?? name;
  const given = siblings?.members.get(step) ?? situation.top.members.get(step);
  if (operator === " absent") return given === undefined;
  const matches = values.split("|").includes(given?.text ?? "");
  return operator === "!=" ? !matches : matches;
}

const CONDITION = /^([\w.]+?)(!=|=| absent)(.*)$/;

/** The gateway's own words for a parameter that is not there. */
function missing(path: string): CloudError {
  return new CloudError(400, `Missing${path}`, `${path} is mandatory for this action.`);
}

/** ALB's own words (alb.md U2); `Explanation` is ours, for whoever reads the body. */
function invalid(path: string, problem: string): CloudError {
  return new CloudError(400, "InvalidParameter", "Invalid parameter, please check the parameter input.", {
    Explanation: `${path} ${problem}.`,
  });
}

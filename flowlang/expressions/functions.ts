import { createHash } from "node:crypto";
import { isTooDeep } from "../dataSize.ts";
import { isObject, type Json, type JsonObject, kindOf, sameJson } from "../json.ts";
import { limits } from "../limits.ts";
import { uuidFrom } from "../random.ts";
import { EvaluationError } from "./expressionError.ts";
import { matchesPattern } from "./matchesPattern.ts";
import type { ExpressionEnvironment } from "./variables.ts";

/** A built-in function: how many arguments it takes, how a message shows it, and what it does. */
interface BuiltInFunction {
  arguments: [least: number, most: number];
  usage: string;
  call: (args: Args, environment: ExpressionEnvironment) => Json;
}

/** The arguments of one call, each read as the type that it must have. */
interface Args {
  all: Json[];
  text(index: number): string;
  list(index: number): Json[];
  map(index: number): JsonObject;
  integer(index: number): number;
}

const MANY = Number.POSITIVE_INFINITY;

/** All functions (cloudflow.md §3). Those of A35 are the ones that stand in one language version of the page only. */
export const expressionFunctions: Record<string, BuiltInFunction> = {
  format: define("format(template, …)", [1, MANY], (args) => format(args.text(0), args.all.slice(1))),
  length: define("length(value)", [1, 1], ({ all }) => lengthOf(all[0] ?? null)),
  regexMatchString: define("regexMatchString(pattern, text)", [2, 2], (a) => matchesPattern(a.text(0), a.text(1))),
  split: define("split(text, separator)", [2, 2], (args) => args.text(0).split(args.text(1))),
  get: define("get(container, key, default?)", [2, 3], ({ all }) => lookUp(all)), // A35
  intAdd: define("intAdd(a, b)", [2, 2], (args) => safeInteger(args.integer(0) + args.integer(1))), // A35
  randomInt: define("randomInt(least, below)", [2, 2], (args, { random }) => {
    const [least, below] = [args.integer(0), args.integer(1)];
    if (below <= least) throw new EvaluationError(`there is no integer from ${least} to below ${below}`);
    return least + Math.floor(random() * (below - least));
  }), // A35

  arrayContains: define("arrayContains(array, value)", [2, 2], (args) => {
    return args.list(0).some((item) => sameJson(item, args.all[1] ?? null));
  }),
  arrayUnique: define("arrayUnique(array)", [1, 1], (args) => unique(args.list(0))),
  toArray: define("toArray(value, …)", [0, MANY], ({ all }) => all),

  mapKeys: define("mapKeys(map)", [1, 1], (args) => Object.keys(args.map(0))),
  mapValues: define("mapValues(map)", [1, 1], (args) => Object.values(args.map(0))),

  fromBase64: define("fromBase64(text)", [1, 1], (args) => fromBase64(args.text(0))),
  toBase64: define("toBase64(text)", [1, 1], (args) => Buffer.from(args.text(0)).toString("base64")), // A35

  hash: define('hash(text, "MD5"|"SHA-1"|"SHA-256"|"SHA-512")', [2, 2], (args) => hash(args.text(0), args.text(1))),
  uuid: define("uuid()", [0, 0], (_, { random }) => uuidFrom(random)),

  stringToJson: define("stringToJson(text)", [1, 1], (args) => parseJson(args.text(0))),
  fromJSON: define("fromJSON(text)", [1, 1], (args) => parseJson(args.text(0))),
  jsonToString: define("jsonToString(value)", [1, 1], ({ all }) => JSON.stringify(all[0])), // A35
  jsonMerge: define("jsonMerge(a, b)", [2, 2], (args) => ({ ...args.map(0), ...args.map(1) })), // A30
};

function define(
  usage: string,
  count: [number, number],
  run: (args: Args, environment: ExpressionEnvironment) => Json,
): BuiltInFunction {
  return { usage, arguments: count, call: run };
}

/** Wraps evaluated arguments so that a function can name the type it needs. */
export function argumentsOf(all: Json[]): Args {
  const need = <T extends Json>(index: number, kind: string, is: (value: Json) => value is T): T => {
    const value = all[index] ?? null;
    if (is(value)) return value;
    throw new EvaluationError(`argument ${index + 1} must be ${kind}, but is ${kindOf(value)}`);
  };
  return {
    all,
    text: (index) => need(index, "a string", (value) => typeof value === "string"),
    list: (index) => need(index, "an array", (value) => Array.isArray(value)),
    map: (index) => need(index, "an object", isObject),
    integer: (index) => need(index, "an integer", (value): value is number => Number.isSafeInteger(value)),
  };
}

/** `{}` takes the next argument: a string as it is, anything else as JSON. */
function format(template: string, values: Json[]): string {
  let used = 0;
  const text = template.replaceAll("{}", () => {
    const value = values[used++];
    return typeof value === "string" ? value : (JSON.stringify(value) ?? "{}");
  });
  if (used === values.length) return text;
  throw new EvaluationError(`the template has ${used} places {} for ${values.length} values`);
}

function lengthOf(value: Json): number {
  if (typeof value === "string") return Array.from(value).length;
  if (Array.isArray(value)) return value.length;
  if (isObject(value)) return Object.keys(value).length;
  throw new EvaluationError(`an array, a map or a string has a length, but not ${kindOf(value)}`);
}

function lookUp([container, key, otherwise]: Json[]): Json {
  const found =
    (Array.isArray(container) && typeof key === "number") ||
    (isObject(container) && typeof key === "string" && Object.hasOwn(container, key))
      ? (container as JsonObject)[String(key)]
      : undefined;
  if (found !== undefined) return found;
  if (otherwise !== undefined) return otherwise;
  throw new EvaluationError(`${kindOf(container)} has no ${JSON.stringify(key)}, and no default is given`);
}

function safeInteger(value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new EvaluationError("the sum is too large for an integer");
}

function unique(items: Json[]): Json[] {
  return items.filter((item, index) => items.findIndex((other) => sameJson(other, item)) === index);
}

function fromBase64(text: string): string {
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0) return Buffer.from(text, "base64").toString("utf8");
  throw new EvaluationError("the text is not Base64");
}

const HASHES: Record<string, string> = { MD5: "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-512": "sha512" };

function hash(text: string, name: string): string {
  const algorithm = Object.hasOwn(HASHES, name) ? HASHES[name] : undefined;
  if (algorithm !== undefined) return createHash(algorithm).update(text).digest("hex");
  throw new EvaluationError(`the hash "${name}" is unknown; known are ${Object.keys(HASHES).join(", ")}`);
}

/** All data of an execution keeps to the depth that the other functions can follow: this is where deeper data would begin. */
function parseJson(text: string): Json {
  const value = jsonOf(text);
  if (!isTooDeep(value)) return value;
  throw new EvaluationError(`the JSON is nested deeper than ${limits.dataDepth} levels`);
}

function jsonOf(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw new EvaluationError("the text is not JSON");
  }
}

import { compileExpression, type Visibility } from "../expressions/compileExpression.ts";
import { EvaluationError, ExpressionError } from "../expressions/expressionError.ts";
import type { ExpressionEnvironment } from "../expressions/variables.ts";
import { FlowError } from "../flowError.ts";
import type { Json, JsonObject } from "../json.ts";
import type { FindingSink } from "./findingSink.ts";
import { type Located, plain, show } from "./located.ts";

/** An object with expressions in it, ready to be built from what a state sees. */
export type Template = (environment: ExpressionEnvironment) => JsonObject;

type Builder = (environment: ExpressionEnvironment) => Json;

/** A value that has no expression in it is built once; the parts around it share it. */
type Part = { constant: Json } | { build: Builder };

/** Where a template stands, and what its expressions may read. */
interface TemplatePlace {
  field: string;
  visibility: Visibility;
  sink: FindingSink;
}

/**
 * Compiles a constructor or Task parameters: a key that ends in `.$` has an expression as its value, at any depth; the
 * suffix goes (cloudflow.md §3). Findings go to the sink.
 */
export function compileTemplate(source: Located, place: TemplatePlace): Template | undefined {
  if (source.kind !== "map") {
    place.sink.add("flow-object-expected", source.at, { field: place.field, found: show(source), fields: [] });
    return undefined;
  }
  const part = compilePart(source, place.field, place);
  if ("build" in part) return part.build as Template;
  const constant = part.constant as JsonObject;
  return () => constant;
}

/** Compiles one expression of a definition; what it cannot evaluate is the flow's error, with state, field and path. */
export function compileField(source: Located, field: string, place: TemplatePlace): Builder | undefined {
  const { sink } = place;
  if (source.kind !== "scalar" || typeof source.value !== "string") {
    sink.add("flow-expression-expected", source.at, { field, found: show(source) });
    return undefined;
  }
  try {
    const expression = compileExpression(source.value, place.visibility);
    const where = `${sink.state === undefined ? "" : `State "${sink.state}", `}${field}`;
    return (environment) => {
      try {
        return expression(environment);
      } catch (error) {
        throw new FlowError("FnF.RuntimeError", `${where}: ${reasonOf(error)}.`); // cloudflow.md A6, A7
      }
    };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { column, problem } = error;
    sink.add("flow-expression-wrong", source.text(column), { field, column, why: problem });
    return undefined;
  }
}

/**
 * Why an expression has no value. Whatever else it throws, such as a stack that is full, is the execution's error too:
 * by then its command is kept, and what is kept must always be able to be applied.
 */
function reasonOf(error: unknown): string {
  if (error instanceof EvaluationError) return error.message;
  return `the expression cannot be evaluated (${error instanceof Error ? error.message : String(error)})`;
}

function compilePart(source: Located, field: string, place: TemplatePlace): Part {
  if (source.kind === "list") {
    const parts = source.items.map((item, index) => compilePart(item, `${field}[${index}]`, place));
    if (parts.every((part) => "constant" in part)) return { constant: parts.map((part) => part.constant) };
    const builders = parts.map(builderOf);
    return { build: (environment) => builders.map((build) => build(environment)) };
  }
  if (source.kind === "map") return compileMap(source, field, place);
  if (typeof source.value === "string" && /^\$(Context|Input|Output|Global)\b/.test(source.value)) {
    place.sink.add("flow-constant-like-expression", source.at, { field, text: source.value });
  }
  return { constant: plain(source) };
}

function compileMap(source: Located & { kind: "map" }, field: string, place: TemplatePlace): Part {
  const parts = new Map<string, Part>();
  for (const [written, { value, keyAt }] of source.entries) {
    const isExpression = written.endsWith(".$");
    const key = isExpression ? written.slice(0, -2) : written;
    if (parts.has(key) || key === "__proto__") {
      place.sink.add("flow-key-repeated", keyAt, { key });
    }
    const path = `${field}.${written}`;
    const build = isExpression ? compileField(value, path, place) : undefined;
    if (build !== undefined) parts.set(key, { build });
    else parts.set(key, isExpression ? { constant: null } : compilePart(value, path, place));
  }
  const entries = [...parts];
  if (entries.every(([, part]) => "constant" in part)) return { constant: plain(source) };
  const builders = entries.map(([key, part]): [string, Builder] => [key, builderOf(part)]);
  return {
    build(environment) {
      const object: JsonObject = {};
      for (const [key, build] of builders) object[key] = build(environment);
      return object;
    },
  };
}

function builderOf(part: Part): Builder {
  if ("build" in part) return part.build;
  const { constant } = part;
  return () => constant;
}

import type { Visibility } from "../expressions/compileExpression.ts";
import type { ExpressionEnvironment } from "../expressions/variables.ts";
import type { Json } from "../json.ts";
import type { ExecutionMode } from "../limits.ts";
import type { Fields } from "./fields.ts";
import type { FindingSink } from "./findingSink.ts";
import { END, type StateScope } from "./flow.ts";
import type { Located } from "./located.ts";
import { compileField, compileTemplate, type Template } from "./template.ts";

/** What a state type reads its own fields with. */
export interface StateReader {
  fields: Fields;
  sink: FindingSink;
  mode: ExecutionMode;
  /** A constructor or parameters; absent when the field is, or when it is wrong. */
  template(field: string, visibility: Visibility): Template | undefined;
  templateOf: (source: Located, field: string, visibility: Visibility) => Template | undefined;
  /** A field whose value is an expression. */
  expression(field: string, visibility: Visibility): ((environment: ExpressionEnvironment) => Json) | undefined;
  expressionOf: (source: Located, field: string) => ((environment: ExpressionEnvironment) => Json) | undefined;
  /** The id of the state that a field names; `END` beside a finding when there is none in this scope. */
  targetOf: (fields: Fields, field: string) => number;
  /** A scope inside this state: its `StartAt` and `States`. */
  scope: (source: Located, path: string) => StateScope | undefined;
}

/** What the reader of a scope gives to the readers of its states. */
export interface ScopeNames {
  mode: ExecutionMode;
  /** Ids by name. */
  ids: Map<string, number>;
  /** Every state's name anywhere in the flow, to tell "in another scope" from "nowhere". */
  elsewhere: Set<string>;
  readScope: (source: Located, path: string) => StateScope | undefined;
}

/** A reader for one state. */
export function stateReader(fields: Fields, names: ScopeNames): StateReader {
  const { sink } = fields;
  const templateOf = (source: Located, field: string, visibility: Visibility) =>
    compileTemplate(source, { field, visibility, sink });
  const expressionOf = (source: Located, field: string, visibility: Visibility = { output: false }) =>
    compileField(source, field, { field, visibility, sink });
  return {
    fields,
    sink,
    mode: names.mode,
    templateOf,
    expressionOf,
    template(field, visibility) {
      const entry = fields.entry(field);
      return entry === undefined ? undefined : templateOf(entry.value, field, visibility);
    },
    expression(field, visibility) {
      const entry = fields.entry(field);
      return entry === undefined ? undefined : expressionOf(entry.value, field, visibility);
    },
    targetOf: (where, field) => target(where, field, names),
    scope: names.readScope,
  };
}

function target(fields: Fields, field: string, { ids, elsewhere }: ScopeNames): number {
  const name = fields.text(field);
  if (name === undefined) return END;
  const id = ids.get(name);
  if (id !== undefined) return id;
  const at = fields.entry(field)?.value.at ?? fields.at;
  const code = elsewhere.has(name) ? "flow-target-elsewhere" : "flow-target-unknown";
  fields.sink.add(code, at, { field: fields.pathOf(field), target: name, states: [...ids.keys()] });
  return END;
}

import type { StateType } from "../machine.ts";
import { stateTypes } from "../states/registry.ts";
import { type Fields, type FieldTable, readFields } from "./fields.ts";
import type { FindingSink } from "./findingSink.ts";
import { END, type FlowState, type StateBase } from "./flow.ts";
import { type Located, show } from "./located.ts";
import { type ScopeNames, stateReader } from "./stateReader.ts";

/** The fields of every state (cloudflow.md §2). */
const STATE_FIELDS: FieldTable = {
  Name: "required",
  Type: "required",
  Description: "optional",
  InputConstructor: "optional",
  OutputConstructor: "optional",
  GlobalConstructor: "optional",
};

/** The fields with which control leaves a state, by the kind of leaving that its type has. */
const WAYS: Record<StateType<FlowState>["leaves"], FieldTable> = {
  nextOrEnd: { Next: "optional", End: "optional" },
  end: { End: "optional" },
  none: {},
};

/** Reads one state; undefined when not even its type can be told. */
export function readState(
  source: Located,
  id: number,
  name: string | undefined,
  names: ScopeNames,
  sink: FindingSink,
): FlowState | undefined {
  const type = readType(source, sink);
  if (type === undefined) return undefined;
  const table = { ...STATE_FIELDS, ...WAYS[type.leaves], ...type.fields };
  const fields = readFields(source, "", table, sink);
  if (fields === undefined) return undefined;
  const reader = stateReader(fields, names);
  fields.text("Name");
  const constructors = {
    inputConstructor: reader.template("InputConstructor", { output: false }),
    outputConstructor: reader.template("OutputConstructor", { output: true }),
    globalConstructor: reader.template("GlobalConstructor", { output: true }),
  };
  const base: StateBase = {
    id,
    name: name ?? "",
    at: source.at,
    description: fields.text("Description") ?? "",
    next: readWay(fields, type, reader.targetOf),
    ...(Object.fromEntries(Object.entries(constructors).filter(([, template]) => template !== undefined)) as object),
  };
  return type.read(base, reader);
}

function readType(source: Located, sink: FindingSink): StateType<FlowState> | undefined {
  const fields = source.kind === "map" ? source.entries : undefined;
  if (fields === undefined) {
    sink.add("flow-object-expected", source.at, { field: "States", found: show(source), fields: ["Name", "Type"] });
    return undefined;
  }
  const type = fields.get("Type")?.value;
  const name = type?.kind === "scalar" && typeof type.value === "string" ? type.value : undefined;
  if (name !== undefined && Object.hasOwn(stateTypes, name))
    return stateTypes[name as FlowState["type"]] as StateType<FlowState>;
  const at = type?.at ?? source.at;
  const offered = Object.keys(stateTypes);
  if (type === undefined) sink.add("flow-type-missing", at, { offered });
  else sink.add("flow-value-not-offered", at, { field: "Type", found: show(type), offered });
  return undefined;
}

/** `Next` or `End: true`, exactly one of them, where the type leaves a choice. */
function readWay(
  fields: Fields,
  type: StateType<FlowState>,
  targetOf: (fields: Fields, field: string) => number,
): number {
  const ends = fields.flag("End") === true;
  if (type.leaves !== "nextOrEnd") return END;
  const entry = fields.entry("Next");
  if (entry === undefined && !ends) fields.sink.add("flow-way-missing", fields.at, {});
  if (entry !== undefined && ends) fields.sink.add("flow-way-twice", entry.keyAt, {});
  return entry === undefined ? END : targetOf(fields, "Next");
}

/** A state's name, and where it stands. */
export function stateNameOf(source: Located): { name: string | undefined; at: Located["at"] } {
  const name = source.kind === "map" ? source.entries.get("Name")?.value : undefined;
  const text = name?.kind === "scalar" && typeof name.value === "string" && name.value !== "" ? name.value : undefined;
  return { name: text, at: name?.at ?? source.at };
}

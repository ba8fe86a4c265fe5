import { type ExecutionMode, limits } from "../limits.ts";
import { type State, type StateType, stateTypes } from "../states/registry.ts";
import { type Fields, type FieldTable, readFields } from "./fields.ts";
import { findDeadEnds } from "./findDeadEnds.ts";
import { findDoubts } from "./findDoubts.ts";
import { type Finding, isRefused } from "./finding.ts";
import { type FindingSink, findingSink } from "./findingSink.ts";
import { END, type Flow, type Scope, type StateBase } from "./flow.ts";
import type { Located } from "./located.ts";
import { readYaml } from "./readYaml.ts";
import { stateReader } from "./stateReader.ts";

const FLOW_FIELDS: FieldTable = {
  Type: "required",
  SpecVersion: "required",
  Name: "required",
  StartAt: "required",
  States: "required",
  Description: "optional",
  Timeout: "optional",
};

const SCOPE_FIELDS: FieldTable = { StartAt: "required", States: "required" };

const STATE_FIELDS: FieldTable = {
  Name: "required",
  Type: "required",
  Description: "optional",
  InputConstructor: "optional",
  OutputConstructor: "optional",
  GlobalConstructor: "optional",
};

/** A definition, read: the flow when nothing in it would be refused, and everything that was found. */
export interface ReadFlow {
  flow: Flow | undefined;
  findings: Finding[];
}

/** What is read beside the scopes themselves. */
interface Reading {
  mode: ExecutionMode;
  states: (State | undefined)[];
  names: Set<string>;
}

/**
 * Reads and checks a definition (cloudflow.md §2, checklist of §10). Never throws for a bad one: findings say where it
 * is wrong, what was found and what would be right, in the order of the text.
 */
export function readFlow(text: string, mode: ExecutionMode = "Standard"): ReadFlow {
  const { value, findings } = readYaml(text);
  const flow = value === undefined ? undefined : readTop(value, mode, findingSink(findings), findings);
  if (value === undefined && findings.length === 0) {
    findings.push({
      rule: "missingField",
      line: 1,
      column: 1,
      found: "an empty definition",
      expected: "Type: StateMachine",
    });
  }
  findings.sort((a, b) => a.line - b.line || a.column - b.column);
  return { flow, findings };
}

function readTop(source: Located, mode: ExecutionMode, sink: FindingSink, findings: Finding[]): Flow | undefined {
  if (refuseOldGrammar(source, sink)) return undefined;
  const fields = readFields(source, "the flow", FLOW_FIELDS, sink);
  if (fields === undefined) return undefined;
  fields.choice("Type", ["StateMachine"]);
  fields.choice("SpecVersion", ["v1"]);
  const most = limits.executionSeconds[mode];
  const reading: Reading = { mode, states: [], names: collectNames(source) };
  const start = readStates(fields, reading, sink);
  const flow: Flow = {
    name: fields.text("Name") ?? "",
    description: fields.text("Description") ?? "",
    mode,
    timeout: fields.integer("Timeout", { least: 1, most }) ?? most, // cloudflow.md A20
    start: start ?? { startAt: END, states: [] },
    states: reading.states.filter((state) => state !== undefined),
  };
  // Ids are indexes: with a state missing, nothing that follows ids would mean anything.
  if (start === undefined || reading.states.includes(undefined)) return undefined;
  // What a broken definition leads to is no news.
  if (findings.some(isRefused)) return undefined;
  findDeadEnds(flow, sink);
  findDoubts(flow, sink);
  return findings.some(isRefused) ? undefined : flow;
}

/** `version: v1`, `type: flow`, `steps:` were the language before (cloudflow.md §1). */
function refuseOldGrammar(source: Located, sink: FindingSink): boolean {
  if (source.kind !== "map") return false;
  const mark = ["version", "type", "steps"].find((name) => source.entries.has(name));
  if (mark === undefined) return false;
  const at = source.entries.get(mark)?.keyAt ?? source.at;
  sink.add(
    "oldGrammar",
    at,
    `"${mark}", the old grammar of steps, which is not supported`,
    "Type: StateMachine with SpecVersion: v1",
  );
  return true;
}

/** The states of the flow or of a scope. Two passes: names first, so that a target may be written after its use. */
function readStates(fields: Fields, reading: Reading, sink: FindingSink): Scope | undefined {
  const sources = fields.list("States", { least: 1 });
  if (sources === undefined) return undefined;
  const first = reading.states.length;
  const ids = new Map<string, number>();
  const named = sources.map((source, index) => {
    reading.states.push(undefined);
    const { name, at } = nameOf(source);
    if (name !== undefined && ids.has(name)) {
      sink.add("duplicateName", at, `a second state named "${name}"`, "a name of its own for each state of a scope");
    }
    if (name !== undefined) ids.set(name, first + index);
    return { source, name };
  });
  const names = {
    mode: reading.mode,
    ids,
    elsewhere: reading.names,
    readScope(source: Located, what: string) {
      const inner = readFields(source, what, SCOPE_FIELDS, sink);
      return inner && readStates(inner, reading, sink);
    },
  };
  named.forEach(({ source, name }, index) => {
    const state = readState(source, first + index, name, names, sink.about(name));
    if (state !== undefined) reading.states[first + index] = state;
  });
  const startAt = stateReader(fields, names).targetOf(fields, "StartAt");
  return { startAt, states: sources.map((_, index) => first + index) };
}

function readState(
  source: Located,
  id: number,
  name: string | undefined,
  names: Parameters<typeof stateReader>[1],
  sink: FindingSink,
): State | undefined {
  const type = readType(source, sink);
  if (type === undefined) return undefined;
  const way: FieldTable = { nextOrEnd: { Next: "optional", End: "optional" }, end: { End: "optional" }, none: {} }[
    type.leaves
  ] as FieldTable;
  const fields = readFields(source, "the state", { ...STATE_FIELDS, ...way, ...type.fields }, sink);
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

function readType(source: Located, sink: FindingSink): StateType<State> | undefined {
  const fields = source.kind === "map" ? source.entries : undefined;
  if (fields === undefined) {
    sink.add("wrongValue", source.at, "a state that is no object", "an object with Name and Type");
    return undefined;
  }
  const type = fields.get("Type")?.value;
  const name = type?.kind === "scalar" && typeof type.value === "string" ? type.value : undefined;
  if (name !== undefined && Object.hasOwn(stateTypes, name))
    return stateTypes[name as State["type"]] as StateType<State>;
  const at = type?.at ?? source.at;
  const expected = `one of ${Object.keys(stateTypes).join(", ")}`;
  if (type === undefined) sink.add("missingField", at, "a state without Type", expected);
  else sink.add("wrongValue", at, `Type: "${name ?? "no text"}"`, expected);
  return undefined;
}

/** `Next` or `End: true`, exactly one of them, where the type leaves a choice. */
function readWay(fields: Fields, type: StateType<State>, targetOf: (fields: Fields, field: string) => number): number {
  const ends = fields.flag("End") === true;
  if (type.leaves !== "nextOrEnd") return END;
  const entry = fields.entry("Next");
  if (entry === undefined && !ends)
    fields.sink.add("noWay", fields.at, "neither Next nor End", "Next: <state> or End: true");
  if (entry !== undefined && ends) fields.sink.add("noWay", entry.keyAt, "both Next and End: true", "one of them");
  return entry === undefined ? END : targetOf(fields, "Next");
}

function nameOf(source: Located): { name: string | undefined; at: Located["at"] } {
  const name = source.kind === "map" ? source.entries.get("Name")?.value : undefined;
  const text = name?.kind === "scalar" && typeof name.value === "string" && name.value !== "" ? name.value : undefined;
  return { name: text, at: name?.at ?? source.at };
}

function collectNames(source: Located, names = new Set<string>()): Set<string> {
  if (source.kind === "list") for (const item of source.items) collectNames(item, names);
  if (source.kind === "map") {
    const { name } = nameOf(source);
    if (name !== undefined) names.add(name);
    for (const { value } of source.entries.values()) collectNames(value, names);
  }
  return names;
}

import { type ExecutionMode, limits } from "../limits.ts";
import { type Fields, type FieldTable, readFields } from "./fields.ts";
import { findDeadEnds } from "./findDeadEnds.ts";
import { findDoubts } from "./findDoubts.ts";
import { type FlowFinding, isRefused } from "./finding.ts";
import { type FindingSink, findingSink } from "./findingSink.ts";
import type { FlowState } from "./flow.ts";
import { END, type ParsedFlow, type StateScope } from "./flow.ts";
import type { Located } from "./located.ts";
import { readState, stateNameOf } from "./readState.ts";
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

/** A definition, read: the flow when nothing in it would be refused, and everything that was found. */
interface ReadFlow {
  flow: ParsedFlow | undefined;
  findings: FlowFinding[];
}

/** What is read beside the scopes themselves. */
interface Reading {
  mode: ExecutionMode;
  states: (FlowState | undefined)[];
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
    findings.push({ code: "flow-empty", line: 1, column: 1, params: {} });
  }
  findings.sort((a, b) => a.line - b.line || a.column - b.column);
  return { flow, findings };
}

function readTop(
  source: Located,
  mode: ExecutionMode,
  sink: FindingSink,
  findings: FlowFinding[],
): ParsedFlow | undefined {
  if (refuseOldGrammar(source, sink)) return undefined;
  const fields = readFields(source, "", FLOW_FIELDS, sink);
  if (fields === undefined) return undefined;
  fields.choice("Type", ["StateMachine"]);
  fields.choice("SpecVersion", ["v1"]);
  const most = limits.executionSeconds[mode];
  const reading: Reading = { mode, states: [], names: collectNames(source) };
  const start = readStates(fields, reading, sink);
  const flow: ParsedFlow = {
    name: fields.text("Name") ?? "",
    description: fields.text("Description") ?? "",
    mode,
    timeout: fields.integer("Timeout", { least: 1, most }) ?? most, // cloudflow.md A20
    start: start ?? { startAt: END, states: [] },
    states: reading.states.filter((state) => state !== undefined),
  };
  // Ids are indexes: with a state missing, nothing that follows ids would mean anything.
  if (start === undefined || reading.states.includes(undefined)) return undefined;
  // What a broken definition leads to is nothing new.
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
  sink.add("flow-old-grammar", at, { field: mark });
  return true;
}

/** The states of the flow or of a scope. Two passes: names first, so that a target may be written after its use. */
function readStates(fields: Fields, reading: Reading, sink: FindingSink): StateScope | undefined {
  const sources = fields.list("States", { least: 1 });
  if (sources === undefined) return undefined;
  const first = reading.states.length;
  const ids = new Map<string, number>();
  const named = sources.map((source, index) => {
    reading.states.push(undefined);
    const { name, at } = stateNameOf(source);
    if (name !== undefined && ids.has(name)) {
      sink.add("flow-state-repeated", at, { name });
    }
    if (name !== undefined) ids.set(name, first + index);
    return { source, name };
  });
  const names = {
    mode: reading.mode,
    ids,
    elsewhere: reading.names,
    readScope(source: Located, path: string) {
      const inner = readFields(source, path, SCOPE_FIELDS, sink);
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

function collectNames(source: Located, names = new Set<string>()): Set<string> {
  if (source.kind === "list") for (const item of source.items) collectNames(item, names);
  if (source.kind === "map") {
    const { name } = stateNameOf(source);
    if (name !== undefined) names.add(name);
    for (const { value } of source.entries.values()) collectNames(value, names);
  }
  return names;
}

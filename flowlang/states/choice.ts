import { readFields } from "../definition/fields.ts";
import type { Branch, ChoiceState } from "../definition/flow.ts";
import type { Located } from "../definition/located.ts";
import type { StateReader } from "../definition/stateReader.ts";
import { expressionEnvironment } from "../environment.ts";
import { FlowError } from "../flowError.ts";
import { type Json, kindOf } from "../json.ts";
import type { StateType } from "../machine.ts";
import { leave } from "../machine.ts";

/** Goes to the `Next` of the first branch whose condition is true, else to `Default` (cloudflow.md §5). */
export const choice: StateType<ChoiceState> = {
  fields: { Branches: "required", Default: "required" },
  leaves: "none",
  read: (base, reader) => ({
    ...base,
    type: "Choice",
    branches: (reader.fields.list("Branches", { least: 1 }) ?? [])
      .map((source, index) => readBranch(source, index, reader))
      .filter((branch) => branch !== undefined),
    otherwise: reader.targetOf(reader.fields, "Default"),
  }),
  run(machine, frame, state) {
    const environment = expressionEnvironment(machine.execution, frame, state.name);
    for (const [index, { condition, next }] of state.branches.entries()) {
      const value = condition(environment);
      if (value === true) return leave(machine, frame, state, frame.input, next);
      if (value !== false) throw notBoolean(state.name, index, value); // cloudflow.md A7
    }
    leave(machine, frame, state, frame.input, state.otherwise);
  },
};

function readBranch(source: Located, index: number, reader: StateReader): Branch | undefined {
  const fields = readFields(source, `Branches[${index}]`, { Condition: "required", Next: "required" }, reader.sink);
  const entry = fields?.entry("Condition");
  if (fields === undefined || entry === undefined) return undefined;
  const condition = reader.expressionOf(entry.value, `Branches[${index}].Condition`);
  const next = reader.targetOf(fields, "Next");
  const text = fields.text("Condition") ?? "";
  return condition && { text, condition, next };
}

function notBoolean(stateName: string, index: number, value: Json): FlowError {
  return new FlowError(
    "FnF.RuntimeError",
    `State "${stateName}", Branches[${index}].Condition: the value is ${kindOf(value)}, not true or false.`,
  );
}

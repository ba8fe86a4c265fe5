import { ensureSize } from "../dataSize.ts";
import type { TaskMode, TaskState } from "../definition/flow.ts";
import { taskModes } from "../definition/flow.ts";
import { readRecovery, recoveryFields } from "../definition/readRecovery.ts";
import { readSeconds, secondsOf } from "../definition/readSeconds.ts";
import type { StateReader } from "../definition/stateReader.ts";
import { expressionEnvironment } from "../environment.ts";
import { limits } from "../limits.ts";
import type { StateType } from "../machine.ts";
import { emit } from "../machine.ts";
import { taskToken } from "../taskToken.ts";

/** Which modes an action allows (cloudflow.md §7); an OpenAPI action answers at once. */
const MODES_BY_ACTION: Record<string, readonly TaskMode[]> = {
  "FC:InvokeFunction": taskModes,
  "FNF:StartExecution": taskModes,
  "HTTP:Request": ["RequestComplete", "WaitForCustomCallback"],
};

/** Has work done by a function, an HTTP endpoint, another flow or any API (cloudflow.md §5, §7). */
export const task: StateType<TaskState> = {
  fields: {
    Action: "required",
    TaskMode: "optional",
    Parameters: "optional",
    Timeout: "optional",
    "Timeout.$": "optional",
    ...recoveryFields,
  },
  leaves: "nextOrEnd",
  read(base, reader) {
    const action = readAction(reader);
    return {
      ...base,
      type: "Task",
      action,
      mode: readMode(reader, action),
      parameters: reader.template("Parameters", { output: false }) ?? (() => ({})),
      timeout: readSeconds(reader, "Timeout", { least: 0, most: limits.taskTimeoutSeconds }) ?? 0, // A19
      ...readRecovery(reader),
    };
  },
  run(machine, frame, state) {
    const { execution, now } = machine;
    const parameters = state.parameters(expressionEnvironment(execution, frame, state.name));
    ensureSize(parameters, () => `State "${state.name}", Parameters`);
    const timeout = secondsOf(machine, frame, state.name, state.timeout);
    const { action, mode } = state;
    const { attempt } = frame;
    emit(machine, frame, "TaskScheduled", { action, taskMode: mode, parameters });
    emit(machine, frame, "TaskStarted", {});
    frame.waiting = { for: "task", until: timeout === 0 ? undefined : now + timeout * 1000, submitted: false };
    const token = mode === "WaitForCustomCallback" ? taskToken(execution, attempt) : undefined;
    machine.effects.push({ attempt, stateName: state.name, action, mode, parameters, token });
  },
};

function readAction({ fields, sink }: StateReader): string {
  const action = fields.text("Action") ?? "";
  const entry = fields.entry("Action");
  if (entry !== undefined && !/^[A-Za-z][A-Za-z0-9-]*:[A-Za-z][A-Za-z0-9]*$/.test(action)) {
    sink.add("flow-action-malformed", entry.value.at, { action });
  }
  return action;
}

function readMode({ fields, sink, mode: flowMode }: StateReader, action: string): TaskMode {
  const mode = fields.choice("TaskMode", taskModes) ?? "RequestComplete";
  const known = Object.hasOwn(MODES_BY_ACTION, action) ? MODES_BY_ACTION[action] : undefined;
  const allowed: readonly TaskMode[] = flowMode === "Express" ? ["RequestComplete"] : (known ?? ["RequestComplete"]);
  const entry = fields.entry("TaskMode");
  if (entry !== undefined && !allowed.includes(mode)) {
    const refuser = flowMode === "Express" ? null : action;
    sink.add("flow-mode-not-offered", entry.value.at, { mode, action: refuser, offered: [...allowed] });
  }
  return mode;
}

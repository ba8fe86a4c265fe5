import { type Advance, advance, type Trigger } from "../../../flowlang/advance.ts";
import { createExecution, isAwaited, isEnded } from "../../../flowlang/execution.ts";
import type { Command, CreateFlowCommand, StartCommand } from "./command.ts";
import { flowNamed, programOf, scheduleNamed } from "./lookUp.ts";
import { refusals } from "./refusals.ts";
import type { CloudFlowState, ExecutionRecord, FlowRecord, ScheduleRecord } from "./state.ts";

/** What a command has changed. */
export interface CommandOutcome {
  flow?: FlowRecord;
  schedule?: ScheduleRecord;
  record?: ExecutionRecord;
  /** Executions that took a step, and what came of it. */
  steps: [ExecutionRecord, Advance][];
}

/** What is the same for a whole engine. `retain`: how many ended executions can still be read. */
export interface Ground {
  randomSeed: string;
  retain: number;
  /** Whether mistakes of expressions can be caught, as nobody assumes (cloudflow.md A9). */
  catchesMistakes?: () => boolean;
}

type Apply<C extends Command> = (state: CloudFlowState, command: C, ground: Ground) => CommandOutcome;

/**
 * Changes the state as a command says, depending on nothing else. Throws `CloudError` when the command is refused, and
 * then nothing has changed; so a journal may hold refused commands too, and replaying them refuses them again.
 */
export function applyCommand(state: CloudFlowState, command: Command, ground: Ground): CommandOutcome {
  return (appliers[command.kind] as Apply<Command>)(state, command, ground);
}

const appliers: { [K in Command["kind"]]: Apply<Extract<Command, { kind: K }>> } = {
  createFlow,
  updateFlow(state, { name, at, definition, description, roleArn }) {
    const flow = flowNamed(state, name);
    flow.definition = definition ?? flow.definition;
    flow.description = description ?? flow.description;
    flow.roleArn = roleArn ?? flow.roleArn;
    flow.modifiedAt = at;
    return { flow, steps: [] };
  },
  deleteFlow(state, { name, at }, ground) {
    const flow = flowNamed(state, name);
    state.flows.delete(name);
    flow.deleted = true;
    const records = [...flow.executions.values()];
    const running = records.filter(({ execution }) => !isEnded(execution));
    for (const record of records) if (isEnded(record.execution)) forget(state, record);
    return { flow, steps: running.flatMap((record) => step(state, record, { kind: "drain" }, at, ground).steps) };
  },
  createSchedule(state, { at, flow, id, name, cron, payload, description, enabled }) {
    const { schedules } = flowNamed(state, flow);
    if (schedules.has(name)) throw refusals.scheduleExists(flow, name);
    const schedule = { id, name, cron, payload, description, enabled, createdAt: at, modifiedAt: at };
    schedules.set(name, schedule);
    return { schedule, steps: [] };
  },
  updateSchedule(state, { at, flow, name, cron, payload, description, enabled }) {
    const schedule = scheduleNamed(state, flow, name);
    schedule.cron = cron ?? schedule.cron;
    schedule.payload = payload ?? schedule.payload;
    schedule.description = description ?? schedule.description;
    schedule.enabled = enabled ?? schedule.enabled;
    schedule.modifiedAt = at;
    return { schedule, steps: [] };
  },
  deleteSchedule(state, { flow, name }) {
    const schedule = scheduleNamed(state, flow, name);
    flowNamed(state, flow).schedules.delete(name);
    return { schedule, steps: [] };
  },
  start,
  trigger(state, { execution, trigger, at }, ground) {
    const record = state.executions.get(execution);
    return record === undefined ? { steps: [] } : step(state, record, trigger, at, ground);
  },
};

function createFlow(state: CloudFlowState, command: CreateFlowCommand): CommandOutcome {
  const { at, id, name, definition, description, roleArn, mode } = command;
  if (state.flows.has(name)) throw refusals.flowExists(name);
  const flow: FlowRecord = {
    id,
    name,
    definition,
    description,
    roleArn,
    mode,
    createdAt: at,
    modifiedAt: at,
    executions: new Map(),
    schedules: new Map(),
    deleted: false,
  };
  state.flows.set(name, flow);
  return { flow, steps: [] };
}

/** The same name running: that execution is returned, whatever its input (A23); the same name ended: refused. */
function start(state: CloudFlowState, command: StartCommand, ground: Ground): CommandOutcome {
  const flow = flowNamed(state, command.flow);
  const { name, at, input, callbackToken, startedBy } = command;
  const existing = flow.executions.get(name);
  if (existing !== undefined) {
    const sameDelivery = startedBy !== undefined && existing.startedBy === startedBy;
    if (isEnded(existing.execution) && !sameDelivery) throw refusals.executionExists(flow.name, name);
    return { record: existing, steps: [] };
  }
  const randomSeed = `${ground.randomSeed}/${flow.name}/${name}`;
  const start = { name, roleArn: flow.roleArn, input: JSON.parse(input), randomSeed, now: at };
  const program = programOf(flow.definition, flow.mode);
  const record: ExecutionRecord = {
    id: command.execution,
    flow,
    program,
    definition: flow.definition,
    inputText: input,
    execution: createExecution(program, start),
    history: [],
    tasks: [],
    callbackToken,
    startedBy,
    queuedAt: -1,
    wakeAt: 0,
  };
  state.executions.set(record.id, record);
  flow.executions.set(name, record);
  return { record, ...step(state, record, { kind: "start" }, at, ground) };
}

function step(
  state: CloudFlowState,
  record: ExecutionRecord,
  trigger: Trigger,
  at: number,
  ground: Ground,
): CommandOutcome {
  const { execution, history } = record;
  const taken = advance(record.program, execution, trigger, at, {
    catchesMistakes: ground.catchesMistakes?.() === true,
  });
  for (const event of taken.events) history.push(event);
  settleTasks(state, record, trigger, taken);
  if (isEnded(execution) && taken.events.length > 0) retire(state, record, ground.retain);
  return { steps: [[record, taken]] };
}

/** Keeps `tasks` and `tokens` at what is still waited for. */
function settleTasks(state: CloudFlowState, record: ExecutionRecord, trigger: Trigger, { effects }: Advance) {
  const { execution } = record;
  if (record.tasks.length > 0 && trigger.kind !== "taskSubmitted") {
    record.tasks = record.tasks.filter((task) => {
      const awaited = isAwaited(execution, task.attempt);
      if (!awaited && task.token !== undefined) state.tokens.delete(task.token);
      return awaited;
    });
  }
  for (const effect of effects) {
    if (!isAwaited(execution, effect.attempt)) continue;
    record.tasks.push(effect);
    if (effect.token !== undefined) state.tokens.set(effect.token, { record, attempt: effect.attempt });
  }
}

/** An ended execution stays readable until enough later ones have ended, or its flow is deleted. */
function retire(state: CloudFlowState, record: ExecutionRecord, retain: number) {
  if (record.flow.deleted) return forget(state, record);
  state.ended.push(record);
  if (state.ended.length <= retain * 1.25) return;
  for (const oldest of state.ended.splice(0, state.ended.length - retain)) forget(state, oldest);
}

function forget({ executions }: CloudFlowState, record: ExecutionRecord) {
  executions.delete(record.id);
  const { flow, execution } = record;
  if (flow.executions.get(execution.name) === record) flow.executions.delete(execution.name);
}

import { isEnded } from "../../../../flowlang/execution.ts";
import { isObject, type Json, type JsonObject } from "../../../../flowlang/json.ts";
import { hashText, nextRandom, uuidFrom } from "../../../../flowlang/random.ts";
import type { RamIdentity } from "../../../ram/contract.ts";
import { CloudError } from "../../../wire/cloudError.ts";
import type { Engine } from "../engine.ts";
import type { TaskAction, TaskCall } from "../performTask.ts";
import { refusals } from "../refusals.ts";
import { startExecution } from "../startExecution.ts";
import type { ExecutionRecord } from "../state.ts";
import { TaskFault } from "../taskFault.ts";
import { taskRoleOf, textParameter } from "./parameters.ts";

/** Who may start a flow: throws the cloud's `CloudError` when this role may not. */
type AuthoriseStart = (roleArn: string, flowName: string) => RamIdentity;

/** `FNF:StartExecution`: a flow inside a flow (cloudflow.md §7, A33, A34). */
export function startExecutionAction(engine: Engine, authorise: AuthoriseStart): TaskAction {
  return async (call) => {
    const { effect, submitted } = call;
    // Let the step that asks for this end first: a flow that starts itself must not pile up on the stack.
    await Promise.resolve();
    const child = await start(engine, authorise, call).catch(refuse);
    if (effect.mode !== "WaitForSystemCallback") {
      const { name } = child.execution;
      return { FlowName: child.flow.name, ExecutionName: name, RequestID: uuidOf(`${name}/${startedBy(call)}`) };
    }
    submitted();
    await new Promise<void>((resolve) => engine.onEnd(child, resolve));
    return outputOf(child);
  };
}

async function start(engine: Engine, authorise: AuthoriseStart, call: TaskCall): Promise<ExecutionRecord> {
  const { effect, record, clock } = call;
  const { parameters } = effect;
  const flow = flowOf(textParameter(parameters, "resourceArn", "FNF"));
  authorise(taskRoleOf(record, "FNF"), flow);
  const origin = startedBy(call);
  return startExecution(engine, {
    at: clock.now(),
    flow,
    name: nameOf(parameters, origin),
    input: JSON.stringify(inputOf(parameters)),
    startedBy: origin,
  });
}

/** The same try, delivered twice, must find the execution that it has already started. */
function startedBy({ effect, record }: TaskCall): string {
  return `${record.id}/${record.flow.name}/${record.execution.name}/${effect.attempt}`;
}

function nameOf({ executionName }: JsonObject, origin: string): string {
  if (executionName === undefined) return uuidOf(origin).replace(/^/, "execution-");
  if (typeof executionName === "string") return executionName;
  throw refusals.invalidArgument(`The executionName ${JSON.stringify(executionName)} is not a text.`);
}

function inputOf({ input }: JsonObject): JsonObject {
  if (input === undefined) return {};
  if (isObject(input)) return input;
  throw refusals.invalidArgument("The input of an execution must be an object.");
}

function flowOf(arn: string): string {
  const name = /^acs:fnf:[^:]*:[^:]*:flow\/([^/]+)$/.exec(arn)?.[1];
  if (name === undefined) throw new TaskFault("FNF.InvalidArgument", `resourceArn ${arn} names no flow.`);
  return name;
}

function outputOf({ execution }: ExecutionRecord): Json {
  if (!isEnded(execution) || execution.status === "Succeeded") return execution.output ?? {};
  if (execution.status === "Stopped") throw new TaskFault("FnF.ExecutionStopped", execution.error?.Detail ?? "");
  throw new TaskFault(execution.error?.Code ?? "", execution.error?.Detail ?? "");
}

function uuidOf(text: string): string {
  const state = { random: hashText(text) };
  return uuidFrom(() => nextRandom(state));
}

function refuse(error: unknown): never {
  if (!(error instanceof CloudError)) throw error;
  throw new TaskFault(`FNF.${error.code}`, error.message); // cloudflow.md A5
}

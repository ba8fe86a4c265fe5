import type { Trigger } from "../../../flowlang/advance.ts";
import { isAwaited } from "../../../flowlang/execution.ts";
import { refusals } from "../engine/refusals.ts";
import { type CloudFlowCall, required } from "./apiCall.ts";

/** Reports the outcome of a task under its token. The first report stands; any further one is refused (cloudflow.md A31). */
export async function reportTask(
  call: CloudFlowCall,
  outcome: (attempt: number) => Trigger,
): Promise<{ EventId: number }> {
  const { engine, context } = call;
  const task = engine.state.tokens.get(required(call, "TaskToken"));
  if (task === undefined || !isAwaited(task.record.execution, task.attempt)) throw unknownToken();
  const { record, attempt } = task;
  const trigger = outcome(attempt);
  const { steps } = await engine.submit({ kind: "trigger", at: context.clock.now(), execution: record.id, trigger });
  const event = steps[0]?.[1].events[0];
  if (event === undefined) throw unknownToken();
  return { EventId: event.id };
}

function unknownToken() {
  return refusals.invalidArgument("TaskToken is unknown, or its task has already ended.");
}

import type { FlowExecution, Frame } from "./execution.ts";
import type { ExpressionEnvironment } from "./expressions/variables.ts";
import type { Json, JsonObject } from "./json.ts";
import { nextRandom } from "./random.ts";
import { taskToken } from "./taskToken.ts";

/** What the expressions of a state see; `output` once its work is done (cloudflow.md §3). */
export function expressionEnvironment(
  execution: FlowExecution,
  frame: Frame,
  stateName: string,
  output?: Json,
): ExpressionEnvironment {
  return {
    input: frame.input,
    output,
    global: execution.global,
    random: () => nextRandom(execution),
    context: () => contextOf(execution, frame, stateName, output),
  };
}

function contextOf(execution: FlowExecution, frame: Frame, stateName: string, output: Json | undefined): JsonObject {
  const { name, input, roleArn } = execution;
  return {
    Execution: { Name: name, Input: input, RoleArn: roleArn },
    Current: {
      Name: stateName,
      Input: frame.input,
      ...(output === undefined ? undefined : { Output: output }),
      ...(frame.error === undefined ? undefined : { Error: { ...frame.error } }),
      RetryCount: frame.retries,
      TaskToken: taskToken(execution, frame.attempt),
    },
  };
}

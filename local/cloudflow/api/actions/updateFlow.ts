import { flowNamed } from "../../engine/lookUp.ts";
import { refusals } from "../../engine/refusals.ts";
import { type ApiAction, flowResource, optional, required } from "../apiCall.ts";
import { checkDefinition } from "../checkDefinition.ts";
import { flowAnswer } from "../describe.ts";

/** Running executions keep the definition with which they were started; the mode cannot change. */
export const updateFlow: ApiAction = {
  requires: ["Name"],
  resource: flowResource("Name"),
  async run(call) {
    const { engine, context } = call;
    const name = required(call, "Name");
    const type = optional(call, "Type");
    if (type !== undefined && type !== "FDL") throw refusals.invalidArgument(`Type "${type}" is not FDL.`);
    const { mode } = flowNamed(engine.state, name);
    const definition = optional(call, "Definition");
    const changes = {
      definition: definition && checkDefinition(name, definition, mode),
      description: optional(call, "Description"),
      roleArn: optional(call, "RoleArn"),
    };
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const { flow } = await engine.submit({ kind: "updateFlow", at: context.clock.now(), name, ...given });
    if (flow === undefined) return {};
    const { ExecutionMode: _, ...shown } = flowAnswer(flow);
    return shown;
  },
};

import { uuidFrom } from "../../../../flowlang/random.ts";
import { refusals } from "../../engine/refusals.ts";
import { type ApiAction, flowResource, optional, required, requiredName } from "../apiCall.ts";
import { checkDefinition } from "../checkDefinition.ts";
import { flowAnswer } from "../describe.ts";
import { refuseAsFound } from "../refuseAsFound.ts";

export const createFlow: ApiAction = {
  requires: ["Name", "Definition", "Description", "Type"],
  resource: flowResource("Name"),
  async run(call) {
    const { engine, context } = call;
    const name = requiredName(call, "Name");
    const type = required(call, "Type");
    if (type !== "FDL") throw refusals.invalidArgument(`Type "${type}" is not FDL.`);
    const mode = optional(call, "ExecutionMode") ?? "Standard";
    if (mode !== "Standard" && mode !== "Express") {
      throw refusals.invalidArgument(`ExecutionMode "${mode}" is neither Standard nor Express.`);
    }
    const definition = checkDefinition(name, required(call, "Definition"), mode);
    refuseAsFound(definition, context.realities);
    const { flow } = await engine.submit({
      kind: "createFlow",
      at: context.clock.now(),
      id: uuidFrom(context.random),
      name,
      definition,
      description: required(call, "Description"),
      roleArn: optional(call, "RoleArn") ?? "",
      mode,
    });
    return flow === undefined ? {} : flowAnswer(flow);
  },
};

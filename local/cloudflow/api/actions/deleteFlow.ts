import { type ApiAction, flowResource, required } from "../apiCall.ts";

/** The history goes at once; what is running stops after its current state (cloudflow.md §8.1, A32). */
export const deleteFlow: ApiAction = {
  requires: ["Name"],
  resource: flowResource("Name"),
  async run(call) {
    await call.engine.submit({ kind: "deleteFlow", at: call.context.clock.now(), name: required(call, "Name") });
    return {};
  },
};

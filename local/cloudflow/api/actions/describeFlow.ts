import { flowNamed } from "../../engine/lookUp.ts";
import { type ApiAction, flowResource, required } from "../apiCall.ts";
import * as describe from "../describe.ts";

export const describeFlow: ApiAction = {
  requires: ["Name"],
  resource: flowResource("Name"),
  run: (call) => describe.flowAnswer(flowNamed(call.engine.state, required(call, "Name"))),
};

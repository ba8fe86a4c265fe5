import { flowNameOf } from "../../../core/flowDefinition.ts";
import { type ApiHandler, demand } from "../apiCall.ts";
import { UNKNOWN } from "../authentication/identity.ts";
import { readShared } from "../sharedReads.ts";
import { rowsOf } from "./executions.ts";

/** `GET /metrics`: figures of everything, so that they are for those who may see everything. */
export const describeMetrics: ApiHandler = async (call) => {
  demand(call, "view", { touches: [UNKNOWN] });
  const { deployed, charge } = call;
  const { rows } = await rowsOf(call, 99, { status: "Running" });
  const running: Record<string, number> = {};
  for (const { operation } of rows) running[operation] = (running[operation] ?? 0) + 1;
  const read = async () =>
    (await deployed.functions.invoke(flowNameOf(deployed.prefix, "metrics"), { running })) as {
      text: string;
      apiCalls: number;
    };
  const { text } = await readShared(["metrics", deployed.prefix, running], read, charge);
  return { status: 200, headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" }, body: text };
};

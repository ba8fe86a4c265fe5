import type { CallRecord } from "../../local/context.ts";
import { type OutputOptions, outputIn, printAnswer } from "../output.ts";
import { adminClient } from "./adminClient.ts";

interface LogOptions extends OutputOptions {
  port: number;
  follow?: boolean;
  limit: number;
  service?: string;
  action?: string;
  resource?: string;
  caller?: string;
}

/** `albflow local log [--follow]`: the calls that the cloud has answered, each as an answer of its own; the cloud itself has taken secrets out. */
export async function log(options: LogOptions): Promise<void> {
  const { asked, rest } = outputIn(options);
  const { port, follow, limit, ...filter } = rest;
  const query = new URLSearchParams({ ...filter, limit: String(limit) });
  const show = async (call: CallRecord) => {
    if (asked.output === "yaml") console.log("---");
    await printAnswer(call, asked, () => [callLine(call)]);
  };
  const client = adminClient(port);
  if (follow !== true) {
    const { calls } = (await client.get(`/local/calls?${query.toString()}`)) as { calls: CallRecord[] };
    for (const call of calls) await show(call);
    return;
  }
  // Whoever reads only the first lines, as `head` does, ends it.
  process.stdout.on("error", () => process.exit(0));
  for await (const call of client.follow(`/local/calls?${query.toString()}&follow=true`))
    await show(call as CallRecord);
}

/** `2026-11-22 12:00:00.123  200    8 ms  alb  UpdateListenerAttribute  lsn-1  by albflow-updateListener` */
function callLine(call: CallRecord): string {
  const { at, status, durationMs, service, action, resource, caller, code, fault } = call;
  return [
    new Date(at).toISOString().slice(0, 23).replace("T", " "),
    status === 0 ? "cut" : String(status),
    `${Math.round(durationMs)} ms`.padStart(7),
    service.padEnd(3),
    action,
    resource ?? "",
    `by ${caller}`,
    code ?? "",
    fault === undefined ? "" : `(fault: ${fault})`,
  ]
    .filter((part) => part !== "")
    .join("  ");
}

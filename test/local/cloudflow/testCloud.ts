import Fnf from "@alicloud/fnf-2019-03-15";
import { type CloudFlow, type CloudFlowOptions, createCloudFlow } from "../../../local/cloudflow/cloudFlow.ts";
import type { FunctionAnswer, FunctionCall } from "../../../local/cloudflow/engine/actions/invokeFunction.ts";
import type { CloudContext } from "../../../local/context.ts";
import { listen } from "../../../local/wire/server.ts";
import { type Clock, systemClock } from "../../../shared/platform/clock.ts";
import { openContext } from "./openContext.ts";

/** The role in whose name the flows of the tests call services. */
export const ROLE = "acs:ram::1234567890123456:role/albflow-flow";

/** What the functions of a test answer: JSON data, or a thrown error by its name. */
export type FakeFunction = (event: unknown, call: FunctionCall) => unknown;

/** Functions by name, called as Function Compute would. */
function functionsAnswering(functions: Record<string, FakeFunction>): CloudFlowOptions["invokeFunction"] {
  return async (call): Promise<FunctionAnswer> => {
    const run = functions[call.functionName];
    if (run === undefined)
      return answer(404, { Code: "FunctionNotFound", Message: `no function ${call.functionName}` });
    if (call.invocationType === "Async") return { status: 202, headers: {}, body: Buffer.alloc(0) };
    try {
      return answer(200, await run(call.body === "" ? undefined : JSON.parse(call.body), call));
    } catch (error) {
      const { name, message } = error as Error;
      const failed = answer(200, { errorMessage: message, errorType: name, stackTrace: [] });
      return { ...failed, headers: { ...failed.headers, "x-fc-error-type": "UnhandledInvocationError" } };
    }
  };
}

function answer(status: number, body: unknown): FunctionAnswer {
  return { status, headers: { "content-type": "application/json" }, body: Buffer.from(JSON.stringify(body) ?? "") };
}

/** A CloudFlow of its own, not yet listening. */
export async function startCloudFlow(
  options: Partial<CloudFlowOptions> & { functions?: Record<string, FakeFunction>; context?: CloudContext } = {},
): Promise<CloudFlow> {
  const { functions = {}, context = openContext(), ...rest } = options;
  const refuseApi: CloudFlowOptions["callApi"] = async () => ({});
  const cloudFlow = createCloudFlow(context, {
    invokeFunction: functionsAnswering(functions),
    callApi: refuseApi,
    ...rest,
  });
  await cloudFlow.start();
  return cloudFlow;
}

/** A CloudFlow that listens, and the official client for it. */
export async function serveCloudFlow(options: Parameters<typeof startCloudFlow>[0] = {}) {
  const cloudFlow = await startCloudFlow(options);
  const server = await listen(cloudFlow, { port: 0, clock: options.context?.clock ?? systemClock });
  const client = new Fnf({
    accessKeyId: "local",
    accessKeySecret: "local",
    endpoint: `http://127.0.0.1:${server.port}`,
    opts: { timeout: 60_000 },
  });
  const close = async () => {
    await server.close();
    await cloudFlow.close();
  };
  return { cloudFlow, client, server, close };
}

/** Calls an action without a socket; rejects with the code of a refusal. */
export async function call(
  cloudFlow: CloudFlow,
  action: string,
  parameters: Record<string, string>,
  clock: Clock = systemClock,
): Promise<Record<string, unknown>> {
  const all = new URLSearchParams({ Action: action, Version: "2019-03-15", ...parameters }).toString();
  const isRead = /^(?:Describe|Get|List)/.test(action);
  const { status, body } = await cloudFlow.handle({
    method: isRead ? "GET" : "POST",
    path: "/",
    rawQuery: isRead ? all : "",
    headers: { host: "fnf.test", "content-type": "application/x-www-form-urlencoded" },
    body: Buffer.from(isRead ? "" : all),
    remoteAddress: "127.0.0.1",
    clock,
  });
  const answer = JSON.parse(String(body));
  if (status !== 200) throw Object.assign(new Error(`${answer.Code}: ${answer.Message}`), { status, ...answer });
  return answer;
}

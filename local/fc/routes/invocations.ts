import type { RestCall, RestRoute } from "../../rest/restService.ts";
import { whileWaiting } from "../../rest/whileWaiting.ts";
import type { WireResponse } from "../../wire/exchange.ts";
import { functionArns } from "../functionArns.ts";
import type { FcServiceContext } from "../serviceContext.ts";

/** Invocation over both APIs. A service of the older one has no meaning: its functions are the same. */
export function invocationRoutes(serviceContext: FcServiceContext): RestRoute[] {
  const route = {
    method: "POST",
    action: "InvokeFunction",
    resource: ({ name }: Record<string, string>) => `functions/${name}`,
  };
  const versionOf = (name = "", qualifier?: string) => functionArns(serviceContext.context, name, qualifier).slice(1);
  return [
    {
      ...route,
      path: "/2023-03-30/functions/{name}/invocations",
      also: ({ name }, { qualifier }) => versionOf(name, qualifier),
      answer: (call) => invoke(serviceContext, call, call.query.qualifier),
    },
    {
      ...route,
      path: "/2016-08-15/services/{service}/functions/{name}/invocations",
      also: ({ name, service }) => versionOf(name, qualifierIn(service)),
      answer: (call) => invoke(serviceContext, call, qualifierIn(call.parameters.service)),
    },
  ];
}

/** The older API names the version with the service: `svc.LATEST`. */
function qualifierIn(service = ""): string | undefined {
  return service.split(".")[1];
}

async function invoke(
  serviceContext: FcServiceContext,
  { request, parameters, requestId }: RestCall,
  qualifier: string | undefined,
): Promise<WireResponse> {
  const { headers } = request;
  const result = await whileWaiting(
    request.clock,
    serviceContext.perform({
      functionName: parameters.name ?? "",
      ...(qualifier !== undefined && { qualifier }),
      body: request.body,
      asynchronous: headers["x-fc-invocation-type"] === "Async",
      requestId,
      ...(headers["x-fc-async-task-id"] === undefined ? {} : { taskId: headers["x-fc-async-task-id"] }),
    }),
  );
  const { log, ...answer } = result;
  if (headers["x-fc-log-type"] !== "Tail" || log === "") return answer;
  const tail = Buffer.from(log).subarray(-TAIL_BYTES).toString("base64");
  return { ...answer, headers: { ...answer.headers, "x-fc-log-result": tail } };
}

/** The log tail holds the last 4 KB. */
const TAIL_BYTES = 4096;

import { empty, json, type Route } from "../../rest/restService.ts";
import { CloudError } from "../../wire/cloudError.ts";
import type { AsyncInvokeConfig } from "../functionSpec.ts";
import { resolveFunction } from "../resolveFunction.ts";
import type { FcServiceContext } from "../serviceContext.ts";
import { bodyOf, pick } from "./body.ts";

/** How asynchronous invocations of a function, a version or an alias are retried and reported (API 2023-03-30). */
export function asyncConfigRoutes({ state }: FcServiceContext, base: string): Route[] {
  const path = `${base}/functions/{name}/async-invoke-config`;
  const resource = ({ name }: Record<string, string>) => `functions/${name}`;
  return [
    {
      method: "PUT",
      path,
      action: "PutAsyncInvokeConfig",
      resource,
      answer({ request, parameters, query }) {
        const { record, qualifier } = resolveFunction(state, parameters.name ?? "", query.qualifier);
        const config = asyncConfigOf(bodyOf(request.body));
        record.asyncConfigs = { ...record.asyncConfigs, [qualifier]: config };
        return json(config);
      },
    },
    {
      method: "GET",
      path,
      action: "GetAsyncInvokeConfig",
      resource,
      answer({ parameters, query }) {
        const { record, qualifier } = resolveFunction(state, parameters.name ?? "", query.qualifier);
        const config = Object.hasOwn(record.asyncConfigs, qualifier) ? record.asyncConfigs[qualifier] : undefined;
        if (config === undefined) {
          throw new CloudError(
            404,
            "AsyncConfigNotExists",
            `function '${parameters.name}' has no async config for ${qualifier}`,
          );
        }
        return json(config);
      },
    },
    {
      method: "DELETE",
      path,
      action: "DeleteAsyncInvokeConfig",
      resource,
      answer({ parameters, query }) {
        const { record, qualifier } = resolveFunction(state, parameters.name ?? "", query.qualifier);
        const { [qualifier]: _, ...others } = record.asyncConfigs;
        record.asyncConfigs = others;
        return empty(204);
      },
    },
  ];
}

/** Throws `CloudError` InvalidArgument. */
function asyncConfigOf(body: Record<string, unknown>): AsyncInvokeConfig {
  const inRange = (name: string, least: number, most: number) => {
    const value = body[name];
    if (value === undefined || (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)) return;
    throw new CloudError(400, "InvalidArgument", `${name} must be an integer from ${least} to ${most}.`);
  };
  inRange("maxAsyncEventAgeInSeconds", 1, 2_592_000);
  inRange("maxAsyncRetryAttempts", 0, 8);
  return pick(body, ["maxAsyncEventAgeInSeconds", "maxAsyncRetryAttempts", "destinationConfig", "asyncTask"]);
}

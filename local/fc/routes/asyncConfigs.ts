import { empty, jsonAnswer, type RestRoute } from "../../rest/restService.ts";
import { CloudError } from "../../wire/cloudError.ts";
import type { AsyncInvokeConfig } from "../functionSpec.ts";
import { functionOf, resolveFunction } from "../resolveFunction.ts";
import type { FcServiceContext } from "../serviceContext.ts";
import type { FunctionRecord } from "../state.ts";
import { bodyOf, paged, pickFields } from "./body.ts";

/** How asynchronous invocations of a function, a version or an alias are retried and reported (API 2023-03-30). */
export function asyncConfigRoutes(serviceContext: FcServiceContext, base: string): RestRoute[] {
  const { state, context } = serviceContext;
  const path = `${base}/functions/{name}/async-invoke-config`;
  const resource = ({ name }: Record<string, string>) => `functions/${name}`;
  const view = (
    { config: { functionName }, createdAt: since }: FunctionRecord,
    qualifier: string,
    config: AsyncInvokeConfig,
  ) => {
    const { createdAt = since, modifiedAt = createdAt, ...shown } = config;
    return {
      ...shown,
      functionArn: `acs:fc:${context.region}:${context.accountId}:functions/${functionName}/${qualifier}`,
      createdTime: new Date(createdAt).toISOString(),
      lastModifiedTime: new Date(modifiedAt).toISOString(),
    };
  };
  return [
    {
      method: "PUT",
      path,
      action: "PutAsyncInvokeConfig",
      resource,
      answer({ request, parameters, query }) {
        const { record, qualifier } = resolveFunction(state, parameters.name ?? "", query.qualifier);
        const now = context.clock.now();
        const createdAt = record.asyncConfigs[qualifier]?.createdAt ?? now;
        const config = { ...asyncConfigOf(bodyOf(request.body)), createdAt, modifiedAt: now };
        record.asyncConfigs = { ...record.asyncConfigs, [qualifier]: config };
        return jsonAnswer(view(record, qualifier, config));
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
        return jsonAnswer(view(record, qualifier, config));
      },
    },
    {
      method: "GET",
      path: `${base}/async-invoke-configs`,
      action: "ListAsyncInvokeConfigs",
      resource: () => "functions/*",
      answer({ query }) {
        const all = [...state.functions.values()].flatMap((record) =>
          Object.entries(record.asyncConfigs).map(([qualifier, config]) => view(record, qualifier, config)),
        );
        const own = all.filter(
          ({ functionArn }) =>
            (query.functionName ?? "") === "" || functionArn.includes(`functions/${query.functionName}/`),
        );
        const { page, nextToken } = paged(own, ({ functionArn }) => functionArn, query);
        return jsonAnswer({ configs: page, ...(nextToken !== undefined && { nextToken }) });
      },
    },
    {
      method: "GET",
      path: `${base}/functions/{name}/async-tasks`,
      action: "ListAsyncTasks",
      resource,
      answer({ parameters, query }) {
        const { config } = functionOf(state, parameters.name ?? "");
        const rows = serviceContext.tasksOf(config.functionName).map(({ taskId, acceptedAt }) => ({
          functionArn: `acs:fc:${context.region}:${context.accountId}:functions/${config.functionName}`,
          taskId,
          qualifier: "LATEST",
          startedTime: acceptedAt,
        }));
        const { page, nextToken } = paged(rows, ({ taskId }) => taskId, query);
        return jsonAnswer({ tasks: page, ...(nextToken !== undefined && { nextToken }) });
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
  return pickFields(body, ["maxAsyncEventAgeInSeconds", "maxAsyncRetryAttempts", "destinationConfig", "asyncTask"]);
}

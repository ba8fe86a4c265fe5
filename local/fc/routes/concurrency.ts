import { empty, jsonAnswer, type RestRoute } from "../../rest/restService.ts";
import { CloudError } from "../../wire/cloudError.ts";
import { functionOf } from "../resolveFunction.ts";
import type { FcServiceContext } from "../serviceContext.ts";
import type { FunctionRecord } from "../state.ts";
import { bodyOf, paged } from "./body.ts";

/** How many instances a function keeps for itself, and has at most (API 2023-03-30). */
export function concurrencyRoutes({ state, context }: FcServiceContext, base: string): RestRoute[] {
  const path = `${base}/functions/{name}/concurrency`;
  const resource = ({ name }: Record<string, string>) => `functions/${name}`;
  const concurrency = ({ config }: FunctionRecord) => ({
    functionArn: `acs:fc:${context.region}:${context.accountId}:functions/${config.functionName}`,
    reservedConcurrency: config.concurrencyConfig?.reservedConcurrency ?? 0,
  });
  const hasConcurrency = ({ config }: FunctionRecord) => config.concurrencyConfig?.reservedConcurrency !== undefined;
  return [
    {
      method: "PUT",
      path,
      action: "PutConcurrencyConfig",
      resource,
      answer({ request, parameters }) {
        const record = functionOf(state, parameters.name ?? "");
        const { reservedConcurrency } = bodyOf(request.body);
        if (!Number.isInteger(reservedConcurrency) || Number(reservedConcurrency) < 0) {
          throw new CloudError(400, "InvalidArgument", "reservedConcurrency must be a whole number from 0.");
        }
        record.config = { ...record.config, concurrencyConfig: { reservedConcurrency: Number(reservedConcurrency) } };
        return jsonAnswer(concurrency(record));
      },
    },
    {
      method: "GET",
      path,
      action: "GetConcurrencyConfig",
      resource,
      answer({ parameters }) {
        const record = functionOf(state, parameters.name ?? "");
        if (hasConcurrency(record)) return jsonAnswer(concurrency(record));
        // The code that the Terraform provider takes for "there is none" (service_alicloud_fcv3_v2.go).
        throw new CloudError(404, "OnDemandConfigNotFound", `function '${parameters.name}' has no concurrency config`);
      },
    },
    {
      method: "DELETE",
      path,
      action: "DeleteConcurrencyConfig",
      resource,
      answer({ parameters }) {
        const record = functionOf(state, parameters.name ?? "");
        const { concurrencyConfig: _, ...config } = record.config;
        record.config = config;
        return empty(204);
      },
    },
    {
      method: "GET",
      path: `${base}/concurrency-configs`,
      action: "ListConcurrencyConfigs",
      resource: () => "functions/*",
      answer({ query }) {
        const { page, nextToken } = paged(
          [...state.functions.values()].filter(hasConcurrency),
          ({ config }) => config.functionName,
          query,
        );
        return jsonAnswer({ configs: page.map(concurrency), ...(nextToken !== undefined && { nextToken }) });
      },
    },
  ];
}

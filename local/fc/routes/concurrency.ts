import { empty, json, type Route } from "../../rest/restService.ts";
import { CloudError } from "../../wire/cloudError.ts";
import { functionOf } from "../resolveFunction.ts";
import type { FcServiceContext } from "../serviceContext.ts";
import { bodyOf } from "./body.ts";

/** How many instances a function keeps for itself, and has at most (API 2023-03-30). */
export function concurrencyRoutes({ state }: FcServiceContext, base: string): Route[] {
  const path = `${base}/functions/{name}/concurrency`;
  const resource = ({ name }: Record<string, string>) => `functions/${name}`;
  return [
    {
      method: "PUT",
      path,
      action: "PutConcurrencyConfig",
      resource,
      answer({ request, parameters }) {
        const { config } = functionOf(state, parameters.name ?? "");
        const { reservedConcurrency } = bodyOf(request.body);
        if (!Number.isInteger(reservedConcurrency) || Number(reservedConcurrency) < 0) {
          throw new CloudError(400, "InvalidArgument", "reservedConcurrency must be a whole number of 0 or more.");
        }
        config.concurrencyConfig = { reservedConcurrency: Number(reservedConcurrency) };
        return json({ functionArn: config.functionName, reservedConcurrency });
      },
    },
    {
      method: "DELETE",
      path,
      action: "DeleteConcurrencyConfig",
      resource,
      answer({ parameters }) {
        const { config } = functionOf(state, parameters.name ?? "");
        delete config.concurrencyConfig;
        return empty(204);
      },
    },
  ];
}

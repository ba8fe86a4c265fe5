import type { DataPlane } from "../alb/dataPlane/contract.ts";
import type { CloudContext } from "../context.ts";
import type { Api } from "../rpc/api.ts";
import { createRpcService, type RpcService } from "../rpc/dispatch.ts";
import { errorsOf } from "../rpc/errorOf.ts";
import table from "./api.json" with { type: "json" };
import { cmsActions } from "./registry.ts";

/** The version of its API, by which its calls are told from ALB's at the same address. */
export const CMS_VERSION = "2019-01-01";

// The file is read as what it is documented to be.
const cmsApi = table as unknown as Api;

/** CloudMonitor, as far as it tells what goes through listeners: figures of the data plane, minute by minute (API 2019-01-01). */
export function createCms(context: CloudContext, dataPlane: DataPlane, isThrottled: boolean): RpcService {
  const state = { ports: () => dataPlane.ports() };
  return createRpcService(
    {
      service: "cms",
      product: "cms",
      ramPrefix: "cms",
      // RAM still calls them by their names of before (alb.md §11.3).
      ramAction: (action) =>
        context.realities?.is("metric-permission", "cms:DescribeMetricLast") === true
          ? action
          : action.replace(/^DescribeMetric/, "QueryMetric"),
      host: `metrics.${context.region}.aliyuncs.com`,
      versions: [],
      api: cmsApi,
      actions: cmsActions,
      errorOf: errorsOf(cmsApi, []),
      seed: {},
      state: { current: () => state, fork: () => state, asOf: () => state },
      settle: () => undefined,
      resourceOf: () => ({ arn: `acs:cms:${context.region}:${context.accountId}:*` }),
      rateOf: () => (isThrottled ? { calls: 50, per: 1_000 } : undefined),
    },
    context,
  );
}

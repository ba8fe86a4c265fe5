import type { RestRoute } from "../rest/restService.ts";
import { asyncConfigRoutes } from "./routes/asyncConfigs.ts";
import { codeBucketRoutes } from "./routes/codeBucket.ts";
import { concurrencyRoutes } from "./routes/concurrency.ts";
import { customDomainRoutes } from "./routes/customDomains.ts";
import { functionRoutes } from "./routes/functions.ts";
import { functionTagRoutes } from "./routes/functionTags.ts";
import { invocationRoutes } from "./routes/invocations.ts";
import { triggerRoutes } from "./routes/triggers.ts";
import { versionRoutes } from "./routes/versions.ts";
import type { FcServiceContext } from "./serviceContext.ts";
import { httpTriggerRoutes } from "./triggers/httpTrigger.ts";

/** Everything of Function Compute that this cloud plays, in the order in which a request is held against it. */
export function fcRoutes(serviceContext: FcServiceContext): RestRoute[] {
  return [
    ...codeBucketRoutes(serviceContext),
    ...httpTriggerRoutes(serviceContext),
    ...invocationRoutes(serviceContext),
    ...["/2023-03-30", "/2016-08-15/services/{service}"].flatMap((base) => [
      ...functionRoutes(serviceContext, base),
      ...triggerRoutes(serviceContext, base),
    ]),
    ...versionRoutes(serviceContext, "/2023-03-30"),
    ...asyncConfigRoutes(serviceContext, "/2023-03-30"),
    ...concurrencyRoutes(serviceContext, "/2023-03-30"),
    ...functionTagRoutes(serviceContext, "/2023-03-30"),
    ...customDomainRoutes(serviceContext, "/2023-03-30"),
  ];
}

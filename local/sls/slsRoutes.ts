import type { RestRoute } from "../rest/restService.ts";
import { logRoutes } from "./routes/logs.ts";
import { logstoreRoutes } from "./routes/logstores.ts";
import { projectRoutes } from "./routes/projects.ts";
import { shardRoutes } from "./routes/shards.ts";
import { tagRoutes } from "./routes/tags.ts";
import type { SlsServiceContext } from "./serviceContext.ts";

/** Everything of Simple Log Service that this cloud plays, in the order in which a request is held against it. */
export function slsRoutes(serviceContext: SlsServiceContext): RestRoute[] {
  return [
    ...projectRoutes(serviceContext),
    ...logRoutes(serviceContext),
    ...shardRoutes(serviceContext),
    ...logstoreRoutes(serviceContext),
    ...tagRoutes(serviceContext),
  ];
}

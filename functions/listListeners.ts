import { z } from "zod";
import { CA_PERMISSIONS } from "../shared/core/certificates/mutualAuth.ts";
import { listenerId } from "../shared/core/operation.ts";
import type { ListenerList } from "../shared/features/inventory/listedListener.ts";
import { listRegion } from "../shared/features/inventory/listRegion.ts";
import { countedClients } from "../shared/platform/countedClients.ts";
import { AlbflowError, reasonOf } from "../shared/platform/errors.ts";
import { type Handler, jsonEvent, type SingleFunction, sessionOf } from "../shared/platform/functionCompute.ts";
import { inputProblems } from "../shared/platform/reasons/inputProblems.ts";

/** What `listListeners` takes: regions (its own unless given) and, if only some are of interest, instances. */
const listListenersInput = z.strictObject({
  regions: z
    .array(z.string().regex(/^[a-z]{2}-[a-z0-9-]+$/))
    .max(40)
    .optional()
    .describe("Regions to look at, like cn-hangzhou; unless given, the function's own"),
  loadBalancerIds: z
    .array(z.string().regex(/^alb-[\w*-]{1,64}$/))
    .max(100)
    .optional()
    .describe("Ids of the instances to look at; unless given, all"),
  listenerIds: z.array(listenerId).max(100).optional().describe("Ids of the listeners to look at; unless given, all"),
  certificates: z
    .boolean()
    .optional()
    .describe("Whether to read the certificates, which takes a call for each listener; true unless given"),
  health: z
    .boolean()
    .optional()
    .describe("Whether to read the health of the servers, which takes a call for each listener; false unless given"),
});

/** Everything that listens, with what holds its certificates and what is wrong with it. */
export const listListeners: SingleFunction = {
  name: "listListeners",
  area: "find",
  summary: "List regions' instances and their listeners, with state, certificates' days left and warnings.",
  permissions: [
    "alb:GetListenerHealthStatus",
    "alb:ListListenerCertificates",
    "alb:ListListeners",
    "alb:ListLoadBalancers",
    "alb:ListServerGroupServers",
    "yundun-cert:GetUserCertificateDetail",
    ...CA_PERMISSIONS,
  ],
  everyRegion: true,
  elsewhere: true,
  timeout: 300,
  input: listListenersInput,
  takes: "regions and instances to look at, or nothing",
  returns:
    "`listeners`, each with its instance, protocol, port, state, tracing, TLS policy, server groups, certificates with names and days left, and `warnings` in sentences; `unavailable`, the regions that could not be read, and why",
  example: { regions: ["cn-hangzhou"] },
};

/** Lists all pages of everything. One region that cannot be read does not hide the others. */
export const handler: Handler<ListenerList> = async (event, context) => {
  const parsed = listListenersInput.safeParse(jsonEvent(event));
  if (!parsed.success) {
    throw new AlbflowError("InvalidInput", inputProblems(parsed.error));
  }
  const session = sessionOf(context);
  const { regions = [session.region], certificates = true, health = false, ...only } = parsed.data;
  const list: ListenerList = { listeners: [], unavailable: [], apiCalls: 0 };
  for (const region of regions) {
    const { clients, calls } = countedClients({ ...session, region });
    try {
      list.listeners.push(...(await listRegion(clients, region, { ...only, certificates, health })));
    } catch (error) {
      list.unavailable.push({ region, reason: reasonOf(error) });
    }
    list.apiCalls += calls();
  }
  return list;
};

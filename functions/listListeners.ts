import * as z from "zod";
import { CA_PERMISSIONS } from "../shared/core/certificates/mutualAuth.ts";
import { listenerId } from "../shared/core/operation.ts";
import { rememberReads } from "../shared/features/inventory/lastRead.ts";
import type { ListenerList } from "../shared/features/inventory/listedListener.ts";
import { listRegion } from "../shared/features/inventory/listRegion.ts";
import { clientsAt } from "../shared/platform/clients.ts";
import { clock } from "../shared/platform/clock.ts";
import { countedClients } from "../shared/platform/countedClients.ts";
import { eachLimited } from "../shared/platform/eachLimited.ts";
import { AlbflowError, reasonOf } from "../shared/platform/errors.ts";
import { type Handler, jsonEvent, type SingleFunction, sessionOf } from "../shared/platform/functionCompute.ts";
import { placeIn, readRegionName } from "../shared/platform/place.ts";
import { inputProblems } from "../shared/platform/reasons/inputProblems.ts";
import { placesAsked } from "../shared/platform/targetAccounts.ts";

/** What `listListeners` takes: regions (its own unless given) and, if only some are of interest, instances. */
const listListenersInput = z.strictObject({
  regions: z
    .array(z.string().regex(/^[a-z]{2}-[a-z0-9-]+$/))
    .max(40)
    .optional()
    .describe("Regions to look at, like cn-hangzhou; unless given, the function's own"),
  accounts: z
    .array(z.string().regex(/^\d{16}$/))
    .max(60)
    .optional()
    .describe(
      "Accounts to look at, each in these regions, or in those that the deployment operates; unless given, its own",
    ),
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
    "`listeners`, each with its instance, protocol, port, state, tracing, TLS policy, server groups, certificates with names and days left, and `warnings` in sentences; `unavailable`, the regions (and accounts) that could not be read, why, `since` when, and `shownFrom`, when the rows were read that are shown of them; what is of another account has `account`",
  example: { regions: ["cn-hangzhou"] },
};

/** Lists all pages of everything. One region or account that cannot be read does not hide the others. */
export const handler: Handler<ListenerList> = async (event, context) => {
  const parsed = listListenersInput.safeParse(jsonEvent(event));
  if (!parsed.success) {
    throw new AlbflowError("InvalidInput", inputProblems(parsed.error));
  }
  const session = sessionOf(context);
  const { regions: _, accounts: __, certificates = true, health = false, ...only } = parsed.data;
  const question = JSON.stringify([only, certificates, health]);
  const { clients: home, calls } = countedClients(session);
  const listed = await eachLimited(
    placesAsked(session, parsed.data),
    async (name): Promise<Pick<ListenerList, "listeners" | "unavailable">> => {
      const there = readRegionName(name);
      const { region, ...ofAccount } = there;
      try {
        const at = clock.now();
        const read = await listRegion(clientsAt(home, placeIn(there, home)), region, { ...only, certificates, health });
        const rows = read.map((row) => ({ ...ofAccount, ...row }));
        lastRead.keep(there, question, rows, at);
        return { listeners: rows, unavailable: [] };
      } catch (error) {
        return lastRead.recall(there, question, reasonOf(error), clock.now());
      }
    },
    PLACES_AT_ONCE,
  );
  return {
    listeners: listed.flatMap(({ listeners }) => listeners),
    unavailable: listed.flatMap(({ unavailable }) => unavailable),
    apiCalls: calls(),
  };
};

const lastRead = rememberReads();

/** Rates are of an account in a region (alb.md U18); this is for the function's own memory and time. */
const PLACES_AT_ONCE = 4;

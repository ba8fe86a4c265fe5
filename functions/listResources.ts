import * as z from "zod";
import { CA_PERMISSIONS } from "../shared/core/certificates/mutualAuth.ts";
import { listenerId, placeInput } from "../shared/core/operationInput.ts";
import { type AskedListener, askedListener } from "../shared/features/inventory/resources/askedListener.ts";
import { listCaCertificates } from "../shared/features/inventory/resources/caCertificates.ts";
import {
  type ListedResource,
  placeOf,
  RESOURCE_KINDS,
  type ResourceKind,
  type ResourceList,
} from "../shared/features/inventory/resources/listedResource.ts";
import { serverGroupList } from "../shared/features/inventory/resources/serverGroups.ts";
import { listStoredCertificates } from "../shared/features/inventory/resources/storedCertificates.ts";
import { listTlsPolicies } from "../shared/features/inventory/resources/tlsPolicies.ts";
import { listVpcs } from "../shared/features/inventory/resources/vpcs.ts";
import { type Clients, clientsAt } from "../shared/platform/clients.ts";
import { countedClients } from "../shared/platform/countedClients.ts";
import { type Handler, jsonEvent, type SingleFunction, sessionOf } from "../shared/platform/functionCompute.ts";
import { placeIn } from "../shared/platform/place.ts";
import { takeInput } from "../shared/platform/takeInput.ts";

const listResourcesInput = z.strictObject({
  kind: z.enum(RESOURCE_KINDS).describe("What to list"),
  listenerId: listenerId.optional().describe("The listener that something is chosen for: what fits it comes first"),
  ...placeInput,
  project: z.string().max(63).default("").describe("The log project, where its logstores are listed"),
  healthOf: z.array(z.string().max(128)).max(100).optional().describe("Server groups whose health to read"),
  bound: z
    .boolean()
    .optional()
    .describe("Whether to tell which listeners hold a certificate, a call for each listener; false unless given"),
});

type Asked = z.output<typeof listResourcesInput>;

/** What a listener can be given: people choose it from here instead of pasting its id. */
export const listResources: SingleFunction = {
  name: "listResources",
  area: "find",
  summary: "List what a listener can use: server groups, certificates, CAs, TLS policies, VPCs, log projects.",
  permissions: [
    "alb:GetListenerAttribute",
    "alb:GetListenerHealthStatus",
    "alb:GetLoadBalancerAttribute",
    "alb:ListListenerCertificates",
    "alb:ListListeners",
    "alb:ListLoadBalancers",
    "alb:ListSecurityPolicies",
    "alb:ListServerGroups",
    "alb:ListSystemSecurityPolicies",
    ...CA_PERMISSIONS,
    "yundun-cert:ListUserCertificateOrder",
    "log:ListProject",
    "log:ListLogStores",
  ],
  elsewhere: true,
  timeout: 120,
  input: listResourcesInput,
  takes: "a kind of resource and, if something is to be chosen for one, a listener",
  returns:
    "`resources`, those that fit the listener first and for the others `unfit`, the reasons; `loadBalancerId`, the instance of that listener",
  example: { kind: "serverGroups", listenerId: "lsn-demo4u54y73wq7b" },
};

/** Lists all pages. Changes nothing. */
export const handler: Handler<ResourceList> = async (event, context) => {
  const given = jsonEvent(event);
  const input = takeInput(listResourcesInput, given);
  const { clients: home, calls } = countedClients(sessionOf(context));
  const { kind, listenerId } = input;
  const clients = clientsAt(home, placeIn(input, home));
  const asked = listenerId === undefined ? undefined : await askedListener(clients, listenerId);
  const resources = await LISTS[kind](clients, asked, input);
  const places = new Map(resources.map((resource) => [resource, placeOf(resource)]));
  resources.sort((one, other) => ((places.get(one) ?? "") < (places.get(other) ?? "") ? -1 : 1));
  return { resources, loadBalancerId: asked?.listener.LoadBalancerId ?? "", apiCalls: calls() };
};

type List = (clients: Clients, asked: AskedListener | undefined, event: Asked) => Promise<ListedResource[]>;

const LISTS: Record<ResourceKind, List> = {
  serverGroups: (clients, asked, { healthOf = [] }) => serverGroupList(clients, asked, healthOf),
  storedCertificates: (clients, asked, { bound = false }) => listStoredCertificates(clients, asked, bound),
  caCertificates: listCaCertificates,
  tlsPolicies: listTlsPolicies,
  vpcs: listVpcs,
  logProjects: async ({ log }) => named(await log.names()),
  logstores: async ({ log }, _asked, { project }) => named(project === "" ? [] : await log.names(project)),
};

/** What has nothing but a name. */
function named(names: string[]): ListedResource[] {
  return names.map((name) => ({ id: name, name, isUsed: false, unfit: [] }));
}

import { entryNamed } from "../../../core/entryNamed.ts";
import { flowNameOf } from "../../../core/flowDefinition.ts";
import { nameAt, type Place, placeIn } from "../../../platform/place.ts";
import {
  isMeant,
  isOfUse,
  type ListedResource,
  placeOf,
  type ResourceKind,
  type ResourceList,
  type Use,
} from "../../inventory/resources/listedResource.ts";
import { type ApiCall, type ApiHandler, demand } from "../apiCall.ts";
import { allows, allowsAt, type Identity, UNKNOWN } from "../authentication/identity.ts";
import { listPage } from "../listPage.ts";
import { readShared } from "../sharedReads.ts";
import { hasInstance } from "../touchesOf.ts";

/** `GET /server-groups` and the other lists of what a listener can use, by the names of their requests. */
export const resourceHandlers: Record<string, ApiHandler> = {
  listServerGroups: lists("serverGroups"),
  listStoredCertificates: lists("storedCertificates"),
  listCaCertificates: lists("caCertificates"),
  listTlsPolicies: lists("tlsPolicies"),
  listVpcs: lists("vpcs"),
  listLogProjects: lists("logProjects"),
  listLogstores: lists("logstores"),
};

/** What the queries of all lists may hold, as the contract has it. */
interface Query {
  region?: string;
  account?: string;
  listenerId?: string;
  search?: string;
  vpcId?: string;
  health?: boolean;
  use?: Use;
}

/** A page of a list: of what the caller may see, and of what the listener uses that they ask about. */
function lists(kind: ResourceKind): ApiHandler {
  return async (call) => {
    const { identity, path, deployed } = call;
    const { listenerId, search = "", vpcId, health, use, region, account } = call.query as Query;
    const place = placeIn(call.query, deployed);
    demand(call, "view");
    if (!allowsAt(identity, "view", place)) demand(call, "view", { touches: [nameAt(place, UNKNOWN)] });
    if (listenerId !== undefined && !hasInstance(identity))
      demand(call, "view", { touches: [nameAt(place, listenerId)] });
    const { project } = path;
    if (project !== undefined)
      demand(call, "view", { touches: [nameAt(place, entryOf("logProjects", { id: project, name: project }))] });
    const event = {
      kind,
      ...(region === undefined ? {} : { region }),
      ...(account === undefined ? {} : { account }),
      ...(listenerId === undefined ? {} : { listenerId }),
      ...(project === undefined ? {} : { project }),
      ...(use === "bound" || use === "unbound" ? { bound: true } : {}),
    };
    const { resources, loadBalancerId, readAt } = await asked(call, event);
    if (listenerId !== undefined) demand(call, "view", { touches: [nameAt(place, `${loadBalancerId}/${listenerId}`)] });
    const meant = resources
      .flatMap((resource) => visible(identity, kind, resource, place))
      .filter((resource) => isMeant(resource, search) && isThere(resource, vpcId) && isOfUse(resource, use));
    const { rows: page, nextCursor } = listPage(call, meant, placeOf, 50);
    const rows = health === true ? await withHealth(call, event, page) : page;
    return { status: 200, body: { [kind]: rows, total: meant.length, nextCursor, readAt } };
  };
}

/** The health of a page's server groups alone, as it costs a call for each listener in front of them. */
async function withHealth(call: ApiCall, event: object, page: ListedResource[]): Promise<ListedResource[]> {
  if (page.length === 0) return page;
  const { resources } = await asked(call, { ...event, healthOf: page.map(({ id }) => id) });
  return page.map((row) => resources.find(({ id }) => id === row.id) ?? row);
}

async function asked({ deployed, charge }: ApiCall, event: object) {
  const name = flowNameOf(deployed.prefix, "listResources");
  const read = async () => (await deployed.functions.invoke(name, event)) as ResourceList;
  return readShared([name, event], read, charge);
}

/** What of a resource somebody may see: nothing, or all of it but whom else it belongs to. */
function visible(
  identity: Identity,
  kind: ResourceKind,
  resource: ListedResource,
  place: Place | undefined,
): ListedResource[] {
  const sees = (name: string) => allows(identity, "view", { touches: [nameAt(place, name)] });
  if (sees(UNKNOWN)) return [resource];
  if (kind === "vpcs" && "loadBalancers" in resource) {
    const loadBalancers = resource.loadBalancers.filter(({ id }) => sees(id));
    return loadBalancers.length === 0 && !resource.isUsed ? [] : [{ ...resource, loadBalancers }];
  }
  const isOpen = resource.isUsed || kind === "logstores" || ("isSystem" in resource && resource.isSystem);
  if (!isOpen && !sees(entryOf(kind, resource))) return [];
  return [
    {
      ...resource,
      ...("loadBalancerIds" in resource ? { loadBalancerIds: resource.loadBalancerIds.filter((id) => sees(id)) } : {}),
      ...("boundTo" in resource ? { boundTo: resource.boundTo?.filter((id) => sees(id)) ?? [] } : {}),
    },
  ];
}

/** What grants name it by. */
function entryOf(kind: ResourceKind, { id, name }: Pick<ListedResource, "id" | "name">): string {
  if (kind === "serverGroups") return entryNamed(id, `sgp=${name}`);
  if (kind === "tlsPolicies") return entryNamed(id, `tls=${name}`);
  return entryNamed("", kind === "logProjects" ? `log=${name}` : `cert=${id}`);
}

function isThere(resource: ListedResource, vpcId: string | undefined): boolean {
  return vpcId === undefined || !("vpcId" in resource) || resource.vpcId === vpcId;
}

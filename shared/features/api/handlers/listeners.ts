import { flowNameOf, LOCK, operationOf } from "../../../core/flowDefinition.ts";
import { holderOf } from "../../../core/lock.ts";
import { AlbflowError } from "../../../platform/errors.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import type { CertificateList } from "../../inventory/certificateStatus.ts";
import type { ListenerList } from "../../inventory/listedListener.ts";
import type { Changing, ListenerDescription } from "../../inventory/listenerDescription.ts";
import { type ApiCall, type ApiHandler, demand } from "../apiCall.ts";
import { allows, type Identity, UNKNOWN } from "../authentication/identity.ts";
import { listPage, placeOfNumber } from "../listPage.ts";
import { type DatedRead, readShared } from "../sharedReads.ts";
import { hasInstance } from "../touchesOf.ts";

/** `GET /listeners`: the listeners that the caller may see, by region and instance. */
export const listListeners: ApiHandler = async (call) => {
  const { listeners, ...list } = await visibleListeners(call, whatIsListed(call));
  const { rows, nextCursor } = listPage(
    call,
    listeners,
    ({ region, loadBalancerId, port, listenerId }) =>
      `${region} ${loadBalancerId} ${placeOfNumber(port)} ${listenerId}`,
  );
  return { status: 200, body: { listeners: rows, nextCursor, ...list } };
};

/** Which page of the list is wanted is no question to the cloud: all pages are cut from one answer. */
function whatIsListed({ query }: ApiCall): Listed {
  const { limit: _, cursor: __, ...listed } = query;
  return listed;
}

/** `GET /listeners/{id}`: everything about one, what clients are served included. */
export const describeListener: ApiHandler = async (call) => {
  const { deployed, path, identity } = call;
  const listenerId = path.id ?? "";
  // A grant for its instance is enough, and which that is has to be looked up.
  if (!hasInstance(identity)) demand(call, "view", { touches: [listenerId] });
  const body = (await deployed.functions.invoke(flowNameOf(deployed.prefix, "describeListener"), {
    listenerId,
    ...call.query,
  })) as ListenerDescription;
  if (!allows(identity, "view", { touches: [listenerId] })) {
    demand(call, "view", { touches: [`${body.loadBalancer.LoadBalancerId}/${listenerId}`] });
  }
  return { status: 200, body: { ...body, changing: await changingOf(call, listenerId) } };
};

/** The execution that works on a listener now; null where none does, or nobody can tell. */
async function changingOf({ deployed, charge }: ApiCall, listenerId: string): Promise<Changing | null> {
  const { cloudFlow, prefix } = deployed;
  const read = async () => ({
    holder: await holderOf(cloudFlow, flowNameOf(prefix, LOCK.name), listenerId),
    apiCalls: 2,
  });
  try {
    const { holder } = await readShared(["changing", prefix, listenerId], read, charge);
    if (holder === undefined) return null;
    return { operation: operationOf(prefix, holder.flow), execution: holder.execution };
  } catch (error) {
    if (error instanceof AlbflowError) return null;
    throw error;
  }
}

/** `GET /certificates`: what the listeners hold that the caller may see, by certificate, the next to expire first. */
export const listCertificates: ApiHandler = async (call) => {
  const { identity } = call;
  const query = whatIsListed(call);
  const { listeners: seen, ...listed } = await visibleListeners(call, { ...query, certificates: false });
  if (seen.length === 0) return { status: 200, body: { certificates: [], nextCursor: null, ...listed } };
  const ids = new Set(seen.map(({ listenerId }) => listenerId));
  const { certificates, unavailable, readAt } = await asked<CertificateList>(call, "listCertificates", query);
  const visible = certificates.flatMap((certificate) => {
    const listeners = certificate.listeners.filter(
      ({ listenerId }) => ids.has(listenerId) || allows(identity, "view", { touches: [listenerId] }),
    );
    return listeners.length === 0 ? [] : [{ ...certificate, listeners }];
  });
  const { rows, nextCursor } = listPage(call, visible, ({ notAfter, id }) => `${placeOfNumber(notAfter)} ${id}`);
  const body = { certificates: rows, nextCursor, unavailable: unavailableFor(identity, unavailable), readAt };
  return { status: 200, body };
};

/**
 * The listeners that the caller may see. Whose grants are not for everything has the list cut to theirs first, and only then
 * anything read that costs a call for each.
 */
async function visibleListeners(call: ApiCall, event: Listed): Promise<Omit<ListenerList, "apiCalls"> & DatedRead> {
  const { identity } = call;
  demand(call, "view");
  const cut = ({ listeners, unavailable, readAt }: ListenerList & DatedRead) => ({
    listeners: listeners.filter(({ loadBalancerId, listenerId }) =>
      allows(identity, "view", { touches: [`${loadBalancerId}/${listenerId}`] }),
    ),
    unavailable: unavailableFor(identity, unavailable),
    readAt,
  });
  const seesAll = allows(identity, "view", { touches: [UNKNOWN] });
  if (seesAll || event.certificates === false) return cut(await asked<ListenerList>(call, "listListeners", event));
  const { health: _, ...cheap } = event;
  const { listeners, ...rest } = cut(
    await asked<ListenerList>(call, "listListeners", { ...cheap, certificates: false }),
  );
  if (listeners.length === 0) return { listeners, ...rest };
  const listenerIds = listeners.map(({ listenerId }) => listenerId);
  const only = listenerIds.length > MOST_NAMED ? {} : { listenerIds };
  return cut(await asked<ListenerList>(call, "listListeners", { ...event, ...only }));
}

/** The cloud's own reason may name what somebody must not see: it is for those who see everything. */
function unavailableFor(identity: Identity, unavailable: ListenerList["unavailable"]): ListenerList["unavailable"] {
  if (allows(identity, "view", { touches: [UNKNOWN] })) return unavailable;
  return unavailable.map(({ region }) => ({ region, reason: reason("not-all-readable") }));
}

/** What listListeners takes. */
type Listed = { certificates?: unknown; health?: unknown; [field: string]: unknown };

/** As many listeners as listListeners takes by name. */
const MOST_NAMED = 100;

/** What a function answers, or has answered just now to somebody else who asked the same. */
async function asked<Value extends { apiCalls: number }>(
  { deployed, charge }: ApiCall,
  name: string,
  event: object,
): Promise<Value & DatedRead> {
  const read = async () => (await deployed.functions.invoke(flowNameOf(deployed.prefix, name), event)) as Value;
  return readShared([deployed.prefix, name, event], read, charge);
}

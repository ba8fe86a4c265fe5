import { allows } from "../../access/identity.ts";
import { flowNameOf } from "../../flowDefinition.ts";
import { type ApiCall, type ApiHandler, demand } from "../apiCall.ts";

/** `GET /listeners`: the listeners that the caller may see. */
export const listListeners: ApiHandler = async (call) => {
  const list = await visibleListeners(call, call.query);
  return { status: 200, body: list };
};

/** `GET /listeners/{id}`: everything about one, what clients are served included. */
export const describeListener: ApiHandler = async (call) => {
  const { deployed, path } = call;
  const listenerId = path.id ?? "";
  demand(call, "view", { listenerId });
  const body = await deployed.functions.invoke(flowNameOf(deployed.prefix, "describeListener"), {
    listenerId,
    ...call.query,
  });
  return { status: 200, body: body as object };
};

/** `GET /certificates`: what the listeners hold that the caller may see, by certificate, the next to expire first. */
export const listCertificates: ApiHandler = async (call) => {
  const { listeners, unread } = await visibleListeners(call, call.query);
  const byId = new Map<string, HeldCertificate>();
  for (const { listenerId, certificates } of listeners) {
    for (const { id, names, daysLeft, isDefault } of certificates) {
      const known = byId.get(id) ?? { id, names, daysLeft, listeners: [] };
      byId.set(id, { ...known, listeners: [...known.listeners, { listenerId, isDefault }] });
    }
  }
  const certificates = [...byId.values()].sort((one, other) => one.daysLeft - other.daysLeft);
  return { status: 200, body: { certificates, unread } };
};

interface HeldCertificate {
  id: string;
  names: string[];
  daysLeft: number;
  listeners: { listenerId: string; isDefault: boolean }[];
}

/** What the function `listListeners` tells, as far as it matters here. */
interface ListenerList {
  listeners: { listenerId: string; certificates: (Omit<HeldCertificate, "listeners"> & { isDefault: boolean })[] }[];
  unread: object[];
}

async function visibleListeners(call: ApiCall, event: object): Promise<ListenerList> {
  const { deployed, identity } = call;
  demand(call, "view");
  const name = flowNameOf(deployed.prefix, "listListeners");
  const { listeners, unread } = (await deployed.functions.invoke(name, event)) as ListenerList;
  return { listeners: listeners.filter(({ listenerId }) => allows(identity, "view", { listenerId })), unread };
}

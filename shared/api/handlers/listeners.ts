import { allows } from "../../access/identity.ts";
import { flowNameOf } from "../../flowDefinition.ts";
import type { CertificateList } from "../../listing/listedFate.ts";
import type { ListenerList } from "../../listing/listedListener.ts";
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
  const { deployed, identity, query } = call;
  demand(call, "view");
  const name = flowNameOf(deployed.prefix, "listCertificates");
  const { certificates, unread } = (await deployed.functions.invoke(name, query)) as CertificateList;
  const visible = certificates.flatMap((certificate) => {
    const listeners = certificate.listeners.filter(({ listenerId }) => allows(identity, "view", { listenerId }));
    return listeners.length === 0 ? [] : [{ ...certificate, listeners }];
  });
  return { status: 200, body: { certificates: visible, unread } };
};

async function visibleListeners(call: ApiCall, event: object): Promise<Omit<ListenerList, "apiCalls">> {
  const { deployed, identity } = call;
  demand(call, "view");
  const name = flowNameOf(deployed.prefix, "listListeners");
  const { listeners, unread } = (await deployed.functions.invoke(name, event)) as ListenerList;
  return { listeners: listeners.filter(({ listenerId }) => allows(identity, "view", { listenerId })), unread };
}

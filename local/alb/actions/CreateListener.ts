import { newId } from "../../rpc/ids.ts";
import type { AlbAction } from "../call.ts";
import { boundCertificate, checkListener, requireCaCertificates } from "../listenerRules.ts";
import { writableLoadBalancer } from "../lookups.ts";
import { quotaFor } from "../quotas.ts";
import { type Listener, listenerRow } from "../rows.ts";
import { schedule } from "../schedule.ts";
import { socketOf } from "../state.ts";
import { putTags, type SentTag } from "../tags.ts";

type Parameters = Partial<Omit<Listener, "Certificates" | "CaCertificates">> &
  Pick<Listener, "LoadBalancerId" | "ListenerProtocol" | "ListenerPort" | "DefaultActions"> & {
    Certificates?: { CertificateId?: string }[];
    CaCertificates?: { CertificateId?: string }[];
    Tag?: SentTag[];
  };

/** A listener: Provisioning, then Running. Its protocol and port are for life. */
export const createListener: AlbAction<Parameters> = (state, { Tag, ...parameters }, call) => {
  const loadBalancer = writableLoadBalancer(state, parameters.LoadBalancerId, call);
  const ids = (sent: { CertificateId?: string }[] = []) => sent.flatMap(({ CertificateId }) => CertificateId ?? []);
  // alb.md U2 for Update; the same is assumed here.
  const isHttp = parameters.ListenerProtocol === "HTTP";
  if (isHttp && ids(parameters.Certificates).length > 0) throw call.error("OperationDenied.HttpListenerNotSupport");
  if (!isHttp && ids(parameters.Certificates).length === 0) throw call.error("InvalidParameter");
  const listener = listenerRow.parse({
    ...parameters,
    ListenerId: newId("lsn", call.random),
    Certificates: ids(parameters.Certificates).map((id) => ({ CertificateId: boundCertificate(id, call) })),
    CaCertificates: ids(parameters.CaCertificates).map((CertificateId) => ({ CertificateId })),
  });
  requireCaCertificates(listener.CaCertificates, call);
  if (state.listeners.by("socket", socketOf(listener)).length > 0) {
    throw call.error("ResourceAlreadyExist.Listener", listener.ListenerPort);
  }
  const usage = state.listeners.by("loadBalancer", loadBalancer.LoadBalancerId).length;
  const quota = quotaFor(loadBalancer, call.quotas.listeners);
  if (usage >= quota) {
    const name = "alb_quota_loadbalancer_listeners_num";
    throw call.error("ResourceQuotaExceeded.LoadBalancerListenersNum", name, loadBalancer.LoadBalancerId, usage, quota);
  }
  checkListener(state, listener, loadBalancer, () => true, call);
  const { ListenerId } = listener;
  const job = schedule(state, call, {
    resource: { type: "listener", id: ListenerId },
    operate: "Create",
    edits: [
      {
        table: "listeners",
        id: ListenerId,
        during: { ...listener, ListenerStatus: "Provisioning" },
        after: listener,
      },
    ],
  });
  putTags(state, "listener", ListenerId, Tag);
  return { ...job, ListenerId };
};

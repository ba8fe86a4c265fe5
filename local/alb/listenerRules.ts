import type { AlbCall } from "./call.ts";
import { requireSecurityPolicy, serverGroupOf } from "./lookups.ts";
import { quotaFor } from "./quotas.ts";
import type { AlbState, Listener, LoadBalancer } from "./rows.ts";
import type { ServerGroup } from "./serverGroupRow.ts";
import { serverGroupsOfListener } from "./state.ts";
import { serverGroupsOn } from "./views.ts";

/**
 * What every listener must be, whether it is being created or updated: the rules between editions, protocols, server
 * groups, policies and QUIC links (alb.md §5). Throws the first broken one. `changed` names the members that the call
 * sends.
 */
export function checkListener(
  state: AlbState,
  listener: Listener,
  loadBalancer: LoadBalancer,
  changed: (member: string) => boolean,
  call: AlbCall,
) {
  if (listener.CaEnabled && changed("CaEnabled")) checkMutualTls(listener, loadBalancer, call);
  if (changed("SecurityPolicyId")) checkSecurityPolicy(state, listener, call);
  if (changed("DefaultActions")) {
    for (const id of serverGroupsOfListener(listener)) {
      checkServerGroup(serverGroupOf(state, id, call), listener, loadBalancer, call);
    }
    checkServersQuota(state, loadBalancer, serverGroupsOfListener(listener), call);
  }
  if (changed("QuicConfig")) checkQuicLink(state, listener, call);
}

/** May this listener, or a rule of it, forward to the group? */
export function checkServerGroup(
  group: ServerGroup,
  listener: Pick<Listener, "ListenerProtocol">,
  loadBalancer: LoadBalancer,
  call: AlbCall,
) {
  const id = group.ServerGroupId;
  if (group.VpcId !== undefined && group.VpcId !== loadBalancer.VpcId) {
    throw call.error("Mismatch.VpcId", "VpcId", id, loadBalancer.LoadBalancerId);
  }
  if (group.Protocol === "gRPC" && listener.ListenerProtocol === "HTTP") {
    throw call.error("OperationDenied.GRPCServerGroup");
  }
  if (group.Protocol === "HTTPS" && listener.ListenerProtocol !== "HTTPS") {
    throw call.error("OperationDenied.ServerGroupProtocolNotSupport");
  }
  if (loadBalancer.LoadBalancerEdition !== "Basic") return;
  if (group.Protocol === "HTTPS") throw call.error("UnsupportedFeature.FullTraceHttps");
  if (group.ConnectionDrainConfig.ConnectionDrainEnabled) {
    throw call.error("Mismatch.LoadBalancerEditionAndConnectionDrain", "LoadBalancerEdition", "ConnectionDrain");
  }
  if (group.SlowStartConfig.SlowStartEnabled) {
    throw call.error("Mismatch.LoadBalancerEditionAndSlowStartEnable", "LoadBalancerEdition", "SlowStartEnable");
  }
}

/** Would the servers behind the load balancer, those of `added` groups and `more` included, exceed its quota? */
export function checkServersQuota(
  state: AlbState,
  loadBalancer: LoadBalancer,
  added: string[],
  call: AlbCall,
  more = 0,
) {
  const groups = new Set([...serverGroupsOn(state, loadBalancer.LoadBalancerId), ...added]);
  const usage = [...groups].reduce((sum, id) => sum + (state.serverGroups.get(id)?.Servers.length ?? 0), more);
  const quota = quotaFor(loadBalancer, call.quotas.servers);
  if (usage <= quota) return;
  const { LoadBalancerId } = loadBalancer;
  throw call.error(
    "ResourceQuotaExceeded.LoadBalancerServersNum",
    "alb_quota_loadbalancer_servers_num",
    LoadBalancerId,
    usage,
    quota,
  );
}

/** A certificate id as the listener will show it: CAS's own, with the suffix of its site (alb.md U6). */
export function boundCertificate(id: string, call: AlbCall): string {
  const certificate = call.certificate(id);
  const isBare = !id.includes("-");
  if (certificate === undefined || (isBare && call.isFound("bare-id", "refused"))) {
    throw call.error("ResourceNotFound.Certificate", id);
  }
  return certificate.certificateId;
}

/** CA certificates exist in the private-CA service. */
export function requireCaCertificates(certificates: { CertificateId: string }[], call: AlbCall) {
  for (const { CertificateId } of certificates) {
    if (call.caCertificate(CertificateId) === undefined)
      throw call.error("ResourceNotFound.Certificate", CertificateId);
  }
}

// alb.md U2: neither code is documented.
function checkMutualTls(listener: Listener, loadBalancer: LoadBalancer, call: AlbCall) {
  if (listener.ListenerProtocol !== "HTTPS") throw call.error("InvalidParameter");
  if (loadBalancer.LoadBalancerEdition === "Basic") throw call.error("UnsupportedFeature.MutualTls");
}

function checkSecurityPolicy(state: AlbState, listener: Listener, call: AlbCall) {
  const id = listener.SecurityPolicyId;
  if (id === undefined) return;
  if (listener.ListenerProtocol !== "HTTPS") throw call.error("InvalidParameter"); // alb.md U2
  requireSecurityPolicy(state, id, call);
  const others = state.listeners.by("securityPolicy", id).filter((other) => other.ListenerId !== listener.ListenerId);
  const quota = call.quotas.listenersPerSecurityPolicy;
  if (state.securityPolicies.get(id) === undefined || others.length < quota) return;
  const name = "alb_quota_security_policy_attached_num";
  throw call.error("ResourceQuotaExceeded.SecurityPolicyAttachedNum", name, id, others.length, quota);
}

/** A QUIC listener of the same load balancer, linked from no other HTTPS listener (alb.md §5). */
function checkQuicLink(state: AlbState, listener: Listener, call: AlbCall) {
  const id = listener.QuicConfig.QuicListenerId;
  if (id === undefined) return;
  if (listener.ListenerProtocol !== "HTTPS") throw call.error("InvalidParameter");
  const quic = state.listeners.get(id);
  if (quic === undefined) throw call.error("ResourceNotFound.Listener", id);
  if (quic.LoadBalancerId !== listener.LoadBalancerId)
    throw call.error("OperationDenied.CrossLoadBalancerQUICListener");
  if (quic.ListenerProtocol !== "QUIC") throw call.error("InvalidParameter");
  const linked = state.listeners.by("quicListener", id).some((other) => other.ListenerId !== listener.ListenerId);
  if (linked) throw call.error("ResourceAlreadyAssociated.Listener", id);
}

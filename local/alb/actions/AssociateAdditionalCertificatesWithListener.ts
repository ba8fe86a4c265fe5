import type { AlbAction } from "../call.ts";
import { changeListener } from "../changeListener.ts";
import { boundCertificate } from "../listenerRules.ts";
import { loadBalancerOf, writableListener } from "../lookups.ts";
import { quotaFor } from "../quotas.ts";

interface Parameters {
  ListenerId: string;
  Certificates: { CertificateId: string }[];
}

/** Certificates beside the default one; they count against the load balancer, once per listener (alb.md §7.2). */
export const associateAdditionalCertificatesWithListener: AlbAction<Parameters> = (state, parameters, call) => {
  const listener = writableListener(state, parameters.ListenerId, call);
  if (listener.ListenerProtocol === "HTTP") throw call.error("OperationDenied.HttpListenerNotSupport");
  if (listener.Certificates.length === 0) throw call.error("OperationFailed.DefaultCertificateNotFound");
  const added = [...new Set(parameters.Certificates.map(({ CertificateId }) => boundCertificate(CertificateId, call)))];
  for (const id of added) {
    // alb.md U14
    if (listener.Certificates.some((bound) => bound.CertificateId === id)) {
      throw call.error("OperationDenied.DefaultCertificateUsed");
    }
    if (listener.AdditionalCertificates.some((bound) => bound.CertificateId === id)) {
      throw call.error("ResourceAlreadyAssociated.Certificate", id);
    }
  }
  const loadBalancer = loadBalancerOf(state, listener.LoadBalancerId, call);
  const usage = state.listeners
    .by("loadBalancer", listener.LoadBalancerId)
    .reduce((sum, other) => sum + other.AdditionalCertificates.length, 0);
  const quota = quotaFor(loadBalancer, call.quotas.additionalCertificates);
  if (usage + added.length > quota) {
    const edition = loadBalancer.LoadBalancerEdition.toLowerCase();
    throw call.error(
      "ResourceQuotaExceeded.LoadBalancerCertificatesNum",
      `alb_quota_loadbalancer_certificates_num_${edition}_edition`,
      loadBalancer.LoadBalancerId,
      usage,
      quota,
    );
  }
  const bound = (Status: "Associating" | "Associated") => ({
    ...listener,
    AdditionalCertificates: [
      ...listener.AdditionalCertificates,
      ...added.map((CertificateId) => ({ CertificateId, Status })),
    ],
  });
  return changeListener(state, call, bound("Associating"), bound("Associated"));
};

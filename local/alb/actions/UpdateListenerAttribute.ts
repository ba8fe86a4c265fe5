import { X509Certificate } from "node:crypto";
import type { AlbAction, AlbCall } from "../call.ts";
import { changeListener } from "../changeListener.ts";
import { boundCertificate, checkListener, requireCaCertificates } from "../listenerRules.ts";
import { loadBalancerOf, writableListener } from "../lookups.ts";
import type { Listener } from "../rows.ts";

type Parameters = Partial<
  Pick<
    Listener,
    | "ListenerDescription"
    | "RequestTimeout"
    | "IdleTimeout"
    | "GzipEnabled"
    | "Http2Enabled"
    | "SecurityPolicyId"
    | "CaEnabled"
    | "DefaultActions"
  >
> & {
  ListenerId: string;
  Certificates?: { CertificateId?: string }[];
  CaCertificates?: { CertificateId?: string }[];
  XForwardedForConfig?: Partial<Listener["XForwardedForConfig"]>;
  QuicConfig?: Partial<Listener["QuicConfig"]>;
};

/**
 * What is left out stays; what is sent is replaced whole: the default certificate, the default action (alb.md §1.9).
 * A replaced default certificate leaves the listener at once (alb.md U15).
 */
export const updateListenerAttribute: AlbAction<Parameters> = (state, parameters, call) => {
  const { ListenerId, Certificates, CaCertificates, XForwardedForConfig, QuicConfig, ...plain } = parameters;
  const listener = writableListener(state, ListenerId, call);
  const isStopped = listener.ListenerStatus === "Stopped";
  if (isStopped && call.isFound("update-stopped", "refused")) {
    throw call.error("IncorrectStatus.Listener", ListenerId, "Stopped");
  }
  const certificates = Certificates === undefined ? undefined : newCertificates(listener, Certificates, call);
  const caCertificates = CaCertificates?.flatMap(({ CertificateId }) => CertificateId ?? []);
  const updated: Listener = {
    ...listener,
    ...plain,
    XForwardedForConfig: { ...listener.XForwardedForConfig, ...XForwardedForConfig },
    QuicConfig: { ...listener.QuicConfig, ...QuicConfig },
    Certificates:
      certificates?.map((CertificateId) => ({ CertificateId, Status: "Associated" })) ?? listener.Certificates,
    CaCertificates:
      caCertificates?.map((CertificateId) => ({ CertificateId, Status: "Associated" })) ?? listener.CaCertificates,
    AdditionalCertificates: additionalAfter(listener, certificates, call),
    ...(isStopped && call.isFound("update-stopped", "started by it") ? { ListenerStatus: "Running" } : {}),
  };
  if (caCertificates !== undefined) requireCaCertificates(updated.CaCertificates, call);
  if (!updated.QuicConfig.QuicUpgradeEnabled) updated.QuicConfig = { QuicUpgradeEnabled: false };
  const loadBalancer = loadBalancerOf(state, listener.LoadBalancerId, call);
  checkListener(state, updated, loadBalancer, (member) => Object.hasOwn(parameters, member), call);
  const during: Listener = {
    ...updated,
    Certificates: associating(updated.Certificates, listener.Certificates),
    CaCertificates: associating(updated.CaCertificates, listener.CaCertificates),
  };
  const changesTls = Certificates !== undefined || CaCertificates !== undefined || plain.CaEnabled !== undefined;
  return changeListener(state, call, during, updated, {
    lasts: changesTls ? "AssociateAdditionalCertificatesWithListener" : "UpdateListenerAttribute",
  });
};

function newCertificates(listener: Listener, sent: { CertificateId?: string }[], call: AlbCall): string[] {
  if (listener.ListenerProtocol === "HTTP") throw call.error("OperationDenied.HttpListenerNotSupport"); // alb.md U2
  const ids = sent.flatMap(({ CertificateId }) =>
    CertificateId === undefined ? [] : boundCertificate(CertificateId, call),
  );
  const [first, second] = ids;
  // One, or an RSA and an ECC certificate (real-cloud.md CB5); two of one kind are neither, nor is none.
  if (first === undefined) throw call.error("InvalidParameter");
  if (second !== undefined && isRsa(first, call) === isRsa(second, call)) throw call.error("InvalidParameter");
  for (const id of ids) {
    // alb.md U14: a direct promotion of an additional certificate is refused.
    const isAdditional = listener.AdditionalCertificates.some((bound) => bound.CertificateId === id);
    if (isAdditional && !call.isFound("promote-additional", "taken")) {
      throw call.error("ResourceAlreadyAssociated.Certificate", id);
    }
  }
  return ids;
}

/** What is additional afterwards: the same, unless it was found that promotion is allowed, or that replaced defaults stay. */
function additionalAfter(
  { Certificates, AdditionalCertificates }: Listener,
  defaults: string[] | undefined,
  call: AlbCall,
): Listener["AdditionalCertificates"] {
  if (defaults === undefined) return AdditionalCertificates;
  const replaced = Certificates.filter(({ CertificateId }) => !defaults.includes(CertificateId));
  const stays = call.isFound("replaced-default", "stays as an additional one");
  const kept = AdditionalCertificates.filter(({ CertificateId }) => !defaults.includes(CertificateId));
  return stays ? [...kept, ...replaced] : kept;
}

function isRsa(id: string, call: AlbCall): boolean {
  const pem = call.certificate(id)?.certificatePem;
  return pem !== undefined && new X509Certificate(pem).publicKey.asymmetricKeyType === "rsa";
}

function associating(bound: Listener["Certificates"], before: Listener["Certificates"]): Listener["Certificates"] {
  return bound.map((relation) =>
    before.some((other) => other.CertificateId === relation.CertificateId)
      ? relation
      : { ...relation, Status: "Associating" },
  );
}

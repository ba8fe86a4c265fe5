import type { AlbAction } from "../call.ts";
import { changeListener } from "../changeListener.ts";
import { writableListener } from "../lookups.ts";

interface Parameters {
  ListenerId: string;
  Certificates: { CertificateId: string }[];
}

/** Compares ids exactly as ListListenerCertificates shows them: the bare number is "not associated" (alb.md U6). */
export const dissociateAdditionalCertificatesFromListener: AlbAction<Parameters> = (state, parameters, call) => {
  const listener = writableListener(state, parameters.ListenerId, call);
  if (listener.ListenerProtocol === "HTTP") throw call.error("OperationDenied.HttpListenerNotSupport");
  const removed = new Set(parameters.Certificates.map(({ CertificateId }) => CertificateId));
  for (const id of removed) {
    if (listener.Certificates.some((bound) => bound.CertificateId === id)) {
      throw call.error("OperationDenied.DefaultCertificateUsed");
    }
    if (!listener.AdditionalCertificates.some((bound) => bound.CertificateId === id)) {
      throw call.error("ResourceNotAssociated.Certificate", id);
    }
  }
  const during: typeof listener.AdditionalCertificates = listener.AdditionalCertificates.map((bound) =>
    removed.has(bound.CertificateId) ? { ...bound, Status: "Diassociating" } : bound,
  );
  const after = listener.AdditionalCertificates.filter((bound) => !removed.has(bound.CertificateId));
  const holding = (AdditionalCertificates: typeof during) => ({ ...listener, AdditionalCertificates });
  return changeListener(state, call, holding(during), holding(after), { leaving: [...removed] });
};

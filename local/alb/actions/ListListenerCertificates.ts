import { type Paging, pageOfList } from "../../rpc/paging.ts";
import type { AlbAction } from "../call.ts";
import { listenerOf } from "../lookups.ts";

interface Parameters extends Paging {
  ListenerId: string;
  CertificateType?: "Ca" | "Server";
  CertificateIds?: string[];
}

/** Default, additional and CA certificates, each with the status of its relation. */
export const listListenerCertificates: AlbAction<Parameters> = (state, parameters, call) => {
  const listener = listenerOf(state, parameters.ListenerId, call);
  if (listener.ListenerProtocol === "HTTP") throw call.error("OperationDenied.HttpListenerNotSupport");
  const certificates = [
    ...listener.Certificates.map((certificate) => ({ ...certificate, IsDefault: true, CertificateType: "Server" })),
    ...listener.AdditionalCertificates.map((certificate) => ({
      ...certificate,
      IsDefault: false,
      CertificateType: "Server",
    })),
    ...listener.CaCertificates.map((certificate) => ({ ...certificate, IsDefault: true, CertificateType: "Ca" })),
  ];
  const { CertificateType, CertificateIds } = parameters;
  const found = certificates.filter(
    (certificate) =>
      (CertificateType === undefined || certificate.CertificateType === CertificateType) &&
      (CertificateIds === undefined || CertificateIds.includes(certificate.CertificateId)),
  );
  const { rows, ...page } = pageOfList(found, parameters);
  return { ...page, Certificates: rows };
};

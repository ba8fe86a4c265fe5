import { pageOf } from "../../rpc/paging.ts";
import type { AlbAction } from "../call.ts";
import { listenerOf } from "../lookups.ts";

interface Parameters {
  ListenerId: string;
  CertificateType?: "Ca" | "Server";
  CertificateIds?: string[];
  NextToken?: string;
  MaxResults?: number;
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
  const order = { position: (id: string) => 1 + certificates.findIndex((it) => it.CertificateId === id) };
  const { rows, ...page } = pageOf(order, (certificate) => certificate.CertificateId, found, parameters);
  return { ...page, Certificates: rows };
};

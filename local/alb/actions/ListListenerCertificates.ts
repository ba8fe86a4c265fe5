import { type Paging, pageOfList } from "../../rpc/paging.ts";
import type { AlbAction } from "../call.ts";
import { listenerOf } from "../lookups.ts";
import type { AlbState, Listener } from "../rows.ts";

interface Parameters extends Paging {
  ListenerId: string;
  CertificateType?: "Ca" | "Server";
  CertificateIds?: string[];
}

/** How long ALB lists what has left a listener is not documented (real-cloud.md CR14). */
const LISTED_AFTER_LEAVING_MS = 10_000;

/**
 * Default, additional and CA certificates, each with the status of its relation. What has left the listener is listed for a
 * while, as `Dissociated`.
 */
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
    ...(call.isFound("dissociated-rows", "gone at once") ? [] : leftLately(state, listener, call.now)).map(
      (CertificateId) => ({
        CertificateId,
        Status: "Dissociated",
        IsDefault: false,
        CertificateType: "Server",
      }),
    ),
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

function leftLately(
  state: AlbState,
  { ListenerId, Certificates, AdditionalCertificates }: Listener,
  now: number,
): string[] {
  const left = state.jobs
    .by("resource", ListenerId)
    .filter(({ Status, ModifyTime }) => Status === "Succeeded" && now < ModifyTime + LISTED_AFTER_LEAVING_MS)
    .flatMap(({ Leaving = [] }) => Leaving);
  const bound = new Set([...Certificates, ...AdditionalCertificates].map(({ CertificateId }) => CertificateId));
  return [...new Set(left)].filter((id) => !bound.has(id));
}

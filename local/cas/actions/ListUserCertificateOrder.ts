import type { CasAction } from "../call.ts";
import { certificateChain, isoDay } from "../certificateFacts.ts";
import { certificatesWith, resourceId } from "../certificatesWith.ts";
import { expiryOf } from "../expiry.ts";
import { casPage } from "../paging.ts";
import type { CertificateRow } from "../rows.ts";

interface Parameters {
  Keyword?: string;
  Status?: string;
  OrderType?: "CPACK" | "BUY" | "UPLOAD" | "CERT";
  CurrentPage?: number;
  ShowSize?: number;
  ResourceGroupId?: string;
}

/**
 * Certificates, the latest first. OrderType CERT lists issued and uploaded ones, UPLOAD uploaded ones, and the default
 * CPACK orders, of which this cloud has none. Without Status only valid certificates are listed (alb.md §7.1). Keyword looks
 * into domains and resource ids, never into names (real-cloud.md CB2).
 */
export const listUserCertificateOrder: CasAction<Parameters> = (state, parameters, call) => {
  const { Keyword, Status, OrderType = "CPACK", ResourceGroupId } = parameters;
  const found = certificatesWith(state.certificates, Keyword).filter(
    (row) =>
      (OrderType === "CERT" || (OrderType === "UPLOAD" && row.Source === "upload")) &&
      (ResourceGroupId === undefined || row.ResourceGroupId === ResourceGroupId) &&
      hasStatus(row, Status, call.now),
  );
  const { shown, ...page } = casPage(found, parameters);
  return { ...page, CertificateOrderList: shown.map((row) => rowView(row, call.now)) };
};

function hasStatus(row: CertificateRow, wanted: string | undefined, now: number): boolean {
  const status = expiryOf(row, now);
  if (wanted === undefined || wanted === "ISSUED") return status !== "EXPIRED";
  return status === wanted;
}

/** No CertIdentifier and no expiry in milliseconds: those stand in the detail only. */
function rowView(row: CertificateRow, now: number): object {
  const [leaf] = certificateChain(row.Cert);
  return {
    CertificateId: row.CertId,
    Name: row.Name,
    CommonName: leaf.commonName,
    Sans: leaf.sans.join(","),
    Issuer: leaf.issuerCommonName,
    OrgName: leaf.subject.O ?? "",
    Province: leaf.subject.ST ?? "",
    City: leaf.subject.L ?? "",
    Country: leaf.subject.C ?? "",
    StartDate: isoDay(leaf.notBefore),
    EndDate: isoDay(leaf.notAfter),
    Expired: leaf.notAfter < now,
    Fingerprint: leaf.sha1,
    Sha2: leaf.sha256,
    SerialNo: leaf.serialNumber,
    Algorithm: leaf.algorithm,
    Status: expiryOf(row, now),
    Upload: row.Source === "upload",
    InstanceId: resourceId(row),
    ResourceGroupId: row.ResourceGroupId,
  };
}

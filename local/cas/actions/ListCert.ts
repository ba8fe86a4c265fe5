import type { CasAction } from "../call.ts";
import { certificateChain } from "../certificateFacts.ts";
import { casPage } from "../paging.ts";
import { type StoredCertificate, storedCertificates, warehouses } from "../warehouses.ts";

interface Parameters {
  KeyWord?: string;
  WarehouseId?: number;
  Status?: string;
  SourceType?: string;
  CertType?: string;
  CurrentPage?: number;
  ShowSize?: number;
}

/** What lies in the warehouses: with CertType=CA the identifiers that mutual TLS takes (alb.md §8). */
export const listCert: CasAction<Parameters> = (state, parameters, call) => {
  const { KeyWord, WarehouseId, Status, SourceType, CertType } = parameters;
  const found = storedCertificates(state, call.site).filter(
    (stored) =>
      (WarehouseId === undefined || stored.whId === WarehouseId) &&
      (Status === undefined || stored.status === Status) &&
      (SourceType === undefined || stored.sourceType === SourceType) &&
      (CertType === undefined || stored.certType === CertType) &&
      (KeyWord === undefined || certificateChain(stored.pem)[0].commonName.includes(KeyWord)),
  );
  const { shown, ...page } = casPage(found, parameters);
  return { ...page, CertList: shown.map(rowView) };
};

/** `BeforeDate` is when it was issued, `AfterDate` when it expires (alb.md §13.12). */
function rowView(stored: StoredCertificate): object {
  const [leaf] = certificateChain(stored.pem);
  return {
    WhId: stored.whId,
    WhInstanceId: warehouses.find((warehouse) => warehouse.WhId === stored.whId)?.InstanceId,
    Identifier: stored.identifier,
    Status: stored.status,
    SourceType: stored.sourceType,
    CertType: stored.certType,
    CommonName: leaf.commonName,
    Issuer: leaf.issuerCommonName,
    Sans: leaf.sans.join(","),
    BeforeDate: leaf.notBefore,
    AfterDate: leaf.notAfter,
    ExistPrivateKey: stored.existPrivateKey,
  };
}

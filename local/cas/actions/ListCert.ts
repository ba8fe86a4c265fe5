import type { CasAction } from "../call.ts";
import { certificateChain } from "../certificateFacts.ts";
import { casPage } from "../paging.ts";
import { type StoredCertificate, warehouseCertificates, warehouses } from "../warehouses.ts";

interface Parameters {
  KeyWord?: string;
  Identifiers?: string;
  WarehouseId?: number;
  Status?: string;
  SourceType?: string;
  CertType?: string;
  CurrentPage?: number;
  ShowSize?: number;
}

/** What lies in the warehouses: with CertType=CA the identifiers that mutual TLS takes (alb.md §8). */
export const listCert: CasAction<Parameters> = (state, parameters, call) => {
  const { KeyWord, Identifiers, WarehouseId, Status, SourceType, CertType } = parameters;
  const found = warehouseCertificates(state, call.site).filter(
    (stored) =>
      (WarehouseId === undefined || stored.whId === WarehouseId) &&
      (Status === undefined || stored.status === Status) &&
      (SourceType === undefined || stored.sourceType === SourceType) &&
      (CertType === undefined || stored.certType === CertType) &&
      (Identifiers === undefined || Identifiers.split(",").includes(stored.identifier)) &&
      (KeyWord === undefined || mentions(stored, KeyWord)),
  );
  const { shown, ...page } = casPage(found, parameters);
  return { ...page, CertList: shown.map(rowView) };
};

/** KeyWord looks at the name, the domain and the alternative names (the SDK's text). */
function mentions({ pem, name }: StoredCertificate, keyWord: string): boolean {
  const [leaf] = certificateChain(pem);
  return [name, leaf.commonName, ...leaf.sans].some((text) => text.includes(keyWord));
}

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
    SerialNo: leaf.serialNumber,
    Algorithm: leaf.algorithm,
    SignAlgorithm: leaf.signAlgorithm,
    BeforeDate: leaf.notBefore,
    AfterDate: leaf.notAfter,
    ExistPrivateKey: stored.existPrivateKey,
  };
}

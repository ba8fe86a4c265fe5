import type { CasState } from "./rows.ts";

/** The places where CAS keeps certificates; their types are fixed, so this cloud has one of each (real-cloud.md CR16). */
export const warehouses = [
  { WhId: 1, InstanceId: "cas-warehouse-ssl", Name: "Uploaded certificates", Type: "ssl" },
  { WhId: 2, InstanceId: "cas-warehouse-upload-pca", Name: "Other uploaded certificates", Type: "uploadPCA" },
  { WhId: 3, InstanceId: "cas-warehouse-aliyun-pca", Name: "Private CA", Type: "aliyunPCA" },
  {
    WhId: 4,
    InstanceId: "cas-warehouse-upload-ca",
    Name: "Uploaded CA certificates with their chains",
    Type: "uploadCA",
  },
] as const;

/** One certificate as the warehouse lists it. */
export interface StoredCertificate {
  whId: number;
  identifier: string;
  name: string;
  pem: string;
  certType: "CA" | "CERT";
  sourceType: "upload" | "aliyun";
  status: "ISSUE" | "REVOKE";
  existPrivateKey: boolean;
}

/** Everything that lies in a warehouse. */
export function warehouseCertificates(state: CasState, site: string): StoredCertificate[] {
  const servers = [...state.certificates.all()]
    .filter((row) => row.Deleted !== true)
    .map((row) => ({
      whId: 1,
      identifier: `${row.CertId}-${site}`,
      name: row.Name,
      pem: row.Cert,
      certType: "CERT" as const,
      sourceType: row.Source === "upload" ? ("upload" as const) : ("aliyun" as const),
      status: "ISSUE" as const,
      existPrivateKey: true,
    }));
  const authorities = [...state.caCertificates.all()].map((row) => ({
    whId: row.WhId ?? (row.SourceType === "upload" ? 2 : 3),
    identifier: row.Identifier,
    name: row.Name,
    pem: row.Cert,
    certType: "CA" as const,
    sourceType: row.SourceType,
    status: row.Status,
    existPrivateKey: row.ExistPrivateKey,
  }));
  return [...servers, ...authorities];
}

import type { UsedToken } from "../rpc/replay.ts";
import type { Schema, Tables } from "../rpc/store.ts";

/** A server certificate with its key. Deleted ones stay on the shelf for listeners that serve them (alb.md U23). */
export interface CertificateRow {
  CertId: number;
  Name: string;
  /** Leaf first, then the chain. */
  Cert: string;
  Key: string;
  /** The leaf's common name and its alternative names, in its order: to be searched without reading it again. */
  Domains: string[];
  /** When the leaf ends, milliseconds since 1970. */
  NotAfter: number;
  /** Uploaded, or issued by way of an order. */
  Source: "upload" | "issued";
  ResourceGroupId: string;
  Tags: { Key: string; Value: string }[];
  Deleted?: boolean;
}

/** A CA certificate of the private-CA service. */
export interface CaCertificateRow {
  Identifier: string;
  Name: string;
  Cert: string;
  ExistPrivateKey: boolean;
  /** Uploaded into the warehouse, or a private CA that this cloud keeps. */
  SourceType: "upload" | "aliyun";
  /** The warehouse that it was uploaded into. */
  WhId?: number;
  ParentIdentifier?: string;
  Status: "ISSUE" | "REVOKE";
}

/** A rollout by CAS itself. It exists in the control plane only: no listener changes. */
export interface DeploymentJobRow {
  Id: number;
  Name: string;
  JobType: "user" | "cloud";
  CertIds: string;
  ResourceIds: string;
  ContactIds: string;
  Status: "editing" | "pending" | "scheduling";
  /** Milliseconds since 1970. */
  CreatedAt: number;
  ModifiedAt: number;
  ScheduleTime?: number;
}

/** Everything that CAS knows. */
export interface CasRows {
  certificates: CertificateRow;
  caCertificates: CaCertificateRow;
  deploymentJobs: DeploymentJobRow;
  usedTokens: UsedToken;
}

/** The state as actions see it. */
export type CasState = Tables<CasRows>;

export const casSchema: Schema<CasRows> = {
  certificates: {
    id: (row) => String(row.CertId),
    indexes: { name: (row) => (row.Deleted === true ? [] : [row.Name]) },
  },
  caCertificates: { id: (row) => row.Identifier },
  deploymentJobs: { id: (row) => String(row.Id) },
  usedTokens: { id: (row) => row.Token },
};

import type { Schema, Tables } from "../rpc/store.ts";

/** A secret, with the version that is current. */
export interface SecretRow {
  SecretName: string;
  SecretData: string;
  VersionId: string;
  /** Milliseconds since 1970. */
  CreateTimestamp: number;
}

/** Everything that KMS knows here. */
export interface KmsRows {
  secrets: SecretRow;
}

export type KmsState = Tables<KmsRows>;

export const kmsSchema: Schema<KmsRows> = { secrets: { id: (row) => row.SecretName, indexes: {} } };

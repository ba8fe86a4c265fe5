import type { Schema, Tables } from "../rpc/store.ts";
import { punyCodeOf } from "./punyCode.ts";

/** A domain whose records this account keeps. */
export interface DomainRow {
  /** In Unicode, which is how the API names a domain that has letters beyond ASCII. */
  DomainName: string;
  DomainId: string;
  /** Milliseconds since 1970; absent in what an older version kept. */
  createdAt?: number;
}

/** One DNS record, in the API's own names. */
export interface RecordRow {
  /** Digits. */
  RecordId: string;
  DomainName: string;
  /** The name before the domain: `www`, `@` for the domain itself, `*` for every name that has no record of its own. */
  RR: string;
  Type: string;
  Value: string;
  /** Seconds. */
  TTL: number;
  Priority?: number;
  Line: string;
  Status: "ENABLE" | "DISABLE";
  /** What people note about it. */
  Remark?: string;
  /** Milliseconds since 1970. */
  CreateTimestamp: number;
  UpdateTimestamp: number;
  /** When the name servers begin to tell it. */
  servedFrom: number;
}

/** Everything that Alibaba Cloud DNS knows. */
export interface AlidnsRows {
  domains: DomainRow;
  records: RecordRow;
}

/** The state as actions see it. */
export type AlidnsState = Tables<AlidnsRows>;

export const alidnsSchema: Schema<AlidnsRows> = {
  domains: { id: (row) => row.DomainName, indexes: { punyCode: (row) => [punyCodeOf(row.DomainName)] } },
  records: {
    id: (row) => row.RecordId,
    indexes: { domain: (row) => [row.DomainName], name: (row) => [recordNameOf(row)] },
  },
};

/** The whole name of a record as DNS has it: `www.example.com`, `example.com`, `www.xn--bcher-kva.example`. */
export function recordNameOf({ RR, DomainName }: Pick<RecordRow, "RR" | "DomainName">): string {
  const domain = punyCodeOf(DomainName);
  return RR === "@" ? domain : `${RR}.${domain}`;
}

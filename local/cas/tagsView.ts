import type { CertificateRow } from "./rows.ts";

/** The tags of a certificate as its details show them. */
export function tagsView({ Tags }: Pick<CertificateRow, "Tags">): { TagKey: string; TagValue: string }[] {
  return Tags.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value }));
}

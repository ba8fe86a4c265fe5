import type { CompletionRow } from "./completionTable.ts";

/** What ids can be asked for: `albflow complete-ids <kind>`. */
export const ID_KINDS = [
  "listeners",
  "serverGroups",
  "storedCertificates",
  "caCertificates",
  "tlsPolicies",
  "vpcs",
  "logProjects",
] as const;

export type IdKind = (typeof ID_KINDS)[number];

/** The options that take ids of a kind. */
const OPTIONS: Record<IdKind, string[]> = {
  listeners: ["--listener", "--listener-id"],
  serverGroups: ["--server-group-id"],
  storedCertificates: ["--certificate-id", "--certificate-ids", "--successor-id"],
  caCertificates: ["--ca-certificate-id"],
  tlsPolicies: ["--security-policy-id"],
  vpcs: ["--vpc-id"],
  logProjects: ["--project"],
};

/** By kind, what stands before such an id: an option, or a command that takes one. */
export function idKinds(table: CompletionRow[]): Partial<Record<IdKind, string[]>> {
  const commands = table.flatMap(({ path, takesListener }) => (takesListener ? [`${path} ${path}`] : []));
  return Object.fromEntries(
    Object.entries(OPTIONS).map(([kind, options]) => [
      kind,
      [...options.map((option) => ` ${option}`), ...(kind === "listeners" ? commands : [])],
    ]),
  );
}

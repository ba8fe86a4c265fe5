import { cliMessage } from "../deployment/language.ts";

/** What stands above columns of tables and before values. */
export const COLUMNS = [
  "account",
  "agreed",
  "algorithm",
  "asked by",
  "certificate",
  "ciphers",
  "ends in",
  "execution",
  "flow",
  "from",
  "id",
  "instance",
  "instances",
  "issuer",
  "kind",
  "listener",
  "listeners",
  "name",
  "names",
  "note",
  "on",
  "operation",
  "port",
  "protocol",
  "read only",
  "region",
  "regions",
  "renewal",
  "role",
  "server groups",
  "servers",
  "setting",
  "started (UTC)",
  "state",
  "stopped",
  "successor",
  "tags",
  "ticket",
  "TLS policy",
  "took",
  "tracing",
  "until",
  "until (UTC)",
  "valid from",
  "value",
  "versions",
  "VPC",
  "why",
] as const;

export type Column = (typeof COLUMNS)[number];

/** The head of a column in the language of the command line. */
function headOf(column: Column): string {
  return cliMessage("column-head", { column });
}

/** The heads of these columns. */
export function headsOf(...columns: Column[]): string[] {
  return columns.map(headOf);
}

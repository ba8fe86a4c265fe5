import { cliMessage } from "../deployment/language.ts";
import { padToWidth } from "./displayWidth.ts";

/** What stands above columns of tables and before values. */
export const COLUMNS = [
  "access lists",
  "account",
  "additional",
  "after",
  "agreed",
  "algorithm",
  "as measured",
  "asked by",
  "result",
  "before",
  "certificate",
  "changes",
  "ciphers",
  "client CA",
  "clients",
  "complaint",
  "default",
  "due",
  "elapsed",
  "ends in",
  "execution",
  "flow",
  "from",
  "handshakes",
  "headers",
  "id",
  "if the flow waited",
  "instance",
  "instances",
  "issuer",
  "kind",
  "listener",
  "listeners",
  "local cloud",
  "name",
  "name server",
  "names",
  "new",
  "not known",
  "note",
  "on",
  "operation",
  "port",
  "protocol",
  "read only",
  "region",
  "regions",
  "renewal",
  "requests",
  "role",
  "server group",
  "server groups",
  "servers",
  "setting",
  "started (UTC)",
  "state",
  "stopped",
  "successor",
  "tags",
  "takes back",
  "this cloud",
  "ticket",
  "timer",
  "TLS policy",
  "took",
  "traces",
  "tracing",
  "traffic",
  "undo",
  "until",
  "until (UTC)",
  "untouched",
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

/** What stands before a value, as wide as is wanted. */
export function labelOf(column: Column, columns = 0): string {
  return padToWidth(headOf(column), columns);
}

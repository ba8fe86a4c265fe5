import { canonicalJson } from "../platform/canonicalJson.ts";
import {
  CERTIFICATE_FIELDS,
  idsIn,
  type PlanCertificate,
  type PlanCertificates,
} from "./certificates/planCertificates.ts";
import { describeReferences } from "./describeStep.ts";

/** One line of a plan's comparison, as a person reads it, wherever it is shown. */
export interface PlanRow {
  /** What changes, by the cloud's names, the inner ones behind dots: `QuicConfig.QuicUpgradeEnabled`; messages/fieldNames.ts has words for it. */
  field: string;
  /** Each a line; none: nothing. */
  before: string[];
  after: string[];
}

/**
 * What a plan changes, for people: certificates with names, issuer, key, dates and serial side by side, lists of additional
 * certificates as what is taken away and what is added, server groups by their ids, everything else as the cloud's own
 * values, field by field: only those that change. The one place where the command line, the pages and the documentation
 * have it from.
 */
export function planRows({
  changes,
  certificates = {},
}: {
  changes: { field: string; before: unknown; after: unknown }[];
  certificates?: PlanCertificates | undefined;
}): PlanRow[] {
  return changes.flatMap(({ field, before, after }): PlanRow[] => {
    if (CERTIFICATE_FIELDS.has(field)) {
      const side = (value: unknown) => idsIn(value).map((id) => describeCertificate(id, certificates[id]));
      return [rowOf(field, side(before), side(after))];
    }
    if (field === "DefaultActions") {
      const [from, to] = [groupsIn(before), groupsIn(after)];
      if (from !== undefined && to !== undefined) return [rowOf(field, from, to)];
    }
    return leafRows(field, before, after);
  });
}

const rowOf = (field: string, before: string[], after: string[]): PlanRow => ({ field, before, after });

/** The fields within a value that change, each by itself. */
function leafRows(field: string, before: unknown, after: unknown): PlanRow[] {
  const [from, to] = [fieldsIn(before), fieldsIn(after)];
  if (from === undefined || to === undefined) return [rowOf(field, linesOf(before), linesOf(after))];
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const changed = names.filter((name) => canonicalJson(from[name] ?? null) !== canonicalJson(to[name] ?? null));
  return changed.flatMap((name) => leafRows(`${field}.${name}`, from[name], to[name]));
}

/** Undefined for what has no fields; nothing has none that are set. */
function fieldsIn(value: unknown): Record<string, unknown> | undefined {
  if (value === null || value === undefined) return {};
  return typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

/** The server groups that actions forward to, with weights where there are several; undefined when they do anything else. */
function groupsIn(actions: unknown): string[] | undefined {
  if (actions === null || actions === undefined) return [];
  const [action, ...others] = Array.isArray(actions) ? actions : [];
  const tuples: unknown = action?.ForwardGroupConfig?.ServerGroupTuples;
  if (others.length > 0 || !Array.isArray(tuples) || Object.keys(action.ForwardGroupConfig).length > 1)
    return undefined;
  return tuples.map(({ ServerGroupId, Weight }: { ServerGroupId: string; Weight?: number }) =>
    describeReferences(tuples.length === 1 || Weight === undefined ? ServerGroupId : `${ServerGroupId}: ${Weight}`),
  );
}

/**
 * `24664588-cn-hangzhou: a.example.com, b.example.com, +3; R11; RSA 2048; 2026-09-06 – 2026-12-05; 0A`: names, issuer, key, dates and
 * serial, in no language, as notices and lists have it before it is known who reads them.
 */
function describeCertificate(id: string, reported: PlanCertificate | undefined): string {
  if (reported === undefined) return describeReferences(id);
  const { names, more, issuer, key, from, until, serial } = reported;
  const rest = more === 0 ? "" : `, +${more}`;
  return `${id}: ${names.join(", ")}${rest}; ${issuer}; ${key}; ${from} – ${until}; ${serial}`;
}

function linesOf(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item) => describeReferences(textOf(item)));
}

/** An object in a line: its fields, one behind the other. */
function textOf(item: unknown): string {
  const fields = fieldsIn(item);
  if (fields === undefined || item === null) return typeof item === "string" ? item : JSON.stringify(item);
  return Object.entries(fields)
    .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}

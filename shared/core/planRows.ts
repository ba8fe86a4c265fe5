import {
  CERTIFICATE_FIELDS,
  idsIn,
  type PlanCertificate,
  type PlanCertificates,
} from "./certificates/planCertificates.ts";
import { describeReferences } from "./describeStep.ts";

/** One line of a plan's comparison, as a person reads it, wherever it is shown. */
interface PlanRow {
  /** What changes, in words. */
  what: string;
  /** Each a line; none: nothing. */
  before: string[];
  after: string[];
}

/**
 * What a plan changes, for people: certificates with names, issuer, key, dates and serial side by side, lists of additional
 * certificates as what is taken away and what is added, everything else as the cloud's own values. The one place where
 * the command line, the pages and the documentation have it from.
 */
export function planRows({
  changes,
  certificates = {},
}: {
  changes: { field: string; before: unknown; after: unknown }[];
  certificates?: PlanCertificates | undefined;
}): PlanRow[] {
  return changes.map(({ field, before, after }) => {
    const side = (value: unknown) =>
      CERTIFICATE_FIELDS.has(field)
        ? idsIn(value).map((id) => describeCertificate(id, certificates[id]))
        : linesOf(value);
    return { what: WORDS[field] ?? field, before: side(before), after: side(after) };
  });
}

const WORDS: Record<string, string> = {
  Certificates: "default certificate",
  AdditionalCertificates: "additional certificates: taken away, added",
};

/** `24664588-cn-hangzhou: a.example.com, b.example.com and 3 more; by R11; RSA 2048; 2026-09-06 to 2026-12-05; serial 0A`. */
function describeCertificate(id: string, reported: PlanCertificate | undefined): string {
  if (reported === undefined) return describeReferences(id);
  const { names, more, issuer, key, from, until, serial } = reported;
  const rest = more === 0 ? "" : ` and ${more} more`;
  return `${id}: ${names.join(", ")}${rest}; by ${issuer}; ${key}; ${from} to ${until}; serial ${serial}`;
}

function linesOf(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item) => describeReferences(typeof item === "string" ? item : JSON.stringify(item)));
}

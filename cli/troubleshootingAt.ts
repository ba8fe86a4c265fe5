import { isProblem, type ReasonEntry } from "../shared/platform/reasons/define.ts";
import { isReason, type Reason } from "../shared/platform/reasons/reason.ts";
import { topics } from "../shared/platform/reasons/registry.ts";

/**
 * Where the documentation tells more of what is wrong, for a line of its own: `docs/troubleshooting.md#a, #b`. Of a reason that names
 * its causes these count, the innermost. Undefined where nothing is to be told.
 */
export function troubleshootingAt(reported: readonly Reason[]): string | undefined {
  const codes = [...new Set(reported.flatMap(innermost))].filter((code) => KINDS.has(code));
  return codes.length === 0 ? undefined : `docs/troubleshooting.md${codes.map((code) => `#${code}`).join(", ")}`;
}

/** The codes of problems in a reason that no other problem is the cause of. */
function innermost({ code, params }: Reason): string[] {
  const causes = Object.values(params)
    .flatMap((value): unknown[] => (Array.isArray(value) ? value : [value]))
    .filter(isReason)
    .flatMap(innermost)
    .filter((one) => KINDS.has(one));
  return causes.length === 0 ? [code] : causes;
}

/** Codes that the page has a row of. */
const KINDS = new Set(
  Object.values(topics).flatMap((topic) =>
    Object.entries(topic as Record<string, ReasonEntry>).flatMap(([code, { kind }]) => (isProblem(kind) ? [code] : [])),
  ),
);

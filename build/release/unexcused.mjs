import { readFileSync } from "node:fs";
import { npmSaid } from "./commands.mjs";

const EXCUSES = "build/release/excusedAdvisories.json";

/**
 * What `npm audit` finds in the installed packages and nobody has excused, a sentence each; an excuse (advisory, why, and
 * until which day) that is over or no longer needed is one, too. When the registry does not answer, that is the finding.
 */
export function unexcused(date) {
  const audit = JSON.parse(npmSaid("audit", "--json") || "{}");
  if (audit.vulnerabilities === undefined) {
    const why = audit.error?.summary || audit.message || "it does not say why";
    return [`npm audit cannot ask the registry for known weaknesses: ${why}.`];
  }
  return judged(audit, JSON.parse(readFileSync(EXCUSES, "utf8")), date);
}

/** The same of a report (`npm audit --json`), the excuses (`[{ advisory, why, until }]`) and a day (`2026-11-30`). */
export function judged({ vulnerabilities }, excuses, date) {
  const found = new Map(
    Object.values(vulnerabilities)
      .flatMap(({ via }) => via)
      .filter((via) => typeof via === "object")
      .map((via) => [via.url.replace(/.*\//, ""), via]),
  );
  const valid = excuses.filter(({ until }) => until >= date).map(({ advisory }) => advisory);
  return [
    ...[...found]
      .filter(([advisory]) => !valid.includes(advisory))
      .map(([advisory, { name, severity, title }]) => {
        const over = excuses.find((excuse) => excuse.advisory === advisory);
        const more = over === undefined ? "" : ` Its excuse ended on ${over.until}.`;
        return `${name} has a known weakness (${advisory}, ${severity}): ${title}.${more} Update it, or excuse it in ${EXCUSES}.`;
      }),
    ...excuses
      .filter(({ advisory }) => !found.has(advisory))
      .map(({ advisory }) => `${EXCUSES} excuses ${advisory}, which no package has: take it out.`),
  ];
}

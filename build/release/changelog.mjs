/** What a changelog says under the heading of a version (or "Unreleased"), without the heading; "" when nothing. */
export function changesUnder(changelog, heading) {
  const parts = changelog.split(/^(?=## )/m);
  const part = parts.find((text) => new RegExp(`^## ${heading.replaceAll(".", "\\.")}(?: |\\n|$)`).test(text)) ?? "";
  return part.replace(/^.*\n?/, "").trim();
}

/** The changelog after a release: what was unreleased is that version's, from that day, and nothing is unreleased. */
export function newlyReleased(changelog, version, date) {
  return changelog.replace(/^## Unreleased$/m, `## Unreleased\n\n## ${version} (${date})`);
}

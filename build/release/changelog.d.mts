/** What a changelog says under the heading of a version (or "Unreleased"). */
export function changesUnder(changelog: string, heading: string): string;
/** The changelog after a release. */
export function newlyReleased(changelog: string, version: string, date: string): string;

/** A line `name:value` for each header with one of the prefixes, sorted by name, as LOG and FC signatures want it. */
export function headerLines(headers: Record<string, string>, prefixes: string[]): string {
  return Object.keys(headers)
    .filter((name) => prefixes.some((prefix) => name.startsWith(prefix)))
    .sort()
    .map((name) => `${name}:${(headers[name] ?? "").trim()}\n`)
    .join("");
}

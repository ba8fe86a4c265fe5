/** Text of a member of a request that may be anything: a text as it is, a number or boolean in words, else empty. */
export function asText(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? `${value}` : "";
}

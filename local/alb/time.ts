/** A time as ALB writes it: `2026-11-22T15:51:56Z`, without milliseconds. */
export function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z");
}

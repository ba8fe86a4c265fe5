/** A request id as Function Compute makes them: `1-64f6cd87-3e5a7c10-9f0a1b2c3d4e`, the second part being the time. */
export function newRequestId(now: number, random: () => number): string {
  const hex = (digits: number) => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join("");
  const seconds = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, "0");
  return `1-${seconds}-${hex(8)}-${hex(12)}`;
}

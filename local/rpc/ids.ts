/** An upper-case UUID, as request ids are. `random` gives numbers from 0 to below 1. */
export function newUuid(random: () => number): string {
  const digits = Array.from({ length: 4 }, () => hex8(random)).join("");
  return [8, 12, 16, 20, 32].map((end, index, ends) => digits.slice(ends[index - 1] ?? 0, end)).join("-");
}

/** An id like `lsn-o4u54y73wq7b4mkxfd`: prefix and eighteen lower-case letters and digits. */
export function newId(prefix: string, random: () => number): string {
  const suffix = Array.from({ length: 18 }, () => Math.floor(random() * 36).toString(36)).join("");
  return `${prefix}-${suffix}`;
}

function hex8(random: () => number): string {
  return Math.floor(random() * 0x1_0000_0000)
    .toString(16)
    .toUpperCase()
    .padStart(8, "0");
}

/** Bytes of a value's JSON text in UTF-8, as CloudFlow counts them (cloudflow.md §4). */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? "");
}

/** The text, or so much of its beginning as takes at most so many bytes of JSON together with how much is left out. */
export function shortened(text: string, bytes: number): string {
  if (text.length * 6 + 2 <= bytes || jsonBytes(text) <= bytes) return text;
  let end = Math.min(text.length, bytes);
  const cut = () => `${text.slice(0, end)}… (${text.length - end} more characters)`;
  while (end > 0 && jsonBytes(cut()) > bytes) end = Math.floor(end * 0.9);
  return cut();
}

/** The value, or what there is to say of one that takes more than so many bytes: how many entries it has, or how long it is. */
export function summary(value: unknown, bytes: number): unknown {
  if (jsonBytes(value) <= bytes) return value;
  if (typeof value === "string") return shortened(value, Math.max(bytes, 60));
  if (Array.isArray(value)) return `${value.length} entries`;
  return Object.fromEntries(
    Object.entries(value as object)
      .slice(0, 20)
      .map(([name, part]) => [name, summary(part, Math.floor(bytes / 4))]),
  );
}

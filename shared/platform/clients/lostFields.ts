/**
 * The paths of what `whole` says and `part` does not, like `XForwardedForConfig.NewHeader` or `Rules[].Tags`. What is
 * not set (absent, empty, switched off) is nothing to lose.
 */
export function lostFields(whole: unknown, part: unknown, path = ""): string[] {
  if (isUnset(whole)) return [];
  if (Array.isArray(whole)) {
    const parts = Array.isArray(part) ? part : [];
    return [...new Set(whole.flatMap((item, index) => lostFields(item, parts[index], `${path}[]`)))];
  }
  if (part === undefined || part === null) return [path];
  if (typeof whole !== "object" || whole === null || typeof part !== "object") return [];
  return Object.entries(whole).flatMap(([name, value]) =>
    lostFields(value, (part as Record<string, unknown>)[name], path === "" ? name : `${path}.${name}`),
  );
}

/** Whether a value says nothing: absent, empty, or switched off. */
export function isUnset(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  return typeof value === "object" && Object.values(value).every(isUnset);
}

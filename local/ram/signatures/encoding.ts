/** `encodeURIComponent` plus `! ' ( ) *`, as every signature of Alibaba Cloud wants it (wire.md). */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (snapshot) => `%${snapshot.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * The decoded pairs of a query string or form, in the order they were sent; a name without `=` has an empty value.
 * What is not valid percent-encoding stays as it is, so that hostile input is never an exception.
 */
export function decodePairs(text: string): [name: string, value: string][] {
  if (text === "") return [];
  return text
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const snapshot = pair.indexOf("=");
      return snapshot < 0 ? [decode(pair), ""] : [decode(pair.slice(0, snapshot)), decode(pair.slice(snapshot + 1))];
    });
}

/** Percent-decoding that never throws; `+` is a space, as in forms. */
function decode(text: string): string {
  return decodePath(text.replaceAll("+", " "));
}

/** Percent-decoding of a path, in which `+` is a plus. */
export function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Sorted as JavaScript's own `sort` sorts, by code units: the order that the official clients sign in. */
export function byName([left]: [string, string], [right]: [string, string]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

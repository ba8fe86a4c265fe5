/**
 * Whether a text fits a RAM pattern: `*` stands for any run of characters, `?` for exactly one. Works in time
 * proportional to both lengths for each star, so that a hostile pattern costs nothing.
 */
export function fitsWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const snapshot = pattern[inPattern];
    if (snapshot === "*") {
      star = inPattern++;
      starAt = at;
    } else if (snapshot === "?" || snapshot === text[at]) {
      inPattern += 1;
      at += 1;
    } else if (star >= 0) {
      inPattern = star + 1;
      at = ++starAt;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === "*") inPattern += 1;
  return inPattern === pattern.length;
}

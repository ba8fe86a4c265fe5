/**
 * A text of somebody else on one line of a terminal: line breaks and tabs are blanks, and what a terminal would obey (cursor
 * movements, deletions, titles) or what turns the direction of letters is shown as a replacement character. Our own colours stay.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\t-\r\u0085\u2028\u2029]+/gu, " ").replaceAll(OBEYED, "\uFFFD");
}

/** The same of text that has several lines. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

/** A colour of cli/colour.ts. */
const OWN_COLOUR = "\u001B\\[(?:3[123]|39)m";
/** Control characters but those that begin one, and marks of direction (Unicode UAX #9 §2). */
const OBEYED = new RegExp(`(?!${OWN_COLOUR})[\\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]`, "gu");

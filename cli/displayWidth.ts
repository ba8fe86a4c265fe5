/** How many columns of a terminal a text takes: Chinese characters and emoji take two, colours and combining marks none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text.replaceAll(COLOUR, "")) width += widthOf(character);
  return width;
}

/** The beginning of a text that takes at most so many columns; with an ellipsis where something is missing, and in no colour after it. */
export function cutToWidth(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let [kept, width, inColour] = ["", 0, false];
  for (const [part] of text.matchAll(PARTS)) {
    const isColour = part.startsWith("\u001B[");
    const next = width + (isColour ? 0 : widthOf(part));
    if (next > columns - 1) break;
    kept += part;
    width = next;
    inColour = isColour ? part !== PLAIN : inColour;
  }
  return `${kept}…${inColour ? PLAIN : ""}`;
}

/** A text with spaces behind it, so that it takes so many columns. */
export function padToWidth(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - displayWidth(text)));
}

/** What a terminal takes for a colour begins with Escape. */
const ONE_COLOUR = "\u001B\\[[\\d;]*m";
const COLOUR = new RegExp(ONE_COLOUR, "g");
const PARTS = new RegExp(`${ONE_COLOUR}|[\\s\\S]`, "gu");
/** The colour of a text that has none. */
const PLAIN = "\u001B[39m";

function widthOf(character: string): number {
  if (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** What Unicode's East Asian Width (UAX #11) calls wide or fullwidth. */
const WIDE =
  /^[\u1100-\u115F\u231A\u231B\u2329\u232A\u2E80-\u303E\u3041-\u4DBF\u4E00-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]$/u;

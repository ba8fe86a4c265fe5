export type Colour = keyof typeof CODES;

/** Text in a colour, where a terminal shows one and nobody has asked for none (https://no-color.org). */
export function inColour(
  text: string,
  colour: Colour,
  { isTTY }: { isTTY?: boolean } = process.stdout,
  { NO_COLOR = "", TERM = "" }: { NO_COLOR?: string | undefined; TERM?: string | undefined } = process.env,
): string {
  if (isTTY !== true || NO_COLOR !== "" || TERM === "dumb") return text;
  return `\u001B[${CODES[colour]}m${text}\u001B[39m`;
}

const CODES = { red: 31, green: 32, yellow: 33 } as const;

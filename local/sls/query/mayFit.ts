import type { Log, LogGroup, LogIndexRow } from "../state.ts";
import { delimitersOf, split } from "./matcher.ts";
import type { Search } from "./parse.ts";

/**
 * Whether a log may fit a search: false only where one of the words is nowhere in it. Most logs are passed over by this, as the real
 * service passes them over by its index, so that a search among many thousands takes milliseconds.
 */
export function mayFit(search: Search, index: LogIndexRow): (group: LogGroup, log: Log) => boolean {
  const test = textMayFit(search, index);
  return (group, log) => test(textOf(group, log));
}

function textMayFit(search: Search, index: LogIndexRow): (text: string) => boolean {
  switch (search.kind) {
    case "and":
    case "or": {
      const [left, right] = [textMayFit(search.left, index), textMayFit(search.right, index)];
      return search.kind === "and" ? (text) => left(text) && right(text) : (text) => left(text) || right(text);
    }
    case "word": {
      if (!search.quoted && /[*?]/.test(search.text)) return () => true;
      const words = split(search.text, delimitersOf(index.line)).map((word) => word.toLowerCase());
      return (text) => words.every((word) => text.includes(word));
    }
    default:
      return () => true;
  }
}

/** All values of a log in lower case, a line for each. A log that was written never changes. */
function textOf({ topic, source, tags }: LogGroup, log: Log): string {
  const known = texts.get(log);
  if (known !== undefined) return known;
  const values = [...log.contents.map(([, value]) => value), topic, source, ...tags.map(([, value]) => value)];
  const text = values.join("\n").toLowerCase();
  texts.set(log, text);
  return text;
}

const texts = new WeakMap<Log, string>();

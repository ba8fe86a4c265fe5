import type { AnyReason } from "../../platform/reasons/define.ts";
import type { Catalogue, Format, Language, Message, Text } from "./message.ts";

/** What a reason says to people. */
interface Said {
  /** What is so, as a sentence without its full stop. */
  message: string;
  /** What to do next; empty where there is nothing to do. */
  next: string;
}

/** Says reasons in one language. */
export interface MessageMaker {
  language: Language;
  /** The message, without a full stop. A code that the catalogue lacks is told as code and parameters. */
  message: (reason: AnyReason) => string;
  said: (reason: AnyReason) => Said;
  /** Message and next step, as whole sentences. */
  sentences: (reason: AnyReason) => string;
}

/** Says reasons with a catalogue. Times are told in `timeZone` (of the IANA database), UTC unless given. */
export function messagesIn(catalogue: Catalogue, language: Language, { timeZone = "UTC" } = {}): MessageMaker {
  const format: Format = {
    messageOf: (reason) => message(reason),
    next: (reason) => said(reason).next,
    list: (values, most = MOST_LISTED) => listed(values.map(valueText), most, language),
    count: (count, one, many = one) => `${count} ${count === 1 ? one : many}`,
    time: (at) => timeText(at, timeZone),
    value: valueText,
    sentence: (text) => wholeSentences([text], language),
  };
  const made = <Params>(text: Text<Params>, params: Params) => (typeof text === "string" ? text : text(params, format));
  const said = ({ code, params }: AnyReason): Said => {
    const entry = catalogue[code] as Text<AnyReason["params"]> | Message<AnyReason["params"]> | undefined;
    if (entry === undefined) return { message: `${code} ${JSON.stringify(params)}`, next: "" };
    if (typeof entry !== "object") return { message: made(entry, params), next: "" };
    return { message: made(entry.message, params), next: entry.next === undefined ? "" : made(entry.next, params) };
  };
  const message = (reason: AnyReason) => said(reason).message;
  return {
    language,
    message,
    said,
    sentences(reason) {
      const { message: what, next } = said(reason);
      return wholeSentences([what, next], language);
    },
  };
}

/** Texts that end without a full stop, or with one, as sentences after one another; what is empty is left out. */
export function wholeSentences(texts: string[], language: Language): string {
  const stop = language === "zh" ? "。" : ".";
  return texts
    .filter((text) => text !== "")
    .map((text) => (/[.!?。！？…]$/.test(text) ? text : `${text}${stop}`))
    .join(language === "zh" ? "" : " ");
}

const MOST_LISTED = 10;

function listed(values: string[], most: number, language: Language): string {
  const shown = values.slice(0, most);
  const left = values.length - shown.length;
  if (language === "zh") return left > 0 ? `${shown.join("、")} 等 ${values.length} 项` : shown.join("、");
  return left > 0 ? `${shown.join(", ")} and ${left} more` : shown.join(", ");
}

/** A text as it is; what is not there is a dash; anything else as JSON on one line. */
function valueText(value: unknown): string {
  if (value === undefined || value === null || value === "") return "–";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** `2026-11-28 12:05:52 UTC`; elsewhere the local time, with UTC at hand. */
function timeText(at: number | string, timeZone: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return String(at);
  const utc = `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
  if (timeZone === "UTC") return utc;
  const local = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(date);
  return `${local} (${utc.slice(local.slice(0, 10) === utc.slice(0, 10) ? 11 : 0)})`;
}

import type { Language } from "../../../core/messages/message.ts";
import type { SaidNotice } from "../saidNotice.ts";
import { describeLeftOut } from "./describeLeftOut.ts";
import { DIFF_WORDS } from "./diffWords.ts";
import { codeMarkdown, plainMarkdown, valueText } from "./values.ts";

/** What a chat's Markdown can do, and how much of it one message may hold. */
interface MarkdownForm {
  /** UTF-8 bytes. */
  maxBytes: number;
  /** Whether the limit is one of the request, in which the text is JSON and its quotes and line ends take two bytes. */
  escaped?: boolean;
  /** Whether it draws tables; elsewhere the diff is a list. */
  tables: boolean;
  /** Whether the title is part of the text. */
  title: boolean;
  /** Whether the link is part of the text. */
  link: boolean;
}

/**
 * A notice in Markdown. What does not fit is left out from the end of the diff first. Then sentences are cut short, the
 * longest ones first, and at last left out from the end: the first one, which says why, is always there. Whatever is
 * missing is marked by `…`; title and link always stay.
 */
export function renderMarkdown(notice: SaidNotice, form: MarkdownForm): string {
  const fits = (text: string) => sizeIn(form, text) <= form.maxBytes;
  for (let rows = notice.changes.length; rows > 0; rows = rows > 8 ? Math.floor(rows / 2) : rows - 1) {
    const text = compose(notice, form, notice.sentences, rows);
    if (fits(text)) return text;
  }
  const shortened = (longest: number) => compose(notice, form, cut(notice.sentences, longest), 0);
  const whole = Math.max(0, ...notice.sentences.map(({ length }) => length));
  if (fits(shortened(SHORTEST_CUT)))
    return shortened(greatest(SHORTEST_CUT, whole, (longest) => fits(shortened(longest))));
  for (let kept = notice.sentences.length - 1; kept > 0; kept -= 1) {
    const text = compose(notice, form, cut(notice.sentences.slice(0, kept), SHORTEST_CUT), 0);
    if (fits(text)) return text;
  }
  return compose(notice, form, [], 0);
}

/** Below this a sentence says nothing any more. */
const SHORTEST_CUT = 120;

/** The greatest number from `least`, which is good, to `most` that is good; what is above a bad one is bad. */
function greatest(least: number, most: number, isGood: (number: number) => boolean): number {
  let [good, bad] = [least, Math.max(most, least) + 1];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (isGood(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

function sizeIn({ escaped = false }: MarkdownForm, text: string): number {
  return Buffer.byteLength(escaped ? JSON.stringify(text) : text);
}

/** Whole characters, so that nothing is torn that takes two code units. */
function cut(sentences: string[], longest: number): string[] {
  return sentences.map((sentence) => {
    if (sentence.length <= longest) return sentence;
    const begin = sentence.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, "");
    return `${begin.trimEnd()}…`;
  });
}

function compose(
  { title, sentences: all, changes, link, language }: SaidNotice,
  form: MarkdownForm,
  sentences: string[],
  rows: number,
): string {
  const left = { sentences: all.length - sentences.length, changes: changes.length - rows };
  const shown = changes.slice(0, rows).map(({ field, before, after }) => [field, valueText(before), valueText(after)]);
  return [
    form.title ? `### ${plainMarkdown(title)}` : "",
    ...sentences.map((sentence) => plainMarkdown(sentence)),
    form.tables ? table(shown, language) : list(shown, language),
    describeLeftOut(language, left),
    form.link && link !== undefined ? `[${plainMarkdown(link.label)}](${link.url})` : "",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function table(rows: string[][], language: Language): string {
  if (rows.length === 0) return "";
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const cells = (row: string[]) => line(row.map((cell) => codeMarkdown(cell).replaceAll("|", "\\|")));
  const { field, before, after } = DIFF_WORDS[language];
  return [line([field, before, after]), line(["---", "---", "---"]), ...rows.map(cells)].join("\n");
}

function list(rows: string[][], language: Language): string {
  const colon = language === "zh" ? "：" : ": ";
  return rows
    .map(
      ([field = "", before = "", after = ""]) =>
        `- ${plainMarkdown(field)}${colon}${codeMarkdown(before)} → ${codeMarkdown(after)}`,
    )
    .join("\n");
}

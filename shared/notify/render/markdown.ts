import type { Notice } from "../notice.ts";
import { codeMarkdown, plainMarkdown, valueText } from "./values.ts";

/** What a chat's Markdown can do, and how much of it one message may hold. */
export interface MarkdownForm {
  /** UTF-8 bytes. */
  maxBytes: number;
  /** Whether it draws tables; elsewhere the diff is a list. */
  tables: boolean;
  /** Whether the title is part of the text. */
  title: boolean;
  /** Whether the link is part of the text. */
  link: boolean;
}

/**
 * A notice in Markdown. What does not fit is left out from the end of the diff, then from the end of the sentences, and
 * the message says so; title and link always stay.
 */
export function renderMarkdown(notice: Notice, form: MarkdownForm): string {
  for (let rows = notice.changes.length; rows > 0; rows = rows > 8 ? Math.floor(rows / 2) : rows - 1) {
    const text = compose(notice, form, notice.sentences.length, rows);
    if (Buffer.byteLength(text) <= form.maxBytes) return text;
  }
  for (let sentences = notice.sentences.length; sentences > 0; sentences -= 1) {
    const text = compose(notice, form, sentences, 0);
    if (Buffer.byteLength(text) <= form.maxBytes) return text;
  }
  return compose(notice, form, 0, 0);
}

function compose({ title, sentences, changes, link }: Notice, form: MarkdownForm, kept: number, rows: number): string {
  const left = [
    ...(kept < sentences.length ? [`${sentences.length - kept} more sentences`] : []),
    ...(rows < changes.length ? [`${changes.length - rows} more changes`] : []),
  ];
  const shown = changes.slice(0, rows).map(({ field, before, after }) => [field, valueText(before), valueText(after)]);
  return [
    form.title ? `### ${plainMarkdown(title)}` : "",
    ...sentences.slice(0, kept).map((sentence) => plainMarkdown(sentence)),
    form.tables ? table(shown) : list(shown),
    left.length > 0 ? `… and ${left.join(" and ")}.` : "",
    form.link && link !== undefined ? `[${plainMarkdown(link.label)}](${link.url})` : "",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function table(rows: string[][]): string {
  if (rows.length === 0) return "";
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const cells = (row: string[]) => line(row.map((cell) => codeMarkdown(cell).replaceAll("|", "\\|")));
  return [line(["field", "before", "after"]), line(["---", "---", "---"]), ...rows.map(cells)].join("\n");
}

function list(rows: string[][]): string {
  return rows
    .map(
      ([field = "", before = "", after = ""]) =>
        `- ${plainMarkdown(field)}: ${codeMarkdown(before)} → ${codeMarkdown(after)}`,
    )
    .join("\n");
}

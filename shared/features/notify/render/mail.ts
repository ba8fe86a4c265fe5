import type { SaidNotice } from "../saidNotice.ts";
import { DIFF_WORDS } from "./diffWords.ts";
import { valueText, withoutAddresses } from "./values.ts";

/** A notice as the two bodies of a mail. */
interface MailBodies {
  text: string;
  html: string;
}

/** Renders a notice for people who read mail, as plain text and as HTML without anything from elsewhere. */
export function renderMail({ title: head, sentences: said, changes, link, language }: SaidNotice): MailBodies {
  const [title, sentences] = [withoutAddresses(head), said.map(withoutAddresses)];
  const rows = changes.map(({ field, before, after }) =>
    [field, valueText(before), valueText(after)].map(withoutAddresses),
  );
  const words = DIFF_WORDS[language];
  return {
    text: [
      title,
      ...sentences,
      rows.map(([field, before, after]) => `  ${field}: ${before} → ${after}`).join("\n"),
      link === undefined ? "" : `${link.label}: ${link.url}`,
    ]
      .filter((part) => part !== "")
      .join("\n\n"),
    html: [
      `<h2>${escapeHtml(title)}</h2>`,
      ...sentences.map((sentence) => `<p>${escapeHtml(sentence)}</p>`),
      rows.length === 0 ? "" : tableOf([[words.field, words.before, words.after], ...rows]),
      link === undefined ? "" : `<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a></p>`,
    ].join("\n"),
  };
}

function tableOf([head = [], ...rows]: string[][]): string {
  const row = (cells: string[], tag: "th" | "td") =>
    `<tr>${cells.map((cell) => `<${tag} align="left">${escapeHtml(cell)}</${tag}>`).join("")}</tr>`;
  return `<table border="1" cellpadding="4">${row(head, "th")}${rows.map((cells) => row(cells, "td")).join("")}</table>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

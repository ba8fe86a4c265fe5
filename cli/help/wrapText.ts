import { displayWidth } from "../displayWidth.ts";

/** Breaks lines that are wider than so many columns: between words, and in Chinese between any two characters but before a stop. */
export function wrapText(text: string, columns: number): string {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const [part] of paragraph.matchAll(PARTS)) {
      if (line !== "" && displayWidth(line + part.trimEnd()) > columns) {
        lines.push(line.trimEnd());
        line = part.trimStart();
      } else line += part;
    }
    lines.push(line.trimEnd());
  }
  return lines.join("\n");
}

/** A Chinese character with the stop behind it, or a word with the space behind it. */
const PARTS = /[\u2E80-\u9FFF\uFF08“]+?[，。；：、！？）”]*|[^\s\u2E80-\u9FFF\uFF08“]+\s*|\s+/gu;

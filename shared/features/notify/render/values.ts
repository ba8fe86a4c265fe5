import { canonicalJson } from "../../../platform/canonicalJson.ts";

/** A value of a diff as one line of at most `longest` characters; what is not there is a dash. */
export function valueText(value: unknown, longest = 160): string {
  if (value === undefined || value === null || value === "") return "–";
  const text = (typeof value === "string" ? value : canonicalJson(value)).replace(/\s+/g, " ");
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/**
 * Text for a chat's Markdown in which nothing is a link, a mention or a tag: names of resources are written by people
 * who may not be allowed to speak here.
 */
export function plainMarkdown(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replaceAll("<", "‹")
    .replaceAll(">", "›")
    .replaceAll("](", "] (")
    .replaceAll("@", "@\u200b");
}

/** The same between two backticks, where only a backtick could do harm. */
export function codeMarkdown(text: string): string {
  return `\`${plainMarkdown(text).replaceAll("`", "'")}\``;
}

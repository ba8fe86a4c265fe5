import { canonicalJson } from "../../../platform/canonicalJson.ts";

/** A value of a diff as one line of at most `longest` characters; what is not there is a dash. */
export function valueText(value: unknown, longest = 160): string {
  if (value === undefined || value === null || value === "") return "–";
  const text = (typeof value === "string" ? value : canonicalJson(value)).replace(/\s+/g, " ");
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/**
 * Text for a chat's Markdown in which nothing is a link, an address, a mention, a tag or code: names of resources are written by people
 * who may not be allowed to speak here.
 */
export function plainMarkdown(text: string): string {
  return withoutAddresses(text)
    .replace(/\s+/g, " ")
    .replaceAll("<", "‹")
    .replaceAll(">", "›")
    .replaceAll("](", "] (")
    .replaceAll("`", "'")
    .replaceAll("@", "@\u200b");
}

/** Text in which programs that show mail find no address to make a link of. */
export function withoutAddresses(text: string): string {
  return text.replaceAll(BEGIN_OF_ADDRESS, "$&\u200b");
}

/** Chats and programs for mail make links of what goes on behind it, whether or not anybody has marked it as one. */
const BEGIN_OF_ADDRESS = /:(?=\/\/)|\bwww(?=\.)|\b(?:mailto|tel):/gi;

/** The same between two backticks. */
export function codeMarkdown(text: string): string {
  return `\`${plainMarkdown(text)}\``;
}

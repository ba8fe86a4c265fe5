import { catalogues } from "../shared/core/messages/catalogues.ts";
import { type MessageMaker, messagesIn } from "../shared/core/messages/messagesIn.ts";
import type { ReasonEntry } from "../shared/platform/reasons/define.ts";
import { topics } from "../shared/platform/reasons/registry.ts";

/** docs/reasons.md: every code with its cause, what is said of it, and what to do, in both languages. */
export function reasonsPage(): string {
  const speakers = [messagesIn(catalogues.en, "en"), messagesIn(catalogues.zh, "zh")];
  const parts = Object.entries(topics).map(([topic, reasons]) => {
    const entries = Object.entries(reasons as Record<string, ReasonEntry>).filter(([, { kind }]) => kind !== "detail");
    return entries.length === 0
      ? ""
      : `\n## ${topic}\n${entries.map(([code, entry]) => section(code, entry, speakers)).join("")}`;
  });
  return `${HEAD}${parts.join("")}`;
}

const HEAD = `# Reasons

Each of these codes says why something is as it is; beside it stand the parameters that its message is made of. Codes are
stable: automate on them, and not on messages. The examples show what is said in English and in Chinese (\`--language\`). What
is not on this page yet is still told in sentences.

This page is generated from \`shared/platform/reasons/\` and \`shared/core/messages/\`.
`;

function section(code: string, { kind, params, cause }: ReasonEntry, speakers: MessageMaker[]): string {
  const said = speakers.map((speaker) => speaker.said({ code, params }));
  const lines = [
    `- **Cause**: ${cause.en} ${cause.zh}`,
    ...said.map(({ message }) => `- **Message**: ${oneLine(message)}`),
    ...said.filter(({ next }) => next !== "").map(({ next }) => `- **Fix**: ${oneLine(next)}`),
  ];
  const names = Object.keys(params);
  const reported = names.length === 0 ? "" : ` with ${names.map((name) => `\`${name}\``).join(", ")}`;
  return `\n### \`${code}\`\n\n${kind}${reported}\n\n${lines.join("\n")}\n`;
}

/** What is in pointed brackets is no tag, and a line stays one. */
function oneLine(text: string): string {
  return text.replaceAll("\n", " ").replaceAll(/`[^`]*`|<(?=\w)/g, (found) => (found === "<" ? "\\<" : found));
}

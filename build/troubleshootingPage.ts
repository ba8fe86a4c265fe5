import { catalogues } from "../shared/core/messages/catalogues.ts";
import { messagesIn } from "../shared/core/messages/messagesIn.ts";
import { isProblem, type ReasonEntry } from "../shared/platform/reasons/define.ts";
import { topics } from "../shared/platform/reasons/registry.ts";

/**
 * docs/troubleshooting.md: of everything that albflow says when something is wrong, the cause and the fix. Messages lead here: each code is an
 * anchor.
 */
export function troubleshootingPage(): string {
  const { said } = messagesIn(catalogues.en, "en");
  const chapters = [...CHAPTERS, ...othersOf(CHAPTERS.map(({ topic }) => topic))];
  const parts = chapters.flatMap(({ title, topic, about }) => {
    const entries = Object.entries(topics[topic] as Record<string, ReasonEntry>);
    const rows = entries.flatMap(([code, { kind, params, cause }]) => {
      const { message, next } = said({ code, params });
      if (!isProblem(kind)) return [];
      return [
        `| <a id="${code}"></a>${cell(message)} | ${cell(cause.en)} | ${cell(next)} [${code}](reasons.md#${code}) |`,
      ];
    });
    if (rows.length === 0) return [];
    return [`\n## ${title}\n\n${about}\n\n| symptom | cause | fix |\n|---|---|---|\n${rows.join("\n")}\n`];
  });
  return `${HEAD}${parts.join("")}`;
}

/** What everything else says, by the name of its part of the registry. */
function othersOf(known: string[]) {
  return (Object.keys(topics) as (keyof typeof topics)[])
    .filter((topic) => !known.includes(topic))
    .map((topic) => ({ title: `Others: ${topic}`, topic, about: "What the page, notices and other commands say." }));
}

const CHAPTERS = [
  {
    title: "init, bootstrap, deploy and remove",
    topic: "cli",
    about: "What the commands that deploy refuse or fail with.",
  },
  { title: "Questions of init", topic: "setup", about: "What `albflow init` refuses." },
  { title: "The first rotation", topic: "tryout", about: "What `albflow tryout` refuses or fails with." },
  { title: "albflow.yaml", topic: "configuration", about: "What is wrong with a configuration." },
  { title: "Settings", topic: "settings", about: "What is wrong with the settings of a function." },
  { title: "The doctor", topic: "doctor", about: "What `albflow doctor` finds, and `albflow deploy` at its end." },
  {
    title: "Definitions of flows",
    topic: "flowLint",
    about: "What `albflow flows lint`, `albflow deploy` and the local cloud find wrong or doubtful in a definition.",
  },
  { title: "Preflight", topic: "refusals", about: "Why an operation is refused before it writes anything." },
] as const satisfies readonly { title: string; topic: keyof typeof topics; about: string }[];

const HEAD = `# Troubleshooting

Commands and pages print an address like \`docs/troubleshooting.md#service-not-activated\`: it leads to a row of this page. Without one,
look for what was said, with other names and numbers than in these examples; then its cause and its fix. Each row leads to its code
in [reasons.md](reasons.md), where it stands in Chinese as well. \`albflow doctor\` is the place to begin when nothing was said at all.

This page is generated from \`shared/platform/reasons/\` and \`shared/core/messages/\`.
`;

/** A cell of a table is one line, and its bars and tags are text. */
function cell(text: string): string {
  return text
    .trim()
    .replaceAll(/\s*\n\s*/g, " ")
    .replaceAll("|", "\\|")
    .replaceAll(/`[^`]*`|<(?=\w)/g, (found) => (found === "<" ? "\\<" : found));
}

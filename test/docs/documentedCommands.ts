import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A command that a page tells people to type. */
interface DocumentedCommand {
  page: string;
  /** As it is written there, without prompt and comment; lines that belong together are one. */
  text: string;
}

/**
 * Every page that people read to use or change albflow. Not those that are made of messages with example values, nor `docs/reference`: its pages say what is known of the cloud and
 * what is still to be built, so that commands in them may be of other programs, or may not exist yet.
 */
export function pages(): string[] {
  const top = readdirSync(".").filter((name) => /^(README.*|CONTRIBUTING)\.md$/.test(name));
  return [...top, ...pagesIn("docs")].sort();
}

const OTHER_PAGES = new Set(["reference", "reasons.md", "troubleshooting.md"].map((name) => join("docs", name)));

function pagesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (OTHER_PAGES.has(path)) return [];
    if (entry.isDirectory()) return pagesIn(path);
    return path.endsWith(".md") ? [path] : [];
  });
}

/** The commands of a page: lines of its shell blocks, and what stands between single backticks elsewhere. */
export function commandsIn(page: string): DocumentedCommand[] {
  const text = readFileSync(page, "utf8");
  const blocks = [...text.matchAll(BLOCK)].filter(([, language = ""]) => SHELLS.has(language));
  const lines = blocks.flatMap(([, , body = ""]) => linesOf(body)).filter((line) => COMMAND.test(line));
  const spans = [...text.replaceAll(BLOCK, "").matchAll(/`([^`]+)`/g)]
    .map(([, span = ""]) => span.replaceAll(/\s+/g, " ").trim())
    .filter((span) => COMMAND.test(span));
  return [...lines, ...spans].map((command) => ({ page, text: command }));
}

const BLOCK = /^```(\w*)\n(.*?)^```/gms;
const SHELLS = new Set(["", "sh", "bash", "shell", "console"]);
/** How a command begins, behind settings that are made for it alone. */
const COMMAND = /^(?:[A-Za-z_]+=\S+ )*(?:albflow|npm|npx|node|eval|alias|export) /;

/** Lines without prompt and comment; an open quote or a backslash joins the next one. */
function linesOf(body: string): string[] {
  const joined = body.replaceAll(/\\\n\s*/g, "").split("\n");
  const lines: string[] = [];
  for (const line of joined) {
    const open = lines.at(-1);
    if (open !== undefined && (open.split("'").length - 1) % 2 === 1) lines[lines.length - 1] = `${open}\n${line}`;
    else lines.push(line);
  }
  return lines.map((line) =>
    line
      .trim()
      .replace(/^\$ /, "")
      .replace(/\s+# .*$/, "")
      .trim(),
  );
}

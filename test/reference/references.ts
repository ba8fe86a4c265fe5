import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** The pages of facts in `docs/reference/`, by their names without `.md`. */
export const PAGES = ["alb", "cloudflow", "functionCompute", "wire", "libraries", "real-cloud", "open"];

const TEXTS = /\.(?:ts|tsx|mts|mjs|cjs|js|css|ya?ml|md)$/;

/** A citation: the file and line where it stands, the page, and the places on it; none when the whole page is meant. */
interface Citation {
  at: string;
  page: string;
  places: string[];
}

function pageText(page: string): string {
  return readFileSync(`docs/reference/${page}.md`, "utf8");
}

/** Every text file of the repository that may cite something. */
export function textFiles(): string[] {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" });
  return [...new Set(listed.split("\n"))].filter((file) => TEXTS.test(file));
}

/** The citations in a text. Comments and paragraphs that go on in the next line are read as one line. */
export function citationsIn(file: string, text: string): Citation[] {
  const found: Citation[] = [];
  let line = 1;
  for (const paragraph of paragraphsOf(file, text)) {
    for (const mention of paragraph.matchAll(MENTION)) {
      const [, page = ""] = mention;
      const rest = paragraph.slice(mention.index + mention[0].length).split(END)[0] ?? "";
      const places = [...rest.matchAll(page === "real-cloud" ? PLACE_OR_PART : PLACE)].map(([place]) => place);
      const before = paragraph.slice(0, mention.index).split("\n").length - 1;
      if (PAGES.includes(page) || places.length > 0) found.push({ at: `${file}:${line + before}`, page, places });
    }
    line += paragraph.split("\n").length;
  }
  return found;
}

const MENTION = /(?<![\w/-])(?:docs\/reference\/)?([\w-]+)\.md`?/g;

/** A citation ends with its bracket, the next page that is named, the cell of a table, or another thought. */
const END = /[)\]|]|\b[\w-]+\.md|\*\/|\. |: [a-z]| [–-] /;

const PLACE = /§\d+(?:\.\d+)*|\b(?:U|A|O|CB|CR|FB|FR)\d+\b/g;

/** The parts of `real-cloud.md` are named F1 to F5 and C1 to C5. */
const PLACE_OR_PART = new RegExp(`${PLACE.source}|\\b[FC]\\d\\b`, "g");

/** Stands for a line end within a paragraph. */
const JOIN = "⏎";

function paragraphsOf(file: string, text: string): string[] {
  const joined = file.endsWith(".md")
    ? text.replace(/\n(?=\S)(?![|#>-]|\d+\. |```)/g, JOIN)
    : text.replace(/\n(?=\s*(?:\*(?!\/)|\/\/|#))/g, JOIN);
  return joined.split("\n").map((paragraph) =>
    // The line is kept for counting; what begins a line of a comment is no part of the sentence.
    paragraph.replace(/⏎\s*(?:\*|\/\/|#)?\s?/g, "\n"),
  );
}

/** The places that a page has: `§8.4` for a heading or a numbered line of a section, `U16` for a row, `F5` for a part. */
export function placesOf(page: string): Set<string> {
  const places = new Set<string>();
  let section = "";
  for (const line of pageText(page).split("\n")) {
    const heading = /^#{2,4} (\d+(?:\.\d+)*|[A-Z]\d)\b/.exec(line)?.[1];
    if (heading !== undefined) {
      section = heading;
      places.add(/^\d/.test(heading) ? `§${heading}` : heading);
    }
    const item = /^(\d+)\. /.exec(line)?.[1];
    if (item !== undefined && section !== "") places.add(`§${section}.${item}`);
    const row = /^\| ((?:U|A|O|CB|CR|FB|FR)\d+) \|/.exec(line)?.[1];
    if (row !== undefined) places.add(row);
  }
  return places;
}

/** The rows of the table under a heading, each as its cells; without the two lines of its head. */
export function tableUnder(page: string, heading: string): string[][] {
  const [, after] = pageText(page).split(`\n## ${heading}\n`);
  if (after === undefined) throw new Error(`${page}.md has no heading "${heading}".`);
  const lines = (after.split(/\n## /)[0] ?? "").split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .slice(1, line.lastIndexOf("|"))
      .split(" | ")
      .map((cell) => cell.trim()),
  );
}

/** Whether a file has a test of exactly this name that is neither skipped nor only planned. */
export function hasTest(file: string, name: string): boolean {
  const text = readFileSync(file, "utf8");
  const at = text.search(new RegExp(`(["'\`])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\1\\s*,`));
  const call = [...text.slice(0, Math.max(at, 0)).matchAll(/\b(?:test|it|longTest)(?:\.\w+)*[(<]/g)].at(-1)?.[0];
  return call !== undefined && !/\.(?:skip|todo|fails)/.test(call);
}

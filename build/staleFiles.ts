import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type GeneratedPart, generated } from "./generated.ts";

/** A file that does not say what it should. */
interface StaleFile {
  file: string;
  /** What it says; undefined when it is not there. */
  before: string | undefined;
  /** What it should say; undefined when it should not be there. */
  after: string | undefined;
}

/** Every file that is generated, in whole or in part, and not as it would be now. Throws when a file has lost its marks. */
export async function staleFiles(): Promise<StaleFile[]> {
  const parts = await generated();
  const files = [...new Set([...parts.map(({ file }) => file), ...pages()])];
  return files
    .map((file) => {
      const before = existsSync(file) ? readFileSync(file, "utf8") : undefined;
      const own = parts.filter((part) => part.file === file);
      return { file, before, after: own.length === 0 ? undefined : own.reduce(withPart, before ?? "") };
    })
    .filter(({ before, after }) => before !== after);
}

/** This folder is ours alone: a page of an operation that is no more has to go. */
function pages(): string[] {
  const folder = "docs/operations";
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

/** The whole of a file, or what stands between the two comments that mark a section. */
function withPart(content: string, { file, section, text }: GeneratedPart): string {
  if (section === undefined) return text;
  const pattern = new RegExp(`([^\\n]*generated: ${section}[^\\n]*\\n)[\\s\\S]*?([^\\n]*end of generated[^\\n]*\\n)`);
  if (!pattern.test(content)) throw new Error(`${file} has no section "${section}" between its comments.`);
  return content.replace(pattern, (_, begin: string, end: string) => `${begin}${text}${end}`);
}

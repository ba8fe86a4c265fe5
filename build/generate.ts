/**
 * Writes what follows from the registry of functions: their resources in s.yaml, their table in README.md.
 * Usage: npm run generate [-- --check]; with --check nothing is written and a stale file fails.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { generated } from "./generated.ts";

const check = process.argv.includes("--check");
let stale = 0;
for (const { file, section, text } of generated()) {
  const before = readFileSync(file, "utf8");
  const after = replaceSection(before, section, text);
  if (before === after) continue;
  stale += 1;
  if (check) console.error(`${file}: the section "${section}" is stale. Run \`npm run generate\`.`);
  else writeFileSync(file, after);
}
process.exitCode = check && stale > 0 ? 1 : 0;

/** Puts `text` between the two comments that mark a section. Throws when a file has lost them. */
function replaceSection(content: string, section: string, text: string): string {
  const pattern = new RegExp(`([^\\n]*generated: ${section}[^\\n]*\\n)[\\s\\S]*?([^\\n]*end of generated[^\\n]*\\n)`);
  if (!pattern.test(content)) throw new Error(`No section "${section}" between its comments.`);
  return content.replace(pattern, (_, begin: string, end: string) => `${begin}${text}${end}`);
}

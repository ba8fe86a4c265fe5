/**
 * Writes what follows from the registry of functions: their resources in s.yaml, their table in README.md, their pages
 * in docs/operations. Usage: npm run generate [-- --check]; with --check nothing is written and a stale file fails.
 */
import { rmSync, writeFileSync } from "node:fs";
import { staleFiles } from "./staleFiles.ts";

const check = process.argv.includes("--check");
const stale = await staleFiles();
for (const { file, after } of stale) {
  if (check) console.error(`${file} is stale. Run \`npm run generate\`.`);
  else if (after === undefined) rmSync(file);
  else writeFileSync(file, after);
}
process.exitCode = check && stale.length > 0 ? 1 : 0;

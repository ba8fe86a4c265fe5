import { cpSync, existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { filesOf } from "../sources.mjs";
import { writeWhole } from "../unlessBuilt.mjs";

/** The SDK that functions call ALB through, and what it stands on, by the entry of their TypeScript. */
const ENTRIES = {
  "@alicloud/alb20200616": "src/client.ts",
  "@alicloud/openapi-core": "src/client.ts",
  "@alicloud/tea-typescript": "src/tea.ts",
  "@darabonba/typescript": "src/index.ts",
};

/**
 * Their TypeScript once more, in packages of its own: without comments, which are a third of it, without what models inherit, and
 * with a word that its modules have no side effects, so that esbuild leaves out what is not used without asking a plugin of ours for each import.
 * Returns each package's entry: `{ name: path }`.
 */
export function preparedSdks() {
  prepared ??= Object.fromEntries(Object.entries(ENTRIES).map(([name, entry]) => [name, prepare(name, entry)]));
  return prepared;
}

let prepared;

function prepare(name, entry) {
  const from = realpathSync(join("node_modules", name));
  const into = resolve("dist/sdks/node_modules", name);
  for (const file of filesOf(join(from, "src"))) {
    const source = readFileSync(file, "utf8")
      .replace(COMMENT, "")
      .replaceAll(INHERITED, "")
      .replaceAll(...AS_IT_IS);
    const written = join(into, file.slice(from.length));
    if (!existsSync(written) || readFileSync(written, "utf8") !== source) writeWhole(written, source);
  }
  // Whoever lists the licences of a bundle finds this package, and not the one that it was made of.
  const { version, license } = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
  writeWhole(join(into, "package.json"), JSON.stringify({ name, version, license, sideEffects: false }));
  for (const file of readdirSync(from).filter((entry) => /^licen[cs]e/i.test(entry))) {
    cpSync(join(from, file), join(into, file));
  }
  return join(into, entry);
}

/**
 * What every model of an SDK repeats and does nothing beyond the class that it extends: a constructor, and a validation that
 * asks those of the models within, none of which refuses anything.
 */
const INHERITED =
  /\n {2}(?:constructor\(map\?: \{ \[key: string\]: any \}\) \{\n {4}super\(map\);|validate\(\) \{\n(?: {4}if\(.*\) \{\n {6}(?:\$dara\.Model\.validate(?:Array|Map)\(this\.\w+\)|\(this\.\w+ as any\)\.validate\(\));\n {4}\}\n)* {4}super\.validate\(\);)\n {2}\}\n/g;

/** Node's own modules as they are: esbuild would copy all members of one that is imported whole, for which `crypto` takes 0.2 ms. */
const AS_IT_IS = [/^import (?:\* as )?(crypto|os|querystring) from '\1';$/gm, 'const $1 = require("$1");'];

/** From the beginning of a line to the end of one. */
const COMMENT = /^[ \t]*\/\*\*(?:[^*]|\*(?!\/))*\*\/[ \t]*\n/gm;

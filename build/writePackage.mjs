import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";
import { budgetOf } from "../deployment/packageBudget.mjs";
import { packageZip } from "../deployment/packageZip.mjs";
import { writeWhole } from "./unlessBuilt.mjs";

/**
 * Writes a function's package: its bundle as `index.js`. Where that would weigh more than its budget, zipped, the bundle
 * is compressed by brotli, which makes it an eighth smaller, and `index.js` loads it, which takes some 2 ms longer.
 */
export async function writePackage(folder, bundle) {
  // The repository is made of ES modules; what runs on Function Compute is not.
  const plain = { "package.json": '{ "type": "commonjs" }\n', "index.js": bundle };
  const files = zipKibOf(plain) <= budgetOf(basename(folder)) ? plain : { ...plain, ...(await compressed(bundle)) };
  for (const [file, content] of Object.entries(files)) writeWhole(join(folder, file), content);
  for (const file of readdirSync(folder))
    if (files[file] === undefined) rmSync(join(folder, file), { recursive: true });
}

/** What a package weighs, in KiB: all of it as it is sent to Function Compute. */
export function weightOf(folder) {
  return zipKibOf(Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file))])));
}

function zipKibOf(files) {
  return packageZip(files).length / 1024;
}

/** Named by its content: a loader never meets another build's bundle. */
async function compressed(bundle) {
  const name = `${createHash("sha256").update(bundle).digest("hex").slice(0, 16)}.br`;
  const loader = `"use strict";
const bundle = require("zlib").brotliDecompressSync(require("fs").readFileSync(__dirname + "/${name}")).toString();
new (require("vm").Script)("(function (${SCOPE}) {" + bundle + "\\n})", { filename: __filename }).runInThisContext()(${SCOPE});
`;
  return { [name]: await promisify(brotliCompress)(bundle), "index.js": loader };
}

/** Names that a module finds around it. Whoever evaluates `index.js` may have given it globals of its own. */
const SCOPE = "exports, require, module, __filename, __dirname, process, console, globalThis, global, fetch";

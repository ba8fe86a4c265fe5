import { existsSync, readdirSync, rmSync } from "node:fs";
import { bundleFunction } from "./bundleFunction.mjs";
import { openBuildProgress } from "./openBuildProgress.mjs";
import { readFunctions } from "./readFunctions.mjs";
import { SCHEMAS_FILE } from "./slim/writtenSchemas.mjs";
import { hashesOf, hashOver } from "./sources.mjs";
import { readOptional, writeWhole } from "./unlessBuilt.mjs";
import { weightOf } from "./writePackage.mjs";

/**
 * Builds the package of every function whose own sources have changed, and returns what all weigh:
 * `[{ name, zipKib }]`.
 */
export async function buildFunctions({ plain = false } = {}) {
  const hashes = hashesOf([
    "functions",
    "shared",
    "console",
    "build",
    "deployment/packageBudget.mjs",
    "deployment/packageZip.mjs",
    "package-lock.json",
  ]);
  const tools = [...hashes.keys()].filter((file) => !/^(?:functions|shared|console)\//.test(file));
  const declared = await declaredFunctions(hashes);
  // Of a source whose schemas are written out nothing else may be in the bundle.
  const schemas = readOptional(SCHEMAS_FILE);
  const stampOf = (files, { permissions }) =>
    hashOver([...files, ...tools, "more"], new Map([...hashes, ["more", `${plain} ${permissions} ${schemas}`]]));

  const stale = declared.filter((declaration) => {
    const { files = [], stamp } = readJson(stampFile(declaration.name)) ?? {};
    return stamp !== stampOf(files, declaration) || !existsSync(`dist/functions/${declaration.name}/index.js`);
  });
  const oneIsBuilt = openBuildProgress(stale.length);
  await eachOfTwo(stale, async (declaration) => {
    const files = await bundleFunction(declaration, { plain });
    writeWhole(stampFile(declaration.name), JSON.stringify({ files, stamp: stampOf(files, declaration) }));
    oneIsBuilt();
  });
  const names = declared.map(({ name }) => name);
  for (const folder of readdirSync("dist/functions")) {
    if (!names.includes(folder)) rmSync(`dist/functions/${folder}`, { recursive: true });
  }

  return names.map((name) => ({ name, zipKib: weightOf(`dist/functions/${name}`) }));
}

/** `[{ name, permissions }]`, read again when a source has changed. */
async function declaredFunctions(hashes) {
  const stamp = hashOver(hashes.keys(), hashes);
  const known = readJson("dist/stamps/functions");
  if (known?.stamp === stamp && existsSync(SCHEMAS_FILE)) return known.declared;
  const declared = (await readFunctions()).map(({ name, permissions }) => ({ name, permissions }));
  writeWhole("dist/stamps/functions", JSON.stringify({ stamp, declared }));
  return declared;
}

/** Two at a time: esbuild itself uses every core, the rest is waiting for a Node to start. */
async function eachOfTwo(items, work) {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all([worker(), worker()]);
}

function stampFile(name) {
  return `dist/stamps/function-${name}`;
}

function readJson(file) {
  try {
    return JSON.parse(readOptional(file));
  } catch {
    return undefined;
  }
}

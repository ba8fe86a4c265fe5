// Makes dist/packages/albflow: what the package albflow holds, for `npm pack`. Everything that the command needs of other
// packages is bundled (docs/decisions/two-packages.md); Serverless Devs alone is installed beside it.
// Usage: node build/packCli.mjs, after a build.
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "esbuild";
import { commandBundle } from "./commandBundle.mjs";
import { licencesOf } from "./licencesOf.mjs";
import { inAscii } from "./nodeBundle.mjs";
import { writeWhole } from "./unlessBuilt.mjs";

const out = "dist/packages/albflow";
rmSync(out, { recursive: true, force: true });
mkdirSync(`${out}/dist`, { recursive: true });
const componentNames = readdirSync("dist/components").map((file) => file.replace(/\.cjs$/, ""));

const bundled = await build({
  ...commandBundle(),
  entryPoints: ["cli/albflow.ts", ...componentNames.map((component) => `components/${component}/component.ts`)],
  outdir: `${out}/dist`,
  outbase: ".",
});
for (const { path, text } of bundled.outputFiles) writeWhole(path, inAscii(text));
chmodSync(`${out}/dist/cli/albflow.js`, 0o755);
writeComponents();

const { name, version, description, license, repository, type, engines, dependencies } = JSON.parse(
  readFileSync("package.json", "utf8"),
);
const deployer = "@serverless-devs/s";
const manifest = {
  name,
  version,
  description,
  license,
  repository,
  type,
  engines,
  bin: { albflow: "dist/cli/albflow.js" },
  exports: { "./openApi.json": "./openApi.json", "./package.json": "./package.json" },
  dependencies: { [deployer]: dependencies[deployer] },
};
writeFileSync(`${out}/package.json`, `${JSON.stringify(manifest, undefined, 2)}\n`);
cpSync("shared/features/api/openApi.json", `${out}/openApi.json`);
for (const file of [
  "LICENSE",
  "README.md",
  "README.zh.md",
  "s.yaml",
  "albflow.example.yaml",
  "flows",
  "local/seed/example.yaml",
  "dist/commands.json",
  // By these Serverless Devs finds the components.
  ...componentNames.map((component) => `components/${component}/package.json`),
]) {
  mkdirSync(dirname(join(out, file)), { recursive: true });
  cpSync(file, join(out, file), { recursive: true });
}
writeFileSync(`${out}/dist/functions.br`, packedFunctions());
writeFileSync(`${out}/THIRD-PARTY-LICENSES.txt`, licencesOf(bundled.metafile));

/**
 * Serverless Devs asks for CommonJS, one class a file. What a component does is in the same chunks as the command; its file
 * is a class of the same methods that loads them.
 */
function writeComponents() {
  for (const component of componentNames) {
    const Component = createRequire(import.meta.url)(`../dist/components/${component}.cjs`);
    const methods = Object.getOwnPropertyNames(Component.prototype).filter((method) => method !== "constructor");
    writeFileSync(
      `${out}/dist/components/${component}.cjs`,
      `module.exports = class {
  #loaded;
  constructor(...tools) {
    this.#loaded = import("./${component}/component.js").then((module) => new (Object.values(module)[0])(...tools));
  }
${methods.map((method) => `  async ${method}(...inputs) { return (await this.#loaded).${method}(...inputs); }`).join("\n")}
};
`,
    );
  }
}

/**
 * The built functions as one file: a line of JSON (`[path, length]` of each file), then their contents. Thirty-five bundles
 * of the same sources are hardly larger than one when they are compressed together.
 */
function packedFunctions() {
  const files = readdirSync("dist/functions", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const contents = files.map((file) => readFileSync(file));
  const index = files.map((file, at) => [file.slice("dist/functions/".length), contents[at].length]);
  return brotliCompressSync(Buffer.concat([Buffer.from(`${JSON.stringify(index)}\n`), ...contents]), {
    params: { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS, [constants.BROTLI_PARAM_QUALITY]: 9 },
  });
}

import { readFileSync, rmSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { build } from "esbuild";
import { filesOf } from "./sources.mjs";
import { unlessBuilt, writeWhole } from "./unlessBuilt.mjs";

/** The folders whose modules are written once more, without types. */
const FOLDERS = ["cli", "components", "console", "deployment", "flowlang", "functions", "local", "shared"];
const PLACE = "dist/sources";
const TYPED = /\.tsx?$/;

/**
 * Writes every module of these folders to dist/sources as Node loads it: one file for each, without types
 * (docs/decisions/tests-load-sources-with-node.md).
 */
export async function writePlainSources() {
  await unlessBuilt("sources", [...FOLDERS, "build/plainSources.mjs", "package-lock.json"], async () => {
    const { outputFiles } = await build({
      entryPoints: FOLDERS.flatMap(filesOf).filter((file) => plainSourceOf(file) !== undefined),
      // As a bundle in which each file is alone: so esbuild asks where everything is that a file imports.
      bundle: true,
      write: false,
      outdir: PLACE,
      outbase: ".",
      format: "esm",
      platform: "node",
      target: "node20.10",
      charset: "utf8",
      sourcemap: "inline",
      sourcesContent: false,
      logLevel: "warning",
      // As bundles are made.
      tsconfigRaw: { compilerOptions: { useDefineForClassFields: false, jsx: "react-jsx", jsxImportSource: "#jsx" } },
      plugins: [{ name: "file-by-file", setup }],
    });
    for (const { path, text } of outputFiles) writeWhole(path, text);
    // What imports a source that is gone must not find it.
    const written = new Set(outputFiles.map(({ path }) => path));
    for (const file of filesOf(PLACE)) if (!written.has(resolve(file))) rmSync(file);
  });
}

/** Where a module of these folders is written; undefined for a test, and for any other file. */
export function plainSourceOf(file) {
  const path = relative("", file);
  const isSource = FOLDERS.includes(path.split("/")[0]) && TYPED.test(path) && !/\.(?:test|d)\.tsx?$/.test(path);
  return isSource ? resolve(PLACE, path.replace(TYPED, ".js")) : undefined;
}

function setup({ onResolve, onLoad }) {
  onResolve({ filter: /./ }, ({ path, importer, kind }) => {
    if (kind === "entry-point") return undefined;
    const name = path.startsWith("#jsx/") ? resolve("console/jsx/runtime.ts") : path;
    if (!/^[./]/.test(name)) return { path, external: true };
    const wanted = resolve(dirname(importer), name);
    return { path: addressed(importer, plainSourceOf(wanted) ?? wanted), external: true };
  });
  onLoad({ filter: TYPED }, ({ path }) => {
    const own = `new URL(${JSON.stringify(addressed(path, path))}, import.meta.url).href`;
    const contents = readFileSync(path, "utf8").replace(/\bimport\.meta\.url\b/g, own);
    return { contents, loader: path.endsWith("x") ? "tsx" : "ts" };
  });
}

/** How the module that is written for a source names another file: from where it is, so that a copy of the repository works. */
function addressed(source, file) {
  const path = relative(dirname(plainSourceOf(source)), file);
  return path.startsWith(".") ? path : `./${path}`;
}

import { chmodSync, readdirSync, rmSync } from "node:fs";
import { build } from "esbuild";

/** Bundles what is run by hand into dist; packages stay where npm has put them. */
export async function bundleCli() {
  const { metafile } = await build({
    entryPoints: ["cli/albflow.ts", "build/generate.ts"],
    outdir: "dist",
    outbase: ".",
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    packages: "external",
    keepNames: true,
    loader: { ".json": "json", ".proto": "text" },
    logLevel: "warning",
    metafile: true,
  });
  // npm links the file itself, and the shell runs it by its first line.
  chmodSync("dist/cli/albflow.js", 0o755);
  // Shared chunks are named by their content: those of former builds would pile up.
  for (const file of readdirSync("dist").filter((name) => /-[0-9A-Z]{8}\.js$/.test(name))) {
    if (metafile.outputs[`dist/${file}`] === undefined) rmSync(`dist/${file}`);
  }
}

import { chmodSync, readdirSync, rmSync } from "node:fs";
import { build } from "esbuild";
import { commandBundle } from "./commandBundle.mjs";
import { inAscii } from "./nodeBundle.mjs";
import { writeWhole } from "./unlessBuilt.mjs";

/** Bundles what is run by hand into dist. */
export async function bundleCli() {
  const { metafile, outputFiles } = await build({
    ...commandBundle(),
    entryPoints: ["cli/albflow.ts", "build/generate.ts"],
    outdir: "dist",
    outbase: ".",
  });
  for (const { path, text } of outputFiles) writeWhole(path, inAscii(text));
  // npm links the file itself, and the shell runs it by its first line.
  chmodSync("dist/cli/albflow.js", 0o755);
  // Shared chunks are named by their content: those of former builds would pile up.
  for (const file of readdirSync("dist").filter((name) => /-[0-9A-Z]{8}\.js$/.test(name))) {
    if (metafile.outputs[`dist/${file}`] === undefined) rmSync(`dist/${file}`);
  }
}

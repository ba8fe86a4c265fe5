import { readdirSync } from "node:fs";
import { build } from "esbuild";

/** Bundles what is run by hand into dist/cli: one file a command line; packages stay where npm has put them. */
export async function bundleCli() {
  const entryPoints = readdirSync("cli")
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `cli/${file}`);
  await build({
    entryPoints,
    outdir: "dist/cli",
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    packages: "external",
    keepNames: true,
    loader: { ".json": "json", ".proto": "text" },
    logLevel: "warning",
  });
}

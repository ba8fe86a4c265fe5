import { build } from "esbuild";

/** Bundles what is run by hand into dist; packages stay where npm has put them. */
export async function bundleCli() {
  await build({
    entryPoints: ["cli/albflow.ts", "cli/demo.ts", "build/generate.ts"],
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
  });
}

import { existsSync, readdirSync } from "node:fs";
import { build } from "esbuild";

/** Bundles the components of Serverless Devs into dist/components: it asks for CommonJS, one class a file. */
export async function bundleComponents() {
  const names = readdirSync("components", { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`components/${entry.name}/component.ts`))
    .map(({ name }) => name);
  await build({
    entryPoints: names.map((name) => ({ in: `components/${name}/component.ts`, out: name })),
    outdir: "dist/components",
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20.19",
    packages: "external",
    loader: { ".json": "json" },
    footer: { js: "module.exports = Object.values(module.exports)[0];" },
    logLevel: "warning",
  });
}

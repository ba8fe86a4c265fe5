// Usage: node test/simulation/run.mjs [arguments of simulate.ts]: bundles it into dist and runs it.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
// Several may run at once.
const outfile = join(root, "dist", `simulate-${process.pid}.js`);
try {
  await build({
    entryPoints: [join(here, "simulate.ts")],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "esm",
    packages: "external",
    loader: { ".proto": "text" },
    logLevel: "error",
  });
  const { status } = spawnSync(process.execPath, ["--max-semi-space-size=64", outfile, ...process.argv.slice(2)], {
    cwd: root,
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(outfile, { force: true });
}

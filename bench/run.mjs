// Usage: node bench/run.mjs <name> [arguments]: bundles bench/<name>.ts to dist/bench/<name>.js and runs it there.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const bench = dirname(fileURLToPath(import.meta.url));
const root = dirname(bench);
const [name, ...rest] = process.argv.slice(2);

// The peers are a package of their own, so that nobody who only uses albflow installs them.
if (!existsSync(join(bench, "node_modules"))) {
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: bench,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) process.exit(1);
}
await build({
  entryPoints: [join(bench, `${name}.ts`)],
  outfile: join(root, "dist", "bench", `${name}.js`),
  bundle: true,
  platform: "node",
  target: "node20.19",
  format: "esm",
  packages: "external",
  logLevel: "error",
});
const { status } = spawnSync(process.execPath, ["--expose-gc", join(root, "dist", "bench", `${name}.js`), ...rest], {
  cwd: root,
  stdio: "inherit",
});
process.exit(status ?? 1);

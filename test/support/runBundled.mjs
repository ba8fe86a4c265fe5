import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** Bundles a TypeScript program of the tests (its path from the root) into dist and runs it with the arguments of this process. */
export async function runBundled(entryPoint) {
  // Several may run at once.
  const outfile = join(root, "dist", `${basename(entryPoint, ".ts")}-${process.pid}.js`);
  try {
    await build({
      entryPoints: [join(root, entryPoint)],
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
}

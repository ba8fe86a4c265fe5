// Makes local/dist: what the package albflow-local holds. Called by `npm pack` in local/ (its `prepack`).
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { NODE_BUNDLE } from "./nodeBundle.mjs";

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));
const out = "local/dist";
rmSync(out, { recursive: true, force: true });
await build({
  absWorkingDir: process.cwd(),
  entryPoints: ["local/index.ts", "local/command.ts"],
  outdir: out,
  ...NODE_BUNDLE,
  packages: "external",
});
chmodSync(`${out}/command.js`, 0o755);
copyFileSync("LICENSE", "local/LICENSE");
writeTypes();

/** Declarations of everything that the library's types reach, as TypeScript makes them, named as Node finds them. */
function writeTypes() {
  const folder = mkdtempSync(join(tmpdir(), "albflow-types-"));
  const config = join(folder, "tsconfig.json");
  const root = process.cwd();
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, "tsconfig.json"),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        rootDir: root,
        outDir: join(root, out, "types"),
        typeRoots: [join(root, "node_modules/@types")],
        removeComments: false,
      },
      include: [],
      files: [join(root, "local/index.ts")],
    }),
  );
  const { status, stdout } = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", config], {
    encoding: "utf8",
  });
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(`The types of albflow-local cannot be written:\n${stdout}`);
  for (const file of readdirSync(`${out}/types`, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".d.ts")) continue;
    const path = join(out, "types", file);
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(/(["'])(\.{1,2}\/[^"']+)\.ts\1/g, "$1$2.js$1"));
  }
}

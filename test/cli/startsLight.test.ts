import { readdirSync, readFileSync } from "node:fs";
import { build } from "esbuild";
import { expect, test } from "vitest";

test("a command line that only knows which commands there are loads no library but the one that reads it", async () => {
  const { metafile } = await build({
    entryPoints: ["cli/runProgram.ts"],
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    packages: "external",
    outdir: "dist",
    splitting: true,
  });
  const reached = new Set(["cli/runProgram.ts"]);
  const packages = new Set<string>();
  for (const file of reached) {
    for (const { path, kind, external } of metafile.inputs[file]?.imports ?? []) {
      if (kind === "dynamic-import") continue;
      if (external === true && !path.startsWith("node:")) packages.add(path);
      else if (external !== true) reached.add(path);
    }
  }
  expect(reached.size).toBeGreaterThan(20);
  expect([...packages]).toEqual(["commander"]);
});

test("no file of the command has a letter beyond ASCII, for which Node would keep the whole file in twice the memory", () => {
  const files = readdirSync("dist").filter((name) => name.endsWith(".js"));
  expect(files.length).toBeGreaterThan(20);
  const beyond = files.filter((name) => /[^\0-\x7f]/.test(readFileSync(`dist/${name}`, "utf8")));
  expect(beyond).toEqual([]);
});

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { plainSourceOf } from "./plainSources.mjs";

const folder = mkdtempSync(join(tmpdir(), "albflow-sources-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a source of ours is written beside the others, a test and a declaration are not", () => {
  expect(plainSourceOf(resolve("shared/core/verdict.ts"))).toBe(resolve("dist/sources/shared/core/verdict.js"));
  expect(plainSourceOf(resolve("console/views/overview.tsx"))).toBe(resolve("dist/sources/console/views/overview.js"));
  for (const other of ["shared/core/verdict.test.ts", "build/x.d.mts", "local/x.d.ts", "test/x.ts", "cli/x.mjs"])
    expect(plainSourceOf(resolve(other))).toBeUndefined();
});

test("what is written imports what the source imports, tells the source's own place, and forgets a source that is gone", () => {
  const folders = ["cli", "components", "console", "deployment", "flowlang", "functions", "local", "shared", "build"];
  for (const name of folders) mkdirSync(join(folder, name));
  cpSync("build/plainSources.mjs", join(folder, "build/plainSources.mjs"));
  writeFileSync(join(folder, "package-lock.json"), "{}");
  const file = (name: string) => join(folder, name);
  writeFileSync(
    file("shared/a.ts"),
    'import { b } from "../cli/b.ts";\nexport const a: string = b + import.meta.url;\n',
  );
  writeFileSync(file("cli/b.ts"), 'export const b: string = "at ";\n');
  const write = `import(${JSON.stringify(resolve("build/plainSources.mjs"))}).then((it) => it.writePlainSources())`;
  const node = (code: string) => spawnSync(process.execPath, ["-e", code], { cwd: folder, encoding: "utf8" });
  expect(node(write)).toMatchObject({ status: 0, stderr: "" });
  writeFileSync(file("dist/package.json"), '{ "type": "module" }');
  const { stdout } = node('import("./dist/sources/shared/a.js").then(({ a }) => console.log(a))');
  expect(stdout).toBe(`at file://${file("shared/a.ts")}\n`);
  rmSync(file("cli/b.ts"));
  expect(node(write)).toMatchObject({ status: 0 });
  expect(existsSync(file("dist/sources/cli/b.js"))).toBe(false);
  expect(readFileSync(file("dist/sources/shared/a.js"), "utf8")).toContain("../cli/b.js");
});

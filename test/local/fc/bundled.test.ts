import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { expect, it } from "vitest";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Calls a function in every isolation and prints what it answered. */
const SCRIPT = `
  import { createFunctionCompute } from "../../../local/fc/functionCompute.ts";
  import { testContext } from "../testContext.ts";
  const identity = { accountId: "1234567890123456", accessKeyId: "local" };
  for (const isolation of [{ kind: "thread" }, { kind: "process", node: process.execPath }, { kind: "inProcess" }]) {
    const functions = [{ functionName: "text", runtime: "nodejs20", handler: "index.text", code: "./functions" }];
    const fc = createFunctionCompute(testContext(), { codeRoot: process.argv[2], isolation, functions });
    console.log((await fc.invoke({ functionName: "text", body: "", identity })).body.toString());
    await fc.close();
  }`;

it.each([
  ["as it is", {}],
  ["with names kept", { keepNames: true }],
  ["minified, with names kept", { minify: true, keepNames: true }],
])("functions run when the platform was bundled %s", (_, options) => {
  const outfile = here(`.bundled-${process.pid}.mjs`);
  buildSync({
    stdin: { contents: SCRIPT, resolveDir: here("."), loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    outfile,
    ...options,
  });
  try {
    const printed = execFileSync(process.execPath, [outfile, here(".")], { encoding: "utf8" });
    expect(printed.trim().split("\n")).toEqual(["just text", "just text", "just text"]);
  } finally {
    rmSync(outfile);
  }
});

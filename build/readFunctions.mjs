import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { z } from "zod";
import { writeWhole } from "./unlessBuilt.mjs";

/** The functions that functions/registry.ts declares, read before they are built and without loading an SDK. */
export async function readFunctions() {
  const { outputFiles } = await build({
    entryPoints: ["functions/registry.ts"],
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node20.19",
    logLevel: "warning",
    logOverride: { "import-is-undefined": "silent" },
    packages: "external",
    plugins: [withoutSdks],
  });
  const { text } = outputFiles[0];
  const file = resolve("dist/build/registry.mjs");
  writeWhole(file, text);
  const { functions, operations } = await import(
    `${pathToFileURL(file).href}?${createHash("sha256").update(text).digest("hex")}`
  );
  writeWhole("dist/commands.json", JSON.stringify(Object.values(operations).map(commandOf)));
  return functions;
}

/** What the command line needs to know of an operation. */
function commandOf({ name, area, summary, impact, input }) {
  return { name, area, summary, impact, input: z.toJSONSchema(input, { io: "input", unrepresentable: "any" }) };
}

/** The registry mentions SDKs only for what functions do when they are called. */
const withoutSdks = {
  name: "without-sdks",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@(?:alicloud|darabonba)\// }, ({ path }) => ({ path, namespace: "sdk" }));
    onLoad({ filter: /.*/, namespace: "sdk" }, () => ({ contents: "module.exports = class {};" }));
  },
};

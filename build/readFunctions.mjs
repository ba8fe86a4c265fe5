import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { filesWithSchemas, keptSchemas, SCHEMAS_FILE } from "./slim/writtenSchemas.mjs";
import { writeWhole } from "./unlessBuilt.mjs";

/**
 * The functions that functions/registry.ts declares, read before they are built and without loading an SDK. Writes down what they
 * take: for the command, and for their own packages (SCHEMAS_FILE).
 */
export async function readFunctions() {
  const { outputFiles } = await build({
    stdin: { contents: entry(), resolveDir: ".", loader: "ts" },
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node20.19",
    logLevel: "warning",
    logOverride: { "import-is-undefined": "silent" },
    packages: "external",
    plugins: [withoutSdks, keptSchemas()],
  });
  const { text } = outputFiles[0];
  const file = resolve("dist/build/registry.mjs");
  writeWhole(file, text);
  const { functions, operations, jsonSchemaOf, describedSchemaOf } = await import(
    `${pathToFileURL(file).href}?${createHash("sha256").update(text).digest("hex")}`
  );
  writeWhole(
    "dist/commands.json",
    JSON.stringify(Object.values(operations).map((one) => commandOf(one, describedSchemaOf))),
  );
  const constants = mapped(globalThis.albflowSchemas, (schemas) => mapped(schemas, (one) => saidBy(one, jsonSchemaOf)));
  const inputs = mapped(operations, ({ input }) => jsonSchemaOf(input));
  writeWhole(SCHEMAS_FILE, JSON.stringify({ constants, operations: inputs }));
  return functions;
}

/** All that makes schemas is evaluated, also what functions load later. */
function entry() {
  return `
    export * from "./functions/registry.ts";
    export { describedSchemaOf, jsonSchemaOf } from "./shared/platform/jsonSchemaOf.ts";
    ${filesWithSchemas()
      .map((file) => `import "./${file}";`)
      .join("\n")}`;
}

/** A schema as JSON; undefined where JSON cannot say it, as some are only documentation, or parts of others. */
function saidBy(schema, jsonSchemaOf) {
  try {
    return jsonSchemaOf(schema);
  } catch {
    return undefined;
  }
}

function mapped(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}

/** What the command line needs to know of an operation. */
function commandOf({ name, area, summary, impact, input }, describedSchemaOf) {
  return { name, area, summary, impact, input: describedSchemaOf(input) };
}

/** The registry mentions SDKs only for what functions do when they are called. */
const withoutSdks = {
  name: "without-sdks",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@(?:alicloud|darabonba)\// }, ({ path }) => ({ path, namespace: "sdk" }));
    onLoad({ filter: /.*/, namespace: "sdk" }, () => ({ contents: "module.exports = class {};" }));
  },
};

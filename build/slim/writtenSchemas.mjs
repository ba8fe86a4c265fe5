import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { parseSync } from "rolldown/utils";
import { filesOf } from "../sources.mjs";

/** Where `readFunctions` writes what `writtenSchemas` puts into functions: `{ constants: { [file]: { [name]: schema } }, operations }`. */
export const SCHEMAS_FILE = "dist/build/schemas.json";

/**
 * An esbuild plugin that puts JSON Schemas in place of zod's, which functions would load zod for, and make anew at each cold
 * start: in place of constants, and of the inputs that operations are defined with. `schemas` is what SCHEMAS_FILE holds.
 */
export function writtenSchemas(schemas = JSON.parse(readFileSync(SCHEMAS_FILE, "utf8"))) {
  return {
    name: "written-schemas",
    setup({ onResolve, onLoad }) {
      onLoad({ filter: filterOf(sourcesWithSchemas().keys()) }, ({ path }) => ({
        contents: withSchemas(relative(".", path), sourcesWithSchemas().get(relative(".", path)), schemas),
        loader: "ts",
      }));
      for (const [file, contents] of Object.entries(PASSED_ON))
        onLoad({ filter: filterOf([file]) }, () => ({ contents }));
      onResolve({ filter: /^zod$/ }, () => ({ path: ZOD, namespace: "left-out", sideEffects: false }));
      onLoad({ filter: /^zod$/, namespace: "left-out" }, () => ({ contents: "module.exports = {};" }));
    },
  };
}

/** Stops the build where a function would still make a schema itself. `metafile` is its bundle's. */
export function demandNoZod(metafile) {
  for (const { inputs } of Object.values(metafile.outputs)) {
    if ((inputs[`left-out:${ZOD}`]?.bytesInOutput ?? 0) === 0) continue;
    const files = Object.keys(inputs).filter((file) => sourcesWithSchemas().has(file));
    throw new Error(
      `A function has no zod: let its schemas be constants that begin with \`z.\`, and that jsonSchemaOf can say. One of: ${files.join(", ")}.`,
    );
  }
}

/** An esbuild plugin that keeps every schema of a bundle's sources in `globalThis.albflowSchemas`: `{ [file]: { [name]: schema } }`. */
export function keptSchemas() {
  return {
    name: "kept-schemas",
    setup({ onLoad }) {
      onLoad({ filter: filterOf(sourcesWithSchemas().keys()) }, ({ path }) => {
        const file = relative(".", path);
        const source = sourcesWithSchemas().get(file);
        const names = constantsIn(file, source).map(({ name }) => name);
        const kept = `(globalThis.albflowSchemas ??= {})[${JSON.stringify(file)}] = { ${names.join(", ")} };`;
        return { contents: `${source}\n${kept}`, loader: "ts" };
      });
    },
  };
}

/** A source with its schemas written out. What no schema of JSON can say stays, which `demandNoZod` refuses where it is used. */
export function withSchemas(file, source, { constants, operations }) {
  const written = constantsIn(file, source).flatMap(({ name, start, end }) => {
    const schema = constants[file]?.[name];
    return schema === undefined ? [] : [{ start, end, text: JSON.stringify(schema) }];
  });
  const inputs = inputsIn(file, source).flatMap(({ operation, start, end }) => {
    const schema = operations[operation];
    return schema === undefined ? [] : [{ start, end, text: JSON.stringify(schema) }];
  });
  const edits = [...written, ...inputs].sort((one, other) => other.start - one.start);
  return edits.reduce((text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end), source);
}

const ZOD = "zod";

/** What makes schemas while a function loads passes on what is written out. */
const PASSED_ON = {
  "shared/platform/jsonSchemaOf.ts": "export const jsonSchemaOf = (schema) => schema;",
  "shared/core/operationInput.ts":
    "export const inputOnListener = (input) => input; export const inputOfCreation = inputOnListener;",
};

/** The paths of all sources that make schemas. */
export function filesWithSchemas() {
  return [...sourcesWithSchemas().keys()];
}

let withZod;

/** Every source that makes schemas, by its path. */
function sourcesWithSchemas() {
  withZod ??= new Map(
    ["functions", "shared"]
      .flatMap(filesOf)
      .filter((file) => file.endsWith(".ts") && !Object.hasOwn(PASSED_ON, file))
      .map((file) => [file, readFileSync(file, "utf8")])
      .filter(([, source]) => /^import \* as z from "zod"|= define(?:Operation|Creation)\(/m.test(source)),
  );
  return withZod;
}

/** Where a source's own constants begin and end that are schemas: `const one = z.…`. */
function constantsIn(file, source) {
  return statementsOf(file, source)
    .flatMap((statement) => statement.declaration ?? statement)
    .flatMap(({ type, declarations = [] }) => (type === "VariableDeclaration" ? declarations : []))
    .filter(({ init }) => init !== null && rootOf(init) === "z")
    .map(({ id, init }) => ({ name: id.name, start: init.start, end: init.end }));
}

/** Where the inputs of operations begin and end: `defineOperation({ name: "startListener", input: … })`. */
function inputsIn(file, source) {
  return statementsOf(file, source)
    .flatMap((statement) => statement.declaration?.declarations ?? [])
    .filter(({ init }) => init?.type === "CallExpression" && DEFINITIONS.has(init.callee.name))
    .map(({ init }) => {
      const { name, input } = Object.fromEntries(init.arguments[0].properties.map((one) => [one.key?.name, one.value]));
      return { operation: name.value, start: input.start, end: input.end };
    });
}

const DEFINITIONS = new Set(["defineOperation", "defineCreation"]);

function statementsOf(file, source) {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors[0].message}`);
  return program.body;
}

/** What a chain of calls and members begins with. */
function rootOf({ type, name, callee, object }) {
  if (type === "Identifier") return name;
  const before = callee ?? object;
  return before == null ? undefined : rootOf(before);
}

/** Matches these files of this folder and no other. */
function filterOf(files) {
  const escaped = [...files].map((file) => resolve(file).replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^(?:${escaped.join("|")})$`);
}

import { readFileSync } from "node:fs";

/**
 * An esbuild plugin that bundles of zod only what is used. `z` is an object that holds all of zod; as a namespace it can be
 * shaken. Functions check their input and never describe it, so making JSON Schemas is left out.
 */
export function slimZod() {
  return {
    name: "slim-zod",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/](?:functions|shared)[\\/].*\.ts$/ }, ({ path }) => ({
        contents: readFileSync(path, "utf8").replace('import { z } from "zod"', 'import * as z from "zod"'),
        loader: "ts",
      }));
      onLoad({ filter: /zod[\\/]v4[\\/]core[\\/](?:to-json-schema|json-schema-processors)\.js$/ }, ({ path }) => ({
        contents: leftOut(path),
        loader: "js",
      }));
    },
  };
}

/** A module with the same exports, each of which refuses to be called. */
function leftOut(path) {
  const names = [...readFileSync(path, "utf8").matchAll(/^export (?:const|function|class) (\w+)/gm)].map(
    ([, name]) => name,
  );
  if (names.length === 0) throw new Error(`${path} is not written as it used to be: no exports were recognised in it.`);
  return [
    `function leftOut() { throw new Error("JSON Schemas are left out of functions (build/slim/slimZod.mjs)"); }`,
    `export { ${names.map((name) => `leftOut as ${name}`).join(", ")} };`,
  ].join("\n");
}

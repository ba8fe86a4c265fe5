import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { filesOf } from "../sources.mjs";

/**
 * An esbuild plugin that makes our own schemas light. It takes the descriptions of fields out: people read them in the documentation,
 * in the help of the command and in the forms, all of which are made of the sources, and for each zod would copy its schema while a
 * function loads. And it says of schemas that nothing but they themselves is made, so that those that a function does not use stay out.
 */
export function slimSchemas() {
  slim ??= new Map(
    ["functions", "shared"]
      .flatMap(filesOf)
      .filter((file) => file.endsWith(".ts"))
      .map((file) => [resolve(file), readFileSync(file, "utf8")])
      .filter(([, source]) => source.includes('from "zod"'))
      .map(([file, source]) => [file, slimmed(source)]),
  );
  return {
    name: "slim-schemas",
    setup({ onLoad }) {
      const escaped = [...slim.keys()].map((file) => file.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
      onLoad({ filter: new RegExp(`^(?:${escaped.join("|")})$`) }, ({ path }) => ({
        contents: slim.get(path),
        loader: "ts",
      }));
    },
  };
}

let slim;

/** A source of ours as a function carries it. */
export function slimmed(source) {
  return source.replaceAll(DESCRIPTION, "").replaceAll(MAKING, "/* @__PURE__ */ $&");
}

/** A call of `describe` with a text, and nothing else of that name. */
const DESCRIPTION = /\s*\.describe\(\s*(?:"(?:[^"\\\n]|\\.)*"|`[^`]*`)\s*,?\s*\)/g;

/** The beginning of a schema, and of what it says of what it refuses. */
const MAKING = /\bz(?=\s*\.\s*[a-z])|\bmust(?=\()/g;

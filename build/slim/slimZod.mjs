import { readFileSync } from "node:fs";
import { filesOf } from "../sources.mjs";

/**
 * An esbuild plugin that bundles of zod only what is used. `z` is an object that holds all of zod; as a namespace it can be
 * shaken. Functions check their input and never describe it, so making JSON Schemas is left out, and so are the methods of
 * schemas that nothing of ours mentions: each would keep a type alive.
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
      onLoad({ filter: /zod[\\/]v4[\\/]classic[\\/]schemas\.js$/ }, ({ path }) => ({
        contents: mentionedMethods(readFileSync(path, "utf8"), path),
        loader: "js",
      }));
    },
  };
}

/** The methods of schemas that our sources, or zod's own, call by their name. */
function mentionedMethods(source, path) {
  mentioned ??= new Set(
    ["functions", "shared"]
      .flatMap(filesOf)
      .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/\.(\w+)/g)].map(([, name]) => name)),
  );
  const own = new Set([...source.matchAll(/\b(?:this|inst|schema|self|cl)\??\.(\w+)/g)].map(([, name]) => name));
  let dropped = 0;
  // What is handed on under another name keeps all of it alive.
  const utilities = 'import { util } from "../core/index.js";';
  if (!source.includes(utilities)) throw new Error(`${path} no longer contains ${utilities}`);
  const kept = source
    .replace(utilities, 'import * as util from "../core/util.js";')
    .replaceAll("core.util.", "util.")
    .replace(METHOD, (method, name, assigned) => {
      if (mentioned.has(name ?? assigned) || own.has(name ?? assigned)) return method;
      dropped += 1;
      return "";
    });
  if (dropped === 0) throw new Error(`${path} is not written as it used to be: no method was recognised in it.`);
  return kept;
}

let mentioned;

/** Of an object of four spaces' indent: `name(…) { … },` or `name: function … { … },` */
const METHOD = /\n {4}(?:(?:async )?(\w+)\([^\n]*\) \{|(\w+): (?:async )?function [^\n]*\{)\n[\s\S]*?\n {4}\},/g;

/** A module with the same exports, each of which refuses to be called. */
function leftOut(path) {
  const exported = /^export (?:const|function|class) (\w+)/gm;
  const names = [...readFileSync(path, "utf8").matchAll(exported)].map(([, name]) => name);
  if (names.length === 0) throw new Error(`${path} is not written as it used to be: no exports were recognised in it.`);
  return [
    `function leftOut() { throw new Error("JSON Schemas are left out of functions (build/slim/slimZod.mjs)"); }`,
    `export { ${names.map((name) => `leftOut as ${name}`).join(", ")} };`,
  ].join("\n");
}

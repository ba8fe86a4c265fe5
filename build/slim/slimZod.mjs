import { readFileSync } from "node:fs";
import { filesOf } from "../sources.mjs";

/**
 * An esbuild plugin that takes out of zod's schemas the methods that neither our sources nor zod itself call by their name: each
 * would keep a type of schema alive.
 */
export function slimZod() {
  mentioned ??= namesIn(
    ["functions", "shared"].flatMap(filesOf).map((file) => readFileSync(file, "utf8")),
    /\.(\w+)/g,
  );
  return {
    name: "slim-zod",
    setup({ onLoad }) {
      onLoad({ filter: /zod[\\/]v4[\\/]classic[\\/]schemas\.js$/ }, ({ path }) => {
        // What is handed on under another name would keep all of it alive.
        const whole = 'import { util } from "../core/index.js";';
        const source = readFileSync(path, "utf8");
        const own = namesIn([source], /\b(?:this|inst|schema|self|cl)\??\.(\w+)/g);
        const contents = source
          .replace(whole, 'import * as util from "../core/util.js";')
          .replaceAll("core.util.", "util.")
          .replace(METHOD, (method, name) => (mentioned.has(name) || own.has(name) ? method : ""));
        if (!source.includes(whole) || source.search(METHOD) < 0)
          throw new Error(`${path} is not written as it used to be.`);
        return { contents };
      });
    },
  };
}

let mentioned;

function namesIn(texts, pattern) {
  return new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name)));
}

/** Of an object of four spaces' indent: `name(…) { … },` or `name: function … { … },` */
const METHOD = /\n {4}(?:async )?(\w+)(?:: (?:async )?function [^\n]*|\([^\n]*\) )\{\n[\s\S]*?\n {4}\},/g;

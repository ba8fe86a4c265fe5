import { readFileSync } from "node:fs";

/**
 * An esbuild plugin that has large JSON parsed when it is loaded: as JavaScript it would be read more slowly, and be kept twice.
 */
export function jsonAsText() {
  return {
    name: "json-as-text",
    setup({ onLoad }) {
      onLoad({ filter: /\.json$/ }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        if (text.length < LARGE) return undefined;
        const json = JSON.stringify(JSON.stringify(JSON.parse(text)));
        return { contents: `export default /* @__PURE__ */ JSON.parse(${json});`, loader: "js" };
      });
    },
  };
}

/** Characters. */
const LARGE = 10_000;

/** How esbuild makes what people run with Node: entry points that share chunks, as ES modules, with the names that errors tell. */
export const NODE_BUNDLE = {
  bundle: true,
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  keepNames: true,
  loader: { ".json": "json", ".proto": "text" },
  logLevel: "warning",
};

/** esbuild leaves letters of other scripts in regular expressions as they are: one makes Node keep the whole file in twice the memory. */
export function inAscii(text) {
  return text.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

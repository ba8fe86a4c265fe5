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

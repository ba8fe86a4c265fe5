import { readFileSync } from "node:fs";
import { transform } from "esbuild";

const texts = new Map();

/**
 * The source of a package's module with short names for what only it sees. Names of our own stay as they are: they are what
 * a stack trace says. Each text is worked on once, for all functions.
 */
export function shortNames(path, source = readFileSync(path, "utf8")) {
  const key = `${path}\n${source}`;
  if (!texts.has(key)) {
    const options = {
      loader: path.endsWith(".ts") ? "ts" : "js",
      sourcefile: path,
      target: "node20.10",
      minifyIdentifiers: true,
      tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
      ...(/^(?:import|export)\b/m.test(source) ? { format: "esm" } : {}),
    };
    texts.set(
      key,
      transform(source, options).then(({ code }) => ({ contents: code, loader: "js" })),
    );
  }
  return texts.get(key);
}

/** An esbuild plugin that does this to every package that no plugin before it has loaded. */
export function shortNamesInPackages() {
  return {
    name: "short-names",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?[jt]s$/ }, ({ path }) => shortNames(path));
    },
  };
}

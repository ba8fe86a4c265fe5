import { basename } from "node:path";
import { build } from "esbuild";

/**
 * Bundles a module as CommonJS, in several files: `index.js`, and one for each module that is imported by `import(…)`, which is
 * loaded when it is first needed. What several of them share is in the one that all others come by, most often `index.js`, so that
 * nothing exists twice. `options` are esbuild's. Returns `{ files: { [name]: text }, metafile }`.
 */
export async function splitBundle(contents, { minify, ...options }) {
  const stdin = { contents, resolveDir: ".", loader: "ts" };
  // esbuild splits ES modules, and puts what is shared into chunks: by the files that share them.
  const { outputFiles, metafile } = await build({
    ...options,
    stdin,
    format: "esm",
    splitting: true,
    minifySyntax: minify,
    minifyIdentifiers: minify,
    minifyWhitespace: minify,
    outdir: "/",
    entryNames: "index",
    chunkNames: "[name]-[hash]",
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const made = madeFiles(metafile);
  const places = placesOf(made);
  const files = {};
  for (const part of new Set(places.values())) {
    const { outputFiles: bundled } = await build({
      ...options,
      plugins: [placed(part, places, texts)],
      stdin: { contents: entryOf(part, places, made), loader: "js" },
      format: "cjs",
      // As `require`, which is quicker than what Node has for ES modules.
      supported: { "dynamic-import": false },
      minify,
      metafile: false,
      // Of a file of its own everything is taken by name.
      logOverride: { ...options.logOverride, "ignored-bare-import": "silent" },
    });
    files[part] = bundled[0].text;
  }
  return { files, metafile };
}

const MAIN = "index.js";

/** What each of the files that esbuild has made exports, and imports of the others: `Map { name: { exports, now, later } }`. */
function madeFiles({ outputs }) {
  return new Map(
    Object.entries(outputs).map(([path, { imports, exports }]) => {
      const own = imports.filter(({ external }) => external !== true);
      const ofKind = (wanted) => own.filter(({ kind }) => kind === wanted).map((one) => basename(one.path));
      return [basename(path), { exports, now: ofKind("import-statement"), later: ofKind("dynamic-import") }];
    }),
  );
}

/** In which part each file belongs: `Map { file: part }`; a part is called like the file that it begins with. */
function placesOf(made) {
  const needed = neededByParts(made);
  const parts = [...needed.keys()];
  const importers = (part) =>
    parts.filter((one) => one !== part && [...needed.get(one)].some((file) => made.get(file).later.includes(part)));
  /** The only part that one is loaded by: when one runs, that part does. */
  const before = new Map(parts.map((part) => [part, importers(part).length === 1 ? importers(part)[0] : MAIN]));

  const placeOf = (file) => {
    const users = parts.filter((part) => needed.get(part).has(file));
    const first = users.find((user) => users.every((other) => other === user || before.get(other) === user));
    return parts.includes(file) ? file : (first ?? MAIN);
  };
  const used = [...made.keys()].filter((file) => parts.some((part) => needed.get(part).has(file)));
  const places = new Map(used.map((file) => [file, placeOf(file)]));
  // What a file needs at once is there when it runs: in its own part, or in one before.
  const isThere = (place, at) => place === at || place === MAIN || (at !== MAIN && isThere(place, before.get(at)));
  for (let moved = true; moved; ) {
    moved = false;
    for (const [file, place] of places) {
      for (const one of made.get(file).now.filter((needs) => !isThere(places.get(needs), place))) {
        places.set(one, MAIN);
        moved = true;
      }
    }
  }
  return places;
}

/** What is loaded with each part: `Map { part: files }`. What only unused code would import is no part. */
function neededByParts(made) {
  const needed = new Map();
  const follow = (part) => {
    if (needed.has(part)) return;
    needed.set(part, neededBy(part, made));
    for (const file of needed.get(part)) made.get(file).later.forEach(follow);
  };
  follow(MAIN);
  return needed;
}

/** The files that are loaded with one, itself among them. */
function neededBy(file, made, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const one of made.get(file).now) neededBy(one, made, found);
  return found;
}

/** A part passes on what its first file exports, and what others need of its other files. */
function entryOf(part, places, made) {
  const others = [...places].filter(([file, place]) => place === part && file !== part);
  const own = made.get(part).exports.includes("default") ? ["*", "{ default }"] : ["*"];
  return [
    ...own.map((what) => `export ${what} from "./${part}";`),
    ...others.map(([file]) => `export * as ${nameOf(file)} from "./${file}";`),
  ].join("\n");
}

/** An esbuild plugin that takes the files of a part into it, and has those of others required from where they are. */
function placed(part, places, texts) {
  return {
    name: "placed",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\// }, ({ path, kind, namespace }) => {
        const file = basename(path);
        if (namespace === "elsewhere" || kind === "dynamic-import") return { path, external: true };
        return { path: file, namespace: places.get(file) === part ? "here" : "elsewhere", sideEffects: false };
      });
      onLoad({ filter: /./, namespace: "here" }, ({ path }) => ({ contents: texts.get(path), loader: "js" }));
      onLoad({ filter: /./, namespace: "elsewhere" }, ({ path }) => {
        const [place, own] = [places.get(path), places.get(path) === path ? "" : `.${nameOf(path)}`];
        return { contents: `module.exports = require("./${place}")${own};`, loader: "js" };
      });
    },
  };
}

/** What a part calls the exports of one of its files: `chunk-7K2Q.js` is `chunk_7K2Q`. */
function nameOf(file) {
  return file.replace(/\.js$/, "").replaceAll(/\W/g, "_");
}

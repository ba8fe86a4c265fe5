import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { build } from "esbuild";

/** What goes to browsers, by what console/assets.ts calls it. */
const PARTS = {
  script: { ending: "js", type: "text/javascript; charset=utf-8" },
  style: { ending: "css", type: "text/css; charset=utf-8" },
  icon: { ending: "svg", type: "image/svg+xml" },
};

/**
 * Bundles the console's script and style for browsers of the last years, each named by the hash of its content:
 * `{ script, style, icon }`, as `Asset` in console/assets.ts, and the files that they were made of.
 */
export async function consoleAssets() {
  const { outputFiles, metafile } = await build({
    entryPoints: { script: "console/islands/main.ts", style: "console/style/console.css" },
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: "esm",
    target: ["chrome111", "firefox113", "safari16.4"],
    outdir: "dist/console",
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    logLevel: "warning",
  });
  const texts = {
    script: outputFiles.find(({ path }) => path.endsWith(".js")).text,
    style: outputFiles.find(({ path }) => path.endsWith(".css")).text,
    icon: readFileSync("console/style/icon.svg", "utf8"),
  };
  const assets = Object.fromEntries(
    Object.entries(PARTS).map(([part, { ending, type }]) => {
      const hash = createHash("sha256").update(texts[part]).digest("hex").slice(0, 8);
      return [part, { name: `${part === "icon" ? "icon" : "console"}.${hash}.${ending}`, type, text: texts[part] }];
    }),
  );
  return { assets, files: [...Object.keys(metafile.inputs), "console/style/icon.svg"] };
}

/** An esbuild plugin that puts the assets in place of console/assets.ts, and tells what they were made of. */
export function withConsoleAssets(used) {
  return {
    name: "console-assets",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]console[\\/]assets\.ts$/ }, async () => {
        const { assets, files } = await consoleAssets();
        used.push(...files);
        return { contents: `export const assets = ${JSON.stringify(assets)};`, loader: "js" };
      });
    },
  };
}

import { build } from "esbuild";
import { minifySync } from "rolldown/utils";
import { withConsoleAssets } from "./consoleAssets.mjs";
import { inlineLogProto } from "./slim/inlineLogProto.mjs";
import { slimSdk } from "./slim/slimSdk.mjs";
import { standIns } from "./slim/standIns.mjs";
import { demandNoZod, writtenSchemas } from "./slim/writtenSchemas.mjs";
import { writePackage } from "./writePackage.mjs";

/**
 * Bundles a function into one CommonJS file, in a package of its own: `dist/functions/<name>`. With `plain`, npm's packages
 * go in as they are. Returns the files of this repository that went into it.
 */
export async function bundleFunction({ name, permissions }, { plain = false } = {}) {
  const options = bundling(permissions, { plain });
  const forBrowsers = [];
  const { outputFiles, metafile } = await build({
    // What a function says of itself is read when it is built, and not sent.
    stdin: { contents: `export { handler } from "./functions/${name}.ts";`, resolveDir: ".", loader: "ts" },
    ...options,
    plugins: [...options.plugins, withConsoleAssets(forBrowsers)],
  });
  demandNoZod(metafile);
  const [{ text }] = outputFiles;
  await writePackage(`dist/functions/${name}`, plain ? text : minified(text));
  const files = [...Object.keys(metafile.inputs), ...forBrowsers];
  return files.filter((file) => /^(?:functions|shared|console)\//.test(file));
}

/** Once more, over the whole of a bundle: what esbuild has minified is three hundredths lighter after it. */
function minified(bundle) {
  const { code, errors } = minifySync("index.js", bundle, {
    module: false,
    compress: { target: "node20" },
    mangle: { toplevel: true },
    codegen: { removeWhitespace: true },
  });
  if (errors.length > 0) throw new Error(`A bundle cannot be minified: ${errors[0].message}`);
  return asciiWhereFew(code);
}

/**
 * V8 reads a text of one byte a letter faster than one of two: a few letters of other scripts are escaped. What speaks Chinese
 * keeps its letters, which would be three times as heavy.
 */
function asciiWhereFew(code) {
  const others = code.match(/[^\x00-\x7f]/g) ?? [];
  if (others.length > FEW) return code;
  return code.replaceAll(/[^\x00-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const FEW = 200;

/**
 * How esbuild makes a bundle for Node 20.10. Of the SDKs it holds the operations that these RAM permissions name: what a
 * function may not call it need not carry.
 */
export function bundling(permissions, { plain = false } = {}) {
  return {
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "cjs",
    target: "node20.10",
    // Names are a tenth of what is sent; an error says what it means in a sentence, and its kind is a text, not a name.
    minify: !plain,
    // Chinese letters as they are, not as six ASCII ones each.
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    // A field that a subclass declares again would reset what the SDK's base constructor has set.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false, jsx: "react-jsx", jsxImportSource: "#jsx" } },
    // What emptied modules do not export is not reached either.
    logOverride: { "import-is-undefined": "silent" },
    plugins: plain ? [inlineLogProto()] : slim(permissions),
  };
}

function slim(permissions) {
  const actions = actionsByProduct(permissions);
  return [
    standIns({ logs: actions.log !== undefined, writesLogs: actions.log?.includes("PostLogStoreLogs") }),
    slimSdk(actions.alb, actions.fnf),
    writtenSchemas(),
    inlineLogProto(),
  ];
}

/** `["alb:StartListener", …]` as `{ alb: ["StartListener"], … }`. */
function actionsByProduct(permissions) {
  const actions = {};
  for (const permission of permissions) {
    const [product, action] = permission.split(":");
    actions[product] = [...(actions[product] ?? []), action];
  }
  return actions;
}

import { minifySync } from "rolldown/utils";
import { withConsoleAssets } from "./consoleAssets.mjs";
import { inlineLogProto } from "./slim/inlineLogProto.mjs";
import { jsonAsText } from "./slim/jsonAsText.mjs";
import { slimSdk } from "./slim/slimSdk.mjs";
import { standIns } from "./slim/standIns.mjs";
import { demandNoZod, writtenSchemas } from "./slim/writtenSchemas.mjs";
import { splitBundle } from "./splitBundle.mjs";
import { writePackage } from "./writePackage.mjs";

/**
 * Bundles a function as CommonJS into a package of its own: `dist/functions/<name>`. What it imports by `import(…)` becomes a file
 * of its own there, and is loaded with the first call that needs it. With `plain`, npm's packages go in as they are. Returns the
 * files of this repository that went into it.
 */
export async function bundleFunction({ name, permissions }, { plain = false } = {}) {
  const options = bundling(permissions, { plain });
  const forBrowsers = [];
  // What a function says of itself is read when it is built, and not sent.
  const { files: bundles, metafile } = await splitBundle(`export { handler } from "./functions/${name}.ts";`, {
    ...options,
    plugins: [...options.plugins, withConsoleAssets(forBrowsers)],
  });
  demandNoZod(metafile);
  const made = Object.entries(bundles).map(([file, text]) => [file, plain ? text : minified(text)]);
  await writePackage(`dist/functions/${name}`, Object.fromEntries(made));
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
  const others = code.match(/\P{ASCII}/gu) ?? [];
  if (others.length > FEW) return code;
  return code.replaceAll(/\P{ASCII}/gu, (letter) => letter.split("").map(escaped).join(""));
}

function escaped(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
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
    standIns({ logs: actions.log !== undefined }),
    slimSdk(actions.alb, actions.fnf),
    jsonAsText(),
    writtenSchemas(),
    inlineLogProto({ writesLogs: actions.log?.includes("PostLogStoreLogs") }),
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

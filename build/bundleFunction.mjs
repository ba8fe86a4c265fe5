import { build } from "esbuild";
import { inlineLogProto } from "./slim/inlineLogProto.mjs";
import { shortNamesInPackages } from "./slim/shortNames.mjs";
import { slimSdk } from "./slim/slimSdk.mjs";
import { slimZod } from "./slim/slimZod.mjs";
import { stubs } from "./slim/stubs.mjs";
import { writePackage } from "./writePackage.mjs";

/**
 * Bundles a function into one CommonJS file for Node 20.10, in a package of its own: `dist/functions/<name>`. Of the SDKs
 * it holds the operations that the function's RAM `permissions` name; what it may not call it need not carry. With `plain`,
 * packages go in as npm has them. Returns the files of this repository that went into it.
 */
export async function bundleFunction({ name, permissions }, { plain = false } = {}) {
  const { outputFiles, metafile } = await build({
    entryPoints: [`functions/${name}.ts`],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "cjs",
    target: "node20.10",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "warning",
    // A field that a subclass declares again would reset what the SDK's base constructor has set.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    // What emptied modules do not export is not reached either.
    logOverride: { "import-is-undefined": "silent" },
    plugins: plain ? [inlineLogProto()] : slim(permissions),
  });
  writePackage(`dist/functions/${name}`, outputFiles[0].text);
  return Object.keys(metafile.inputs).filter((file) => /^(?:functions|shared)\//.test(file));
}

function slim(permissions) {
  return [stubs(), slimSdk(actionsByProduct(permissions)), slimZod(), inlineLogProto(), shortNamesInPackages()];
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

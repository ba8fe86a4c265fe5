import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { strToU8, zipSync } from "fflate";
import { writeWhole } from "./unlessBuilt.mjs";

/** Bundles a function into one CommonJS file of its own, `dist/functions/<name>/index.js`, for Node 20.10. */
export async function bundleFunction(name) {
  const folder = `dist/functions/${name}`;
  const { outputFiles } = await build({
    entryPoints: [`functions/${name}.ts`],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "node20.10",
    // The name of a thrown error is what a flow sees as its code.
    keepNames: true,
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "warning",
    plugins: [inlineLogProto()],
  });
  // The repository is made of ES modules; what runs on Function Compute is not.
  writeWhole(`${folder}/package.json`, '{ "type": "commonjs" }\n');
  writeWhole(`${folder}/index.js`, outputFiles[0].text);
}

/** What a function weighs, in KiB, and what Function Compute is sent of it. */
export function weightOf(name) {
  const code = readFileSync(`dist/functions/${name}/index.js`, "utf8");
  return { kib: code.length / 1024, zipKib: zipSync({ "index.js": strToU8(code) }, { level: 9 }).length / 1024 };
}

/** @alicloud/log reads its protocol definition from beside its own file while it loads, which a bundle does not have. */
export function inlineLogProto() {
  const read = "protobuf.loadSync(path.join(__dirname, './sls.proto'))";
  return {
    name: "inline-log-proto",
    setup({ onLoad }) {
      onLoad({ filter: /@alicloud[\\/]log[\\/]lib[\\/]client\.js$/ }, ({ path }) => {
        const source = readFileSync(path, "utf8");
        if (!source.includes(read))
          throw new Error(`${path} no longer contains ${read}; mend build/bundleFunction.mjs`);
        const proto = readFileSync(path.replace(/client\.js$/, "sls.proto"), "utf8");
        return { contents: source.replace(read, `protobuf.parse(${JSON.stringify(proto)}).root`), loader: "js" };
      });
    },
  };
}

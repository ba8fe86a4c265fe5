import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { strToU8, zipSync } from "fflate";

/**
 * Bundles each function into one CommonJS file of its own, `dist/functions/<name>/index.js`, for Node 20.10.
 * Returns what each weighs, in KiB.
 */
export async function bundleFunctions(names) {
  return Promise.all(
    names.map(async (name) => {
      const folder = `dist/functions/${name}`;
      await build({
        entryPoints: [`functions/${name}.ts`],
        outfile: `${folder}/index.js`,
        bundle: true,
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
      mkdirSync(folder, { recursive: true });
      // The repository is made of ES modules; what runs on Function Compute is not.
      writeFileSync(`${folder}/package.json`, '{ "type": "commonjs" }\n');
      const code = readFileSync(`${folder}/index.js`, "utf8");
      const zip = zipSync({ "index.js": strToU8(code) }, { level: 9 });
      return { name, kib: (code.length / 1024).toFixed(0), zipKib: (zip.length / 1024).toFixed(0) };
    }),
  );
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
          throw new Error(`${path} no longer contains ${read}; mend build/bundleFunctions.mjs`);
        const proto = readFileSync(path.replace(/client\.js$/, "sls.proto"), "utf8");
        return { contents: source.replace(read, `protobuf.parse(${JSON.stringify(proto)}).root`), loader: "js" };
      });
    },
  };
}

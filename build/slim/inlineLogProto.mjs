import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/**
 * An esbuild plugin for @alicloud/log, which reads its protocol definition from beside its own file while it loads. A bundle
 * has no such file: the definition is parsed here, and a function needs no parser either.
 */
export function inlineLogProto() {
  return {
    name: "inline-log-proto",
    setup({ onLoad }) {
      onLoad({ filter: /@alicloud[\\/]log[\\/]lib[\\/]client\.js$/ }, ({ path }) => {
        const read = "protobuf.loadSync(path.join(__dirname, './sls.proto'))";
        const source = readFileSync(path, "utf8");
        if (!source.includes(read)) throw new Error(`${path} no longer contains ${read}.`);
        const definition = createRequire(path)("protobufjs")
          .loadSync(path.replace(/client\.js$/, "sls.proto"))
          .toJSON();
        const contents = source
          .replace(read, `protobuf.Root.fromJSON(${JSON.stringify(definition)})`)
          .replace('require("protobufjs")', 'require("protobufjs/light")');
        return { contents };
      });
    },
  };
}

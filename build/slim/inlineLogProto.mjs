import { readFileSync } from "node:fs";

/** @alicloud/log reads its protocol definition from beside its own file while it loads, which a bundle does not have. */
export function inlineLogProto() {
  const read = "protobuf.loadSync(path.join(__dirname, './sls.proto'))";
  return {
    name: "inline-log-proto",
    setup({ onLoad }) {
      onLoad({ filter: /@alicloud[\\/]log[\\/]lib[\\/]client\.js$/ }, ({ path }) => {
        const source = readFileSync(path, "utf8");
        if (!source.includes(read)) throw new Error(`${path} no longer contains ${read}.`);
        const proto = readFileSync(path.replace(/client\.js$/, "sls.proto"), "utf8");
        return { contents: source.replace(read, `protobuf.parse(${JSON.stringify(proto)}).root`), loader: "js" };
      });
    },
  };
}

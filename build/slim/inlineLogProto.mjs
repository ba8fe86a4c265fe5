import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/**
 * @alicloud/log reads its protocol definition from beside its own file while it loads, which a bundle does not have. The
 * definition is parsed here, so that a function needs no parser either; and one that writes no records (`writes: false`)
 * needs no protocol.
 */
export function inlineLogProto({ writes = true } = {}) {
  return {
    name: "inline-log-proto",
    setup({ onLoad }) {
      onLoad({ filter: /@alicloud[\\/]log[\\/]lib[\\/]client\.js$/ }, ({ path }) => {
        const source = withoutUnused(readFileSync(path, "utf8"), path);
        if (!writes) return { contents: withoutProtocol(source, path), loader: "js" };
        const protobuf = createRequire(path)("protobufjs");
        const definition = protobuf.loadSync(path.replace(/client\.js$/, "sls.proto")).toJSON();
        const replaced = {
          'require("protobufjs")': 'require("protobufjs/light")',
          "protobuf.loadSync(path.join(__dirname, './sls.proto'))": `protobuf.Root.fromJSON(${JSON.stringify(definition)})`,
        };
        let contents = source;
        for (const [before, after] of Object.entries(replaced)) {
          if (!contents.includes(before)) throw new Error(`${path} no longer contains ${before}.`);
          contents = contents.replace(before, after);
        }
        return { contents, loader: "js" };
      });
    },
  };
}

function withoutProtocol(source, path) {
  const lines = source.split("\n");
  const kept = lines.filter((line) => !/^const (?:protobuf|builder|Log\w*Proto) = /.test(line));
  if (lines.length - kept.length !== 6) throw new Error(`${path} no longer sets its protocol up in six lines.`);
  return kept.join("\n");
}

/** Takes out the methods that neither our client nor the client itself calls. */
function withoutUnused(source, path) {
  const texts = [source, readFileSync("shared/platform/clients/logs.ts", "utf8")];
  const called = texts.flatMap((text) => [...text.matchAll(/\b(?:client|this)\.(\w+)/g)].map(([, name]) => name));
  let dropped = 0;
  const kept = source.replace(METHOD, (method, name) => {
    if (name === "constructor" || called.includes(name)) return method;
    dropped += 1;
    return "";
  });
  if (dropped === 0) throw new Error(`${path} is not written as it used to be: no method was recognised in it.`);
  return kept;
}

const METHOD = /\n {2}(?:async )?(\w+)\([^\n]*\) \{\n[\s\S]*?\n {2}\}(?=\n)/g;

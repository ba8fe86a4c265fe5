import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** Where @alicloud/log reads its protocol definition while it loads, and what it asks of it. */
const READ = "protobuf.loadSync(path.join(__dirname, './sls.proto'))";
const LIBRARY = 'require("protobufjs")';
/** What writes messages, without what reads them and calls services by them; set up as the library's own `minimal` does it. */
const WRITER = `(() => {
  const [util, Writer] = [require("protobufjs/src/util/minimal"), require("protobufjs/src/writer")];
  util._configure();
  Writer._configure(require("protobufjs/src/writer_buffer"));
  return { Writer, util };
})()`;

const NO_MESSAGES = "{ lookup() {}, lookupType() {} }";

/**
 * An esbuild plugin for @alicloud/log, which reads its protocol definition from beside its own file while it loads. A bundle
 * has no such file: what protobufjs would make of it at run time is made here, so that a function needs neither the definition
 * nor what understands it. One that writes no logs needs none of it.
 */
export function inlineLogProto({ writesLogs = true } = {}) {
  return {
    name: "inline-log-proto",
    setup({ onLoad }) {
      onLoad({ filter: /@alicloud[\\/]log[\\/]lib[\\/]client\.js$/ }, ({ path }) => {
        const source = readFileSync(path, "utf8");
        for (const part of [READ, LIBRARY]) {
          if (!source.includes(part)) throw new Error(`${path} no longer contains ${part}.`);
        }
        const [messages, library] = writesLogs ? [messagesSource(path), WRITER] : [NO_MESSAGES, "undefined"];
        return { contents: source.replace(READ, messages).replace(LIBRARY, library) };
      });
    },
  };
}

/**
 * An expression that stands for the protocol of the client in that file: `lookup(name)` gives a type of message, which verifies
 * (what is wrong, or null), creates and encodes. It is made of the functions that protobufjs generates for each type, and
 * expects its `Writer` and `util` as `protobuf`.
 */
export function messagesSource(client) {
  const { loadSync, encoder, verifier } = createRequire(client)("protobufjs");
  const types = typesIn(loadSync(client.replace(/client\.js$/, "sls.proto")).resolveAll());
  const nameOf = ({ fullName }) => JSON.stringify(fullName.slice(1));
  const source = types.map((type) => {
    const within = type.fieldsArray.map(({ resolvedType }) =>
      resolvedType === null ? "" : `all[${nameOf(resolvedType)}]`,
    );
    return `{
      const types = [${within}];
      all[${nameOf(type)}] = { encode: ${encoder(type)}, verify: ${verifier(type)}, create: (message) => message };
    }`;
  });
  return `(({ Writer, util }) => {
    const all = {};
    ${source.join("\n")}
    const lookup = (name) => all[name];
    return { lookup, lookupType: lookup };
  })(protobuf)`;
}

/** Every type of message in a namespace, each behind those of its fields. */
function typesIn({ nestedArray = [] }) {
  const found = new Set();
  const add = (type) => {
    if (type.fieldsArray === undefined) return;
    for (const { resolvedType } of type.fieldsArray) if (resolvedType !== null) add(resolvedType);
    found.add(type);
  };
  const visit = (one) => {
    add(one);
    for (const inner of one.nestedArray ?? []) visit(inner);
  };
  for (const one of nestedArray) visit(one);
  return [...found];
}

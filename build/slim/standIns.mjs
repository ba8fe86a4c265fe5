import { readFileSync } from "node:fs";
import { constants } from "node:zlib";

/** Whose imports are meant. */
const SDKS = /node_modules[\\/](?:@alicloud|@darabonba|httpx)[\\/]/;
/** A file that is in no package but the SDKs'. */
const OURS_AND_SDKS = /^(?!.*node_modules[\\/](?!@alicloud|@darabonba|httpx)).*[\\/]/;
const POP_CORE = /node_modules[\\/]@alicloud[\\/]pop-core[\\/]/;
const DARABONBA = /node_modules[\\/]@darabonba[\\/]/;
const ACME = /node_modules[\\/]acme-client[\\/]/;
const MAIL = /node_modules[\\/]nodemailer[\\/]/;

/** Throws when it is used; may be imported, extended, and asked whether it is an ES module. */
const THROWS = `
  function LeftOut() { throw new Error("This module is left out of functions (build/slim/standIns.mjs)"); }
  LeftOut.default = LeftOut;
  module.exports = new Proxy(LeftOut, { get: (target, key) => key in target || typeof key === "symbol" || key === "__esModule" ? target[key] : LeftOut });`;

/**
 * Modules that functions never reach, and packages of which they need a few lines: by whom they are imported, what is imported,
 * and what stands in for it.
 */
const STAND_INS = [
  // Web sockets, proxies, XML, local times, the search for credentials, and the half of pop-core that calls products by paths.
  [
    SDKS,
    /^(?:moment|moment-timezone|ws|xml2js|https?-proxy-agent|socks-proxy-agent|@alicloud\/credentials|\.\/lib\/roa)$/,
    THROWS,
  ],
  // We repeat (shared/platform/retry.ts), and read answers whole.
  [
    DARABONBA,
    /^\.\/retry$/,
    `export let RetryOptions;
    export class RetryPolicyContext { constructor(of) { Object.assign(this, of); } }
    export const shouldRetry = (_, { retriesAttempted }) => retriesAttempted === 0;
    export const getBackoffDelay = () => 0;`,
  ],
  [
    DARABONBA,
    /^\.\/stream$/,
    `export let SSEEvent;
    const readAsBytes = async (stream) => {
      const chunks = [];
      for await (const chunk of stream) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks);
    };
    const readAsString = async (stream) => new TextDecoder().decode(await readAsBytes(stream));
    const readAsJSON = async (stream) => JSON.parse(await readAsString(stream));
    export default { readAsBytes, readAsJSON, readAsString };`,
  ],
  // Mail is given off with a password, and straight to its server.
  [MAIL, /^\.\.\/(?:xoauth2|fetch)\/index\.js$|\/http-proxy-client\.js$/, THROWS],
  // Orders have a transport and a certificate request of our own (shared/features/renewal/acme/).
  [ACME, /^(?:\.\/crypto\/forge|\.\/auto|\.\/verify|\.\/axios|asn1js)$/, THROWS],
  [ACME, /^debug$/, "module.exports = () => () => {};"],
  // What is left of its cryptography splits chains and reads issuers, which Node's own certificates can.
  [
    ACME,
    /^@peculiar\/x509$/,
    `const { X509Certificate } = require("node:crypto");
    const BLOCK = /-----BEGIN ([^-]+)-----([^-]+)-----END [^-]+-----/g;
    exports.cryptoProvider = { set() {} };
    exports.PemConverter = {
      decodeWithHeaders: (pem) => [...pem.matchAll(BLOCK)].map(([, type, rawData]) => ({ type, rawData })),
      decodeFirst: (pem) => Buffer.from(exports.PemConverter.decodeWithHeaders(pem)[0].rawData, "base64"),
      encode: ([{ type, rawData }]) => "-----BEGIN " + type + "-----" + rawData + "-----END " + type + "-----",
    };
    const nameOf = (text = "") => ({
      getField: (field) => text.split("\\n").filter((line) => line.startsWith(field + "=")).map((line) => line.slice(field.length + 1)),
    });
    exports.X509Certificate = function (der) {
      const { issuer, subject } = new X509Certificate(der);
      return { issuerName: nameOf(issuer), subjectName: nameOf(subject), getExtension: () => null };
    };`,
  ],
  // The SDK merges plain objects.
  [
    SDKS,
    /^lodash$/,
    `const isPlain = (value) => typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
    const into = (target, source) => {
      for (const [key, value] of Object.entries(source ?? {}).filter(([, value]) => value !== undefined))
        target[key] = isPlain(value) ? into(isPlain(target[key]) ? target[key] : {}, value) : value;
      return target;
    };
    exports.merge = (target, ...sources) => sources.reduce(into, target);`,
  ],
  // pop-core signs, and writes two digits; the log client hashes what it sends.
  [
    SDKS,
    /^kitx$/,
    `const { createHash, createHmac, randomUUID } = require("node:crypto");
    exports.md5 = (data, encoding) => createHash("md5").update(data).digest(encoding);
    exports.pad2 = (number) => String(number).padStart(2, "0");
    exports.sha1 = (text, key, encoding) => createHmac("sha1", key).update(text).digest(encoding);
    exports.makeNonce = () => randomUUID();`,
  ],
  // What protobufjs asks for in case it is there: of its own choice whole numbers would be objects in a folder that has `long`.
  [SDKS, /^@protobufjs\/inquire$/, 'module.exports = (name) => name === "buffer" ? require("node:buffer") : null;'],
  // Logs have neither fractions nor bytes that come as base64, and nothing waits for a service of its own.
  [SDKS, /^@protobufjs\/(?:aspromise|base64|eventemitter|float)$/, THROWS],
  // What they say of the machine in headers, without what else is known of it.
  [
    SDKS,
    /^os$/,
    `exports.platform = () => process.platform;
    exports.arch = () => process.arch;
    exports.hostname = () => require("node:os").hostname();`,
  ],
  [SDKS, /^assert$/, "module.exports = (holds, message) => { if (!holds) throw new Error(message); };"],
  // Of its package pop-core says the version.
  [POP_CORE, /^\.\.\/package\.json$/, `exports.version = ${JSON.stringify(versionOf("@alicloud/pop-core"))};`],
  // Numbers of CloudFlow are ids of events, of which there are 5,000.
  [SDKS, /^json-bigint$/, "module.exports = JSON;"],
  [SDKS, /^debug$/, "module.exports = () => Object.assign(() => {}, { enabled: false });"],
];

/**
 * What few calls need of Node is loaded when it is called: compression, for what is uncommonly large, takes 0.4 ms, and TLS, for
 * looking at what clients are served, brings the roots of the public authorities with it, a quarter of a MiB.
 */
const LATER = [
  later("zlib", {
    called: [
      "brotliCompress",
      "brotliCompressSync",
      "brotliDecompressSync",
      "createGunzip",
      "createInflate",
      "gunzipSync",
      "gzip",
      "gzipSync",
    ],
    more: `export const constants = { BROTLI_PARAM_QUALITY: ${constants.BROTLI_PARAM_QUALITY} };`,
  }),
  later("tls", {
    called: ["connect", "createSecureContext", "getCiphers"],
    more: 'export const rootCertificates = { map: (change) => require("node:tls").rootCertificates.map(change) };',
  }),
  later("net", { called: ["connect", "isIP"] }),
];

/** Whoever asks for anything else of the module stops the build. */
function later(module, { called, more = "" }) {
  const functions = called.map(
    (name) => `export const ${name} = (...given) => require("node:${module}").${name}(...given);`,
  );
  return [OURS_AND_SDKS, new RegExp(`^(?:node:)?${module}$`), [...functions, more].join("\n")];
}

function versionOf(name) {
  return JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;
}

/** What the command needs whole: it describes schemas, looks for credentials in profiles, and calls functions by their older API. */
const WHOLE_IN_COMMAND = /node_modules[\\/](?:zod|@alicloud[\\/](?:credentials|fc2))[\\/]/;

/**
 * An esbuild plugin that puts these in place. A function that does not call Simple Log Service needs less; the command needs some
 * packages whole.
 */
export function standIns({ logs = true, inCommand = false } = {}) {
  const all = [...STAND_INS, ...(inCommand ? [] : LATER), ...(logs ? [] : [[/./, /^@alicloud\/log$/, THROWS]])];
  return {
    name: "stand-ins",
    setup({ onResolve, onLoad }) {
      const filter = new RegExp(all.map(([, imported]) => `(?:${imported.source})`).join("|"));
      onResolve({ filter }, ({ path, importer }) => {
        if (inCommand && WHOLE_IN_COMMAND.test(importer)) return undefined;
        const found = all.findIndex(([by, imported]) => by.test(importer) && imported.test(path));
        return found < 0 ? undefined : { path: `${found} ${path}`, namespace: "stand-in", sideEffects: false };
      });
      onLoad({ filter: /./, namespace: "stand-in" }, ({ path }) => {
        const [index, name] = path.split(" ");
        return { contents: all[index][2].replace("This module", name) };
      });
    },
  };
}

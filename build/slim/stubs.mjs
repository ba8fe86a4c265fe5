import { LEFT_OUT_OF_ACME, REPLACED_IN_ACME } from "./acmeLibrary.mjs";
import { exactly } from "./slimSdk.mjs";

/**
 * What a function never reaches, and what stands in its place: web sockets, proxies, XML answers and dates. Given up are the
 * features; the calls are the SDK's own.
 */
const LEFT_OUT = [/^(?:moment|moment-timezone|ws|xml2js|ini|https?-proxy-agent|socks-proxy-agent)$/];

/** What mails without attachments, sent by a server that is told, never need: 150 KiB of types, providers and signatures. */
const LEFT_OUT_OF_MAIL = [
  /\/mime-types\.js$/,
  /^\.\.\/(?:well-known|xoauth2|dkim|fetch)\/index\.js$/,
  /\/http-proxy-client\.js$/,
];

/** Modules of the SDKs' own sources that are only reached for web sockets: without them the rest can be shaken. */
const EMPTIED = /^\.\/websocket(?:Utils)?$/;

/** The half of pop-core, beneath CloudFlow's client, that calls products by paths: CloudFlow is called by names. */
const LEFT_OUT_OF_POP_CORE = /^\.\/lib\/roa$/;

/** Packages of which a few lines are needed. */
const REPLACED = {
  // The SDK merges plain objects and nothing else.
  lodash: `
    const isPlain = (value) => typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
    function mergeInto(target, source) {
      for (const [key, value] of Object.entries(source ?? {})) {
        if (value === undefined) continue;
        target[key] = isPlain(value) ? mergeInto(isPlain(target[key]) ? target[key] : {}, value) : value;
      }
      return target;
    }
    exports.merge = (target, ...sources) => sources.reduce(mergeInto, target);`,
  // Of the ways to find credentials functions need none, as Function Compute hands them over.
  "@alicloud/credentials": `
    exports.__esModule = true;
    exports.Config = class { constructor(given) { Object.assign(this, given); } };
    exports.default = class {
      constructor(config) { this.config = config; }
      async getCredential() {
        const { accessKeyId, accessKeySecret, securityToken, type } = this.config;
        return { accessKeyId, accessKeySecret, securityToken, type, providerName: type === "sts" ? "static_sts" : "static_ak" };
      }
    };`,
  // Numbers of CloudFlow are ids of events, of which there are 5,000.
  "json-bigint": "module.exports = JSON;",
  debug: `
    const silent = () => {};
    silent.enabled = false;
    module.exports = () => silent;`,
};

/** An esbuild plugin that puts these in place below node_modules/@alicloud, @darabonba and httpx; `without` these packages. */
export function stubs({ without = [] } = {}) {
  return {
    name: "stubs",
    setup({ onResolve, onLoad }) {
      const place = ({ path, importer }) =>
        SDKS.test(importer) ? { path, namespace: "stub", sideEffects: false } : undefined;
      for (const filter of LEFT_OUT) onResolve({ filter }, place);
      for (const filter of [...LEFT_OUT_OF_ACME, ...Object.keys(REPLACED_IN_ACME).map(exactly), /^debug$/]) {
        onResolve({ filter }, ({ path, importer }) => (ACME.test(importer) ? { path, namespace: "stub" } : undefined));
      }
      for (const filter of LEFT_OUT_OF_MAIL) {
        onResolve({ filter }, ({ path, importer }) => (MAIL.test(importer) ? { path, namespace: "stub" } : undefined));
      }
      for (const name of without) {
        onResolve({ filter: new RegExp(`^${name}$`) }, ({ path }) => ({ path, namespace: "stub", sideEffects: false }));
      }
      for (const name of Object.keys(REPLACED)) onResolve({ filter: new RegExp(`^${name}$`) }, place);
      onResolve({ filter: EMPTIED }, place);
      onResolve({ filter: LEFT_OUT_OF_POP_CORE }, place);
      onLoad({ filter: EMPTIED, namespace: "stub" }, () => ({ contents: "export {};", loader: "js" }));
      onLoad({ filter: /.*/, namespace: "stub" }, ({ path }) => ({
        contents: REPLACED[path] ?? REPLACED_IN_ACME[path] ?? leftOut(path),
        loader: "js",
      }));
    },
  };
}

const ACME = /node_modules[\\/]acme-client[\\/]/;
const MAIL = /node_modules[\\/]nodemailer[\\/]/;
const SDKS = /node_modules[\\/](?:@alicloud|@darabonba|httpx)[\\/]/;

/** May be imported, extended and asked whether it is an ES module; throws when it is used. */
function leftOut(path) {
  return `
    function LeftOut() { throw new Error("${path} is left out of functions (build/slim/stubs.mjs)"); }
    LeftOut.default = LeftOut;
    module.exports = new Proxy(LeftOut, { get: (target, key) => key in target || typeof key === "symbol" || key === "__esModule" ? target[key] : LeftOut });`;
}

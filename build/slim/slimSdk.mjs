import { readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesOf } from "../sources.mjs";
import { keepMethods } from "./keepMethods.mjs";
import { preparedSdks } from "./preparedSdks.mjs";

/** The SDK that functions call ALB through. All else goes through openapi-core's generic call, and needs no such care. */
const SDK = "@alicloud/alb20200616";

/**
 * An esbuild plugin that compiles the ALB SDK from the TypeScript in its packages, as the JavaScript that is published is one
 * lump that no bundler can shake. Of its client it keeps the methods of `actions`, of openapi-core's the two that they call, of CloudFlow's
 * those of `flowActions`.
 */
export function slimSdk(actions = [], flowActions = []) {
  const { [SDK]: client, ...below } = preparedSdks();
  const core = below["@alicloud/openapi-core"];
  const utilities = join(dirname(core), "utils.ts");
  const flows = realpathSync("node_modules/@alicloud/fnf-2019-03-15/lib/client.js");
  return {
    name: "slim-sdk",
    setup({ initialOptions, onResolve, onLoad }) {
      initialOptions.alias = { ...initialOptions.alias, ...below };
      enterBy(client, actions, { onResolve, onLoad });
      const kept = [
        [client, actions.flatMap(methodsOf)],
        [core, ["doRequest", "callApi"]],
        [utilities, UTILITIES],
        // A model's static methods judge it; ours are not judged (preparedSdks.mjs).
        [join(dirname(below["@darabonba/typescript"]), "core.ts"), ["readBytes"]],
        [flows, flowActions.map(methodOf)],
      ];
      for (const [file, methods] of kept) {
        const contents = () => {
          const source = keepMethods(readFileSync(file, "utf8"), methods, file);
          return file === core ? withoutWebSockets(source) : source;
        };
        onLoad({ filter: exactly(file) }, () => ({ contents: contents(), loader: file === flows ? "js" : "ts" }));
      }
    },
  };
}

/**
 * The same plugin for the command, which also has other SDKs that call openapi-core and CloudFlow: of the ALB SDK alone it keeps
 * the methods whose actions our sources name.
 */
export function slimSdkOfCommand() {
  const { [SDK]: client, ...below } = preparedSdks();
  return {
    name: "slim-sdk-of-command",
    setup({ initialOptions, onResolve, onLoad }) {
      initialOptions.alias = { ...initialOptions.alias, ...below };
      const source = readFileSync(client, "utf8");
      const actions = namesInSources().filter((name) => source.includes(`  async ${methodOf(name)}WithOptions(`));
      enterBy(client, actions, { onResolve, onLoad });
      onLoad({ filter: exactly(client) }, () => ({
        contents: keepMethods(source, actions.flatMap(methodsOf), client),
        loader: "ts",
      }));
    },
  };
}

/** Texts that may be names of actions: `"StartListener"`, `"alb:StartListener"`. */
function namesInSources() {
  const files = ["functions", "shared", "cli", "deployment", "components", "console", "build"].flatMap(filesOf);
  const names = files.flatMap((file) => readFileSync(file, "utf8").match(/(?<=")(?:alb:)?[A-Z]\w+(?=")/g) ?? []);
  return [...new Set(names.map((name) => name.replace("alb:", "")))];
}

/** Lets whoever imports the SDK have its client and the requests of these actions. */
function enterBy(client, actions, { onResolve, onLoad }) {
  onResolve({ filter: exactly(SDK) }, () => ({ path: SDK, namespace: "slim-sdk", sideEffects: false }));
  onLoad({ filter: exactly(SDK), namespace: "slim-sdk" }, () => ({
    contents: entryOf(client, actions),
    resolveDir: dirname(client),
    loader: "ts",
  }));
}

/**
 * What those two, the ALB SDK's methods and shared/platform/clients/openApi.ts call of openapi-core's utilities. Signatures of
 * other kinds stay behind.
 */
const UTILITIES = [
  "applyRetryHeaders",
  "getAuthorization",
  "getEndpointRules",
  "getNonce",
  "getThrottlingTimeLeft",
  "getTimestamp",
  "getUserAgent",
  "hash",
  "parseToMap",
  "query",
  "signatureMethod",
  "toForm",
];

/** The SDK as the product sees it, with nothing but the requests of these actions: clients look them up by name. */
function entryOf(client, actions) {
  if (actions.length === 0) return "export default class {}";
  const names = ["default", ...actions.map((action) => `${action}Request`)];
  return `export { ${names.join(", ")} } from ${JSON.stringify(client)};`;
}

/** `StartListener` as the SDK calls its methods. */
function methodOf(action) {
  return `${action[0].toLowerCase()}${action.slice(1)}`;
}

/** The ALB SDK has two for each. */
function methodsOf(action) {
  return [methodOf(action), `${methodOf(action)}WithOptions`];
}

/** openapi-core without what it does for `ws:` and `wss:`, which nothing here calls: half a KiB of each package. */
function withoutWebSockets(source) {
  const asked = /(?:let|const) isWebSocket\b[^;]*;/;
  if (!asked.test(source)) throw new Error("openapi-core asks no longer whether a call is one of WebSockets.");
  return source.replace(asked, "").replaceAll(/\bisWebSocket\b/g, "false");
}

/** Matches this text and no other. */
function exactly(text) {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
}

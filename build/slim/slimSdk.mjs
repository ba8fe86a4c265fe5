import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { keepMethods } from "./keepMethods.mjs";
import { plainBase, plainModel } from "./plainModels.mjs";

/** The SDK that functions call ALB through. All else goes through openapi-core's generic call, and needs no such care. */
const SDK = "@alicloud/alb20200616";

/** That SDK's client, and what it stands on, as TypeScript: published JavaScript is one lump that no bundler can shake. */
const SOURCES = {
  "@alicloud/openapi-core": "src/client.ts",
  "@alicloud/credentials": "src/client.ts",
  "@alicloud/tea-typescript": "src/tea.ts",
  "@darabonba/typescript": "src/index.ts",
};

/**
 * An esbuild plugin that compiles the ALB SDK from the sources in its packages, and takes three things out of them: the
 * methods of actions that are not among `actions`, the ways of calling that belong to other products, and of each model what
 * its base class can do as well (docs/decisions/functions-carry-what-they-call.md).
 */
export function slimSdk(actions = []) {
  const client = sourceFile(SDK, "src/client.ts");
  const core = sourceFile("@alicloud/openapi-core", SOURCES["@alicloud/openapi-core"]);
  const utilities = sourceFile("@alicloud/openapi-core", "src/utils.ts");
  const base = sourceFile("@darabonba/typescript", "src/core.ts");
  return {
    name: "slim-sdk",
    setup({ onResolve, onLoad }) {
      const changed = (filter, change) =>
        onLoad({ filter }, ({ path }) => ({ contents: change(textOf(path), path), loader: "ts" }));

      onResolve({ filter: exactly(SDK) }, () => ({ path: SDK, namespace: "slim-sdk", sideEffects: false }));
      onLoad({ filter: exactly(SDK), namespace: "slim-sdk" }, () => ({
        contents: entryOf(client, actions),
        resolveDir: dirname(client),
        loader: "ts",
      }));
      for (const [name, entry] of Object.entries(SOURCES)) {
        onResolve({ filter: exactly(name) }, () => ({ path: sourceFile(name, entry), sideEffects: false }));
      }
      onResolve({ filter: /^\.\.?\// }, ({ path, importer }) =>
        IN_SOURCES.test(importer)
          ? { path: typescriptFile(join(dirname(importer), path)), sideEffects: false }
          : undefined,
      );

      changed(exactly(client), (text, file) => keepMethods(text, actions.flatMap(methodsOf), file));
      changed(exactly(core), (text, file) => keepMethods(text, ["doRequest", "callApi"], file));
      changed(exactly(utilities), (text, file) => keepMethods(text, UTILITIES, file));
      changed(exactly(base), plainBase);
      changed(MODELS, plainModel);
    },
  };
}

/** What these two ways of calling, and the SDK, need of openapi-core's helpers. */
const UTILITIES =
  "applyRetryHeaders getAuthorization getNonce getThrottlingTimeLeft getTimestamp getUserAgent hash signatureMethod convert toForm mapToFlatStyle getEndpointRules parseToMap query".split(
    " ",
  );

const MODELS = /@alicloud\/alb20200616\/src\/models\/\w+\.ts$/;

const IN_SOURCES = /@(?:alicloud|darabonba)\/[\w-]+\/src\//;

/** The SDK as the product sees it, with nothing but the requests of these actions: clients look them up by name. */
function entryOf(client, actions) {
  if (actions.length === 0) return "export default class {}";
  const from = ` from ${JSON.stringify(client)};`;
  return [`export { default }${from}`, ...actions.map((action) => `export { ${action}Request }${from}`)].join("\n");
}

/** `StartListener` as the SDK calls its methods. */
function methodsOf(action) {
  const name = `${action[0].toLowerCase()}${action.slice(1)}`;
  return [name, `${name}WithOptions`];
}

function sourceFile(name, path) {
  return realpathSync(resolve("node_modules", name, path));
}

/** Matches this text and no other. */
export function exactly(text) {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
}

const texts = new Map();

/** A file's text, read once for all functions. */
function textOf(file) {
  if (!texts.has(file)) texts.set(file, readFileSync(file, "utf8"));
  return texts.get(file);
}

function typescriptFile(path) {
  const file = [`${path}.ts`, `${path}/index.ts`].find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error(`${path} is neither a file nor a folder of TypeScript.`);
  return file;
}

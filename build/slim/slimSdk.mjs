import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { keepMentioned, keepMethods } from "./keepMethods.mjs";
import { derivedNames, plainModels } from "./plainModels.mjs";

/** The SDKs that are generated over openapi-core, by the prefix of their RAM actions. */
export const SDK_OF = {
  alb: "@alicloud/alb20200616",
  "yundun-cert": "@alicloud/cas20200407",
  alidns: "@alicloud/alidns20150109",
};

/**
 * An esbuild plugin that compiles these SDKs from the TypeScript sources in their packages, where the published JavaScript
 * is one lump that no bundler can shake, and keeps only the operations of `actionsOf[prefix]` with their models.
 */
export function slimSdk(actionsOf) {
  return {
    name: "slim-sdk",
    setup({ onResolve, onLoad }) {
      const source = ({ path }) => ({ path, sideEffects: false });
      for (const [prefix, sdk] of Object.entries(SDK_OF)) {
        const actions = actionsOf[prefix] ?? [];
        const client = sourceFile(sdk, "src/client.ts");
        onResolve({ filter: exactly(sdk) }, () => ({ path: sdk, namespace: "slim-sdk", sideEffects: false }));
        onLoad({ filter: exactly(sdk), namespace: "slim-sdk" }, () => ({
          contents: entryOf(client, actions),
          resolveDir: dirname(client),
          loader: "ts",
        }));
        onLoad({ filter: exactly(client) }, () =>
          typescript(plainModels(keepMethods(textOf(client), actions.flatMap(methodsOf), client), client)),
        );
      }
      for (const [name, entry] of Object.entries(FROM_SOURCE)) {
        onResolve({ filter: exactly(name) }, () => source({ path: sourceFile(name, entry) }));
      }
      // The other ways of calling belong to other products' styles and signatures.
      const core = sourceFile("@alicloud/openapi-core", FROM_SOURCE["@alicloud/openapi-core"]);
      const calling = keepMethods(textOf(core), ["doRequest", "callApi"], core);
      onLoad({ filter: exactly(core) }, () => typescript(calling));
      const utilities = sourceFile("@alicloud/openapi-core", "src/utils.ts");
      const clients = Object.values(SDK_OF).map((sdk) => textOf(sourceFile(sdk, "src/client.ts")));
      onLoad({ filter: exactly(utilities) }, () =>
        typescript(keepMentioned(textOf(utilities), [calling, ...clients], utilities)),
      );
      const models = sourceFile("@darabonba/typescript", "src/core.ts");
      onLoad({ filter: exactly(models) }, () => typescript(derivedNames(textOf(models), models)));
      onLoad({ filter: MODELS }, ({ path }) => typescript(plainModels(textOf(path), path)));
      onResolve({ filter: /^\.\.?\// }, ({ path, importer }) =>
        SOURCES.test(importer) ? source({ path: typescriptFile(join(dirname(importer), path)) }) : undefined,
      );
    },
  };
}

function typescript(contents) {
  return { contents, loader: "ts" };
}

/** What the generated SDKs stand on. */
const FROM_SOURCE = {
  "@alicloud/openapi-core": "src/client.ts",
  "@alicloud/credentials": "src/client.ts",
  "@alicloud/tea-typescript": "src/tea.ts",
  "@darabonba/typescript": "src/index.ts",
};

/** Models of an SDK that has a file for each. */
const MODELS = /@alicloud\/\w+\/src\/models\/\w+\.ts$/;

const SOURCES = /@(?:alicloud|darabonba)\/[\w-]+\/src\//;

/** An SDK as the product sees it, with nothing but the requests of these actions: doors look them up by name. */
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

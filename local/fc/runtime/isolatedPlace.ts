import { readFileSync } from "node:fs";
import http, { type ClientRequest } from "node:http";
import https from "node:https";
import { createRequire } from "node:module";
import net from "node:net";
import { dirname, isAbsolute } from "node:path";
import tls from "node:tls";
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import { Script } from "node:vm";
import type { Lookup } from "./vpcNames.ts";

/** Where code of a function is evaluated inside this process, with a `process` and globals of its own. */
interface IsolatedPlace {
  /** What its `globalThis` has beside, or instead of, the real one's properties. */
  globals: Map<PropertyKey, unknown>;
  /** Evaluates the body of a function that sees the place's globals. */
  evaluate(body: string): unknown;
  /** Evaluates a CommonJS file, and those that it requires by path, once each. */
  loadFile(file: string): Record<string, unknown>;
  /** `require` for that code. */
  require: NodeJS.Require;
}

/** Makes a place. */
export function isolatedPlace(options: {
  environment: Record<string, string>;
  /** Is told when the code there calls `process.exit` or kills itself. */
  onExit(code: number): void;
  /** Is told when it sends an HTTP request; what it returns, when the answer has come or will not. */
  onRequest(): () => void;
  /** How hosts are looked up there, unless its code says how. */
  lookup?: Lookup;
}): IsolatedPlace {
  const exit = (code: unknown = 0): never => {
    options.onExit(Number(code));
    throw new Error(`process.exit(${String(code)})`);
  };
  const ownProcess: NodeJS.Process = overlaid(
    process,
    new Map<PropertyKey, unknown>([
      ["env", { ...options.environment }],
      ["exit", exit],
      ["abort", () => exit(134)],
      ["kill", (id: number, signal?: string) => (id === process.pid ? exit(137) : process.kill(id, signal))],
      // What is thrown outside of an invocation is nobody's here; listeners of ours would catch the platform's own.
      ["on", () => ownProcess],
      ["stdout", overlaid(process.stdout, new Map())],
      ["stderr", overlaid(process.stderr, new Map())],
    ]),
  );
  const print = (...values: unknown[]) => void ownProcess.stdout.write(`${format(...values)}\n`);
  const ownConsole = { ...console, log: print, info: print, debug: print, warn: print, error: print, trace: print };
  const globals = new Map<PropertyKey, unknown>([
    ["process", ownProcess],
    ["console", ownConsole],
  ]);
  const ownGlobal = overlaid(globalThis, globals);
  globals.set("globalThis", ownGlobal).set("global", ownGlobal);
  const ownFetch = (...call: Parameters<typeof fetch>) => fetch(...call).finally(options.onRequest());
  globals.set("fetch", ownFetch);
  const scope = { fetch: ownFetch, process: ownProcess, console: ownConsole, globalThis: ownGlobal, global: ownGlobal };

  const evaluate = (body: string, more: Record<string, unknown> = {}, filename = "platform"): unknown => {
    const names = { ...scope, ...more };
    return compiled(body, Object.keys(names), filename).apply(more.exports, Object.values(names));
  };
  /** The same call with the place's own way to look hosts up. */
  const lookingUp = <Call extends unknown[]>(call: Call): Call => {
    const { lookup } = options;
    if (lookup === undefined) return call;
    return call.map((one) => (isOptions(one) ? { lookup, ...one } : one)) as Call;
  };
  const connecting = <Module extends typeof net | typeof tls>(module: Module): Module => {
    const connect = (...call: unknown[]) => Reflect.apply(module.connect, module, lookingUp(call)) as unknown;
    return overlaid(module, new Map<PropertyKey, unknown>([["connect", connect]]));
  };
  const tracked = (request: ClientRequest) => request.once("close", options.onRequest());
  const client = <Module extends typeof http | typeof https>(module: Module): Module =>
    overlaid(
      module,
      new Map<PropertyKey, unknown>([
        ["request", (...call: Parameters<typeof http.request>) => tracked(module.request(...lookingUp(call)))],
        ["get", (...call: Parameters<typeof http.get>) => tracked(module.get(...lookingUp(call)))],
      ]),
    );
  const ownModules = new Map<string, unknown>([
    ["process", ownProcess],
    ["http", client(http)],
    ["https", client(https)],
    ...(options.lookup === undefined
      ? []
      : ([
          ["net", connecting(net)],
          ["tls", connecting(tls)],
        ] as const)),
  ]);
  const modules = new Map<string, { exports: Record<string, unknown> }>();

  /** Evaluates a CommonJS file as Node does, with the place's globals as further parameters of its wrapper. */
  const loadFile = (file: string): Record<string, unknown> => {
    const known = modules.get(file);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    modules.set(file, module);
    const source = readFileSync(file, "utf8").replace(/^#!.*/, "");
    try {
      const more = {
        module,
        exports: module.exports,
        require: requireFrom(file),
        __filename: file,
        __dirname: dirname(file),
      };
      evaluate(source, more, file);
    } catch (error) {
      modules.delete(file);
      throw error;
    }
    return module.exports;
  };
  const requireFrom = (file: string): NodeJS.Require => {
    const real = createRequire(file);
    const own = (name: string): unknown => {
      const ownModule = ownModules.get(name.replace(/^node:/, ""));
      if (ownModule !== undefined) return ownModule;
      const isOwnCode = (name.startsWith(".") || isAbsolute(name)) && /\.c?js$/.test(real.resolve(name));
      return isOwnCode ? loadFile(real.resolve(name)) : real(name);
    };
    return Object.assign(own, real);
  };
  return { globals, evaluate, loadFile, require: requireFrom(fileURLToPath(import.meta.url)) };
}

/** What has been compiled, by file. */
const scripts = new Map<string, { source: string; script: Script }>();

/** A function with this body: compiled once for all instances of this process, as long as the file stays what it is. */
function compiled(body: string, names: string[], filename: string): (...values: unknown[]) => unknown {
  // On the first line, so that lines of stack traces are the file's.
  const source = `(function (${names.join(", ")}) {${body}\n})`;
  const known = scripts.get(filename);
  const script = known?.source === source ? known.script : new Script(source, { filename });
  scripts.set(filename, { source, script });
  return script.runInThisContext() as (...values: unknown[]) => unknown;
}

/** Where a call says where to connect to. */
function isOptions(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof URL);
}

/** An object like the given one in which some properties are other ones, and on which further ones can be set. */
function overlaid<Original extends object>(original: Original, own: Map<PropertyKey, unknown>): Original {
  return new Proxy(original, {
    get: (target, key) => (own.has(key) ? own.get(key) : (Reflect.get(target, key) as unknown)),
    set(_, key, value) {
      own.set(key, value);
      return true;
    },
    has: (target, key) => own.has(key) || Reflect.has(target, key),
    defineProperty(_, key, { value }) {
      own.set(key, value);
      return true;
    },
    deleteProperty: (_, key) => own.delete(key) || true,
  });
}

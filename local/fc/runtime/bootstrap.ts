/** What an instance is told, in this order: `load` once, then `run` again and again. */
export type ToInstance =
  | {
      type: "load";
      folder: string;
      sharesProcess: boolean;
      vpcId: string | undefined;
      /** Whether mail hosts are reached on port 25. */
      isMailPortOpen?: boolean;
    }
  | {
      type: "run";
      handler: string;
      kind: "handler" | "initializer" | "preStop";
      event: Uint8Array;
      context: object;
      /** The platform's time, ms since 1970. Absent: the function lives in the machine's own. */
      now: number | undefined;
    };

/** What it says. Text that the function writes comes before the outcome of the invocation that wrote it. */
export type FromInstance =
  | { type: "text"; text: string }
  | { type: "answer"; body: Uint8Array }
  | { type: "error"; errorMessage: string; errorType: string; stackTrace: string[] }
  | { type: "crash"; reason: string };

/** How the program reaches the place that it runs in. */
interface InstancePort {
  send(message: FromInstance): void;
  receive(listener: (message: ToInstance) => unknown): void;
  /** Stands still until the next invocation comes, as instances on the cloud do: timers, sockets and all. */
  freeze(): void;
  /** Evaluates a CommonJS file, whatever a package.json above the code says: on the cloud there is none. */
  loadFile(file: string): Record<string, unknown>;
  /** Imports an ES module. */
  importFile(url: string): Promise<Record<string, unknown>>;
}

/**
 * The program of an instance in a thread or process of its own. It is sent there as source text, so it must not use
 * anything from outside itself; `load` is that place's `require`, and `evenClock` makes the clock that is offered to code
 * which lives in the platform's time.
 */
export function bootstrap(
  port: InstancePort,
  load: NodeJS.Require,
  evenClock?: (now: number) => object,
  lookupInVpc?: (vpcId: string, system: typeof import("node:dns").lookup) => typeof import("node:dns").lookup,
  guardMailPort?: (net: typeof import("node:net"), isOpen: boolean) => void,
): void {
  const path: typeof import("node:path") = load("node:path");
  const fs: typeof import("node:fs") = load("node:fs");
  const { format }: typeof import("node:util") = load("node:util");
  const { pathToFileURL }: typeof import("node:url") = load("node:url");
  const modules = new Map<string, Promise<Record<string, unknown>>>();
  let folder = "";

  for (const stream of [process.stdout, process.stderr]) {
    stream.write = ((chunk: string | Uint8Array, encoding?: unknown, done?: unknown) => {
      port.send({ type: "text", text: typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8") });
      const finished = typeof encoding === "function" ? encoding : done;
      if (typeof finished === "function") finished();
      return true;
    }) as typeof stream.write;
  }
  process.on("uncaughtException", (error) => {
    port.send({ type: "crash", reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    process.exit(1);
  });

  async function exported(handler: string): Promise<(...parameters: unknown[]) => unknown> {
    const dot = handler.lastIndexOf(".");
    const name = handler.slice(dot + 1);
    const base = path.join(folder, handler.slice(0, dot));
    const file = [".js", ".cjs", ".mjs"].map((ending) => base + ending).find((one) => fs.existsSync(one));
    if (file === undefined) throw new Error(`Module '${handler.slice(0, dot)}' is missing.`);
    const module = modules.get(file) ?? loaded(file);
    modules.set(file, module);
    const found = (await module)[name];
    if (typeof found !== "function") throw new Error(`Module '${base}' does not export '${name}'.`);
    return found as () => unknown;
  }

  async function loaded(file: string): Promise<Record<string, unknown>> {
    return isEsModule(file) ? port.importFile(pathToFileURL(file).href) : port.loadFile(file);
  }

  function isEsModule(file: string): boolean {
    const manifest = path.join(folder, "package.json");
    if (!file.endsWith(".js")) return file.endsWith(".mjs");
    return fs.existsSync(manifest) && JSON.parse(fs.readFileSync(manifest, "utf8")).type === "module";
  }

  /** The clock that the platform offers under the global symbol `clock`. */
  function platformClock(): { now(): number } | undefined {
    return (globalThis as Record<symbol, { now(): number } | undefined>)[Symbol.for("clock")];
  }

  function withLogger(context: object): object {
    const { requestId } = context as { requestId: string };
    const writer =
      (level: string) =>
      (...values: unknown[]) => {
        const text = format(...values);
        const now = platformClock()?.now() ?? performance.timeOrigin + performance.now();
        process.stdout.write(`${new Date(now).toISOString()} ${requestId} [${level}] ${text}\n`);
      };
    const logger = Object.fromEntries(
      ["debug", "info", "warn", "error", "log"].map((level) => [
        level,
        writer(level === "log" ? "INFO" : level.toUpperCase()),
      ]),
    );
    return { ...context, logger, callbackWaitsForEmptyEventLoop: true };
  }

  function bytesOf(value: unknown): Uint8Array {
    if (value instanceof Uint8Array) return value;
    return Buffer.from(value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value));
  }

  port.receive(async (message) => {
    if (message.type === "load") {
      folder = message.folder;
      if (message.vpcId !== undefined && lookupInVpc !== undefined) {
        // Whatever connects looks hosts up here, unless it is told where else.
        const dns: { lookup: typeof import("node:dns").lookup } = load("node:dns");
        dns.lookup = lookupInVpc(message.vpcId, dns.lookup);
      }
      guardMailPort?.(load("node:net"), message.isMailPortOpen === true);
      if (message.sharesProcess) {
        // A thread shares its process with the platform, so a signal to "itself" may only end the thread.
        const kill = process.kill.bind(process);
        process.kill = (id, signal) => (id === process.pid ? process.exit(137) : kill(id, signal));
      }
      return;
    }
    if (message.now !== undefined && evenClock !== undefined) {
      (globalThis as Record<symbol, unknown>)[Symbol.for("clock")] = evenClock(message.now);
    }
    try {
      const run = await exported(message.handler);
      const context = withLogger(message.context);
      const value = await (message.kind === "handler" ? run(Buffer.from(message.event), context) : run(context));
      port.send({ type: "answer", body: bytesOf(value) });
    } catch (error) {
      const thrown = error instanceof Error ? error : new Error(String(error));
      const stackTrace = (thrown.stack ?? "").split("\n").map((line) => line.trim());
      port.send({ type: "error", errorMessage: thrown.message, errorType: thrown.name, stackTrace });
    }
    port.freeze();
  });
}

/** `loadFile` where Node's own module system is at hand; sent as source text, too. */
export function commonJsLoader(load: NodeJS.Require): InstancePort["loadFile"] {
  type Compiling = NodeModule & { _compile(source: string, file: string): void };
  const Module = load("node:module") as (new (
    id: string,
  ) => Compiling) & { _nodeModulePaths(folder: string): string[] };
  return (file) => {
    const module = new Module(file);
    module.filename = file;
    module.paths = Module._nodeModulePaths(load("node:path").dirname(file));
    module._compile(load("node:fs").readFileSync(file, "utf8"), file);
    return module.exports as Record<string, unknown>;
  };
}

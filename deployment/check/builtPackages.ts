import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { packageZip } from "../packageZip.mjs";

/** What is wrong with the handler `<file>.<export>` in a folder; undefined when it can be loaded. */
export function handlerProblem(code: string, handler: string): Reason | undefined {
  const [file = "", name = ""] = handler.split(".");
  const path = resolve(code, `${file}.js`);
  const built = join(code, `${file}.js`);
  if (!existsSync(path)) return reason("handler-missing", { file: built });
  try {
    const loaded = createRequire(import.meta.url)(path) as Record<string, unknown>;
    return typeof loaded[name] === "function" ? undefined : reason("handler-not-exported", { file: built, name });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return reason("handler-not-loading", { file: built, error: message });
  }
}

/** KiB of a folder as it is sent to Function Compute. Each state of a folder is packed once, however many stages have it. */
export function builtWeightOf(code: string): number {
  const names = readdirSync(code).sort();
  const states = names.map((file) => {
    const { mtimeNs, size } = statSync(join(code, file), { bigint: true });
    return `${file} ${mtimeNs} ${size}`;
  });
  const state = states.join("\n");
  const known = weights.get(code);
  if (known?.state === state) return known.kib;
  const files = names.map((file): [string, Uint8Array] => [file, readFileSync(join(code, file))]);
  const kib = packageZip(Object.fromEntries(files)).length / 1024;
  weights.set(code, { state, kib });
  return kib;
}

const weights = new Map<string, { state: string; kib: number }>();

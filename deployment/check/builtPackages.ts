import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { zipSync } from "fflate";

/** What is wrong with the handler `<file>.<export>` in a folder; undefined when it can be loaded. */
export function handlerProblem(code: string, handler: string): string | undefined {
  const [file = "", name = ""] = handler.split(".");
  const path = resolve(code, `${file}.js`);
  if (!existsSync(path)) return `there is no ${join(code, `${file}.js`)}; run \`npm run build\``;
  try {
    const loaded = createRequire(import.meta.url)(path) as Record<string, unknown>;
    return typeof loaded[name] === "function" ? undefined : `${join(code, `${file}.js`)} does not export ${name}`;
  } catch (error) {
    return `${join(code, `${file}.js`)} does not load: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** KiB of a folder as it is sent to Function Compute. */
export function weightOf(code: string): number {
  const files = readdirSync(code).map((file): [string, Uint8Array] => [file, readFileSync(join(code, file))]);
  return zipSync(Object.fromEntries(files), { level: 9 }).length / 1024;
}

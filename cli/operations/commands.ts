import { existsSync, readFileSync } from "node:fs";

/** An operation as the command line needs it; `npm run build` writes all of them to dist/commands.json. */
export interface OperationCommand {
  name: string;
  /** What people come for. */
  area: string;
  summary: string;
  impact: string;
  /** JSON Schema of its input. */
  input: { properties: Record<string, InputField>; required?: string[] };
}

/** A field of an input, as JSON Schema tells it. */
export interface InputField {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: string[];
  items?: { type?: string };
}

/** Every operation. Throws an `Error` that says what to run when nothing is built. */
export function readCommands(): OperationCommand[] {
  // The command runs bundled, from dist/cli or from a chunk in dist.
  for (const place of ["./commands.json", "../commands.json"]) {
    const file = new URL(place, import.meta.url);
    if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as OperationCommand[];
  }
  throw new Error("dist/commands.json is not there. Run `npm run build` in the folder of the project first.");
}

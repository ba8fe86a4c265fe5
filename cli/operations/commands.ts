import { existsSync, readFileSync } from "node:fs";
import { projectFile } from "../../deployment/projectFolder.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import type { JsonSchema } from "../../shared/platform/jsonSchema.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";

/** An operation as the command line needs it; `npm run build` writes all of them to dist/commands.json. */
export interface OperationCommand {
  name: string;
  /** What people come for. */
  area: string;
  summary: string;
  impacts: string[];
  /** JSON Schema of its input. */
  input: JsonSchema & { properties: Record<string, JsonSchema> };
}

/** Every operation. Throws `AlbflowError` Failed when nothing is built. */
export function readCommands(): OperationCommand[] {
  const file = projectFile("dist/commands.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as OperationCommand[];
  throw new AlbflowError("Failed", reason("commands-not-built", { file }));
}

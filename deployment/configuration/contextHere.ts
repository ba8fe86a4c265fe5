import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { CONFIGURATION_FILE } from "./configurationFile.ts";
import type { FileContext } from "./contextIn.ts";

/** Whether there is such a file in the folder of the person who calls: most folders have none, and nothing has to be loaded. */
export function hasContextHere(): boolean {
  return existsSync(resolve(CONFIGURATION_FILE));
}

/** What the file in the folder of the person who calls says of where commands go, of the stage ALBFLOW_STAGE. Throws as `contextIn` does. */
export async function contextHere(environment: Readonly<Record<string, string | undefined>>): Promise<FileContext> {
  if (!hasContextHere()) return {};
  // Only who has such a file pays for its reader.
  const { contextIn } = await import("./contextIn.ts");
  const text = readFileSync(resolve(CONFIGURATION_FILE), "utf8");
  return contextIn(text, environment.ALBFLOW_STAGE);
}

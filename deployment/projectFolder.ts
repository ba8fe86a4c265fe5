import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AlbflowError } from "../shared/platform/errors.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/**
 * A file of the project, wherever the command is called from: it is looked for beside the code that runs, from source or as
 * bundled into dist. Throws `AlbflowError` Failed when the code was taken out of its project.
 */
export function projectFile(path: string): string {
  return join(projectFolder(), path);
}

/** The project's folder: the one that holds albflow's package.json. */
export function projectFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file) && (JSON.parse(readFileSync(file, "utf8")) as { name?: string }).name === "albflow")
      return folder;
    if (dirname(folder) === folder) {
      throw new AlbflowError("Failed", reason("project-folder-missing"));
    }
  }
}

/** The version in package.json. */
export function projectVersion(): string {
  return (JSON.parse(readFileSync(projectFile("package.json"), "utf8")) as { version: string }).version;
}

import { AlbflowError } from "../shared/platform/errors.ts";
import { reason } from "../shared/platform/reasons/reason.ts";

/** What the system has against a folder in which something is to be kept, with the option or variable that names another. */
export function folderUnusable(folder: string, option: string, cause: unknown): AlbflowError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new AlbflowError("Failed", reason("folder-unusable", { folder, message, option }), { cause });
}

import { AlbflowError } from "../platform/errors.ts";
import { reason } from "../platform/reasons/reason.ts";

/** The error of a function that is asked for a phase that it does not know. */
export function unknownPhase(name: string, phase: unknown, known: string[]): AlbflowError {
  const asked = typeof phase === "string" ? phase : null;
  return new AlbflowError("InvalidInput", reason("unknown-phase", { function: name, phase: asked, known }));
}

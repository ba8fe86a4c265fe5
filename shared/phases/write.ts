import { createHash } from "node:crypto";
import type { AlbParameters } from "../clients/alb.ts";
import type { Doors } from "../operation.ts";
import type { Step, WriteAction } from "../path.ts";

/** Makes one write. The token names execution, step and content, so that the same write twice is one (alb.md U7). */
export async function write(doors: Doors, step: Step, occasion: string): Promise<string> {
  const content = JSON.stringify([occasion, step.action, step.parameters]);
  const ClientToken = createHash("sha256").update(content).digest("hex").slice(0, 40);
  const parameters = { ...step.parameters, ClientToken } as AlbParameters<WriteAction>;
  const answer = await doors.alb.call(step.action, parameters);
  return (answer as { JobId?: string }).JobId ?? "";
}

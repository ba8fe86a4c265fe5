import { eachLimited } from "../platform/eachLimited.ts";
import { AlbflowError } from "../platform/errors.ts";

/**
 * Finds an execution by its name in one of several flows, those whose operation the name tells, as the names that albflow
 * gives do, before all others, of which a few are asked at once. `ask` gives what is wanted of the execution; it gives undefined, or throws
 * `AlbflowError` NotFound, when the flow has none of this name. Undefined when no flow has it.
 */
export async function findExecution<Found>(
  execution: string,
  flows: string[],
  ask: (flow: string) => Promise<Found | undefined>,
): Promise<{ flow: string; found: Found } | undefined> {
  const isReported = (flow: string) => execution.includes(`-${flow.slice(flow.lastIndexOf("-") + 1)}-`);
  let first: { flow: string; found: Found } | undefined;
  for (const some of [flows.filter(isReported), flows.filter((flow) => !isReported(flow))]) {
    await eachLimited(
      some,
      async (flow) => {
        if (first !== undefined) return;
        const found = await ask(flow).catch(missing);
        if (found !== undefined) first ??= { flow, found };
      },
      AT_ONCE,
    );
  }
  return first;
}

const AT_ONCE = 4;

function missing(error: unknown): undefined {
  if (!(error instanceof AlbflowError && error.kind === "NotFound")) throw error;
}

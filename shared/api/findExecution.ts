import { type Act, allows } from "../access/identity.ts";
import type { ExecutionRow, HistoryEvent } from "../clients/cloudFlow.ts";
import { eachLimited } from "../eachLimited.ts";
import { AlbflowError } from "../errors.ts";
import { lastVerdictIn } from "../executions.ts";
import { flowNameOf } from "../flowDefinition.ts";
import { textIn } from "../verdict.ts";
import { type ApiCall, demand } from "./apiCall.ts";
import { type LookedAt, lookAt } from "./awaitNews.ts";
import { listedOperations } from "./contract.ts";
import { RequestError } from "./problem.ts";
import { touchesOf } from "./touchesOf.ts";
import { objectIn } from "./views.ts";

/** An execution that the caller may see. */
export interface FoundExecution {
  operation: string;
  flow: string;
  row: ExecutionRow;
  events: HistoryEvent[];
  /** All that it touches. */
  touches: string[];
}

/**
 * The execution that a request is about, by its name in the path: of the operation that the query names, else of any.
 * Who only follows it (`isFollowed`) may be told what others were told within the last second.
 * Throws 404 when there is none, or the caller may not even see it, and 403 when they may not do what they ask for.
 */
export async function findExecution(call: ApiCall, act: Act, isFollowed = false): Promise<FoundExecution> {
  const { deployed, identity, path, query } = call;
  const name = path.name ?? "";
  const missing = new RequestError(404, `There is no execution ${name}`);
  if (!/^[A-Za-z_][\w-]{0,127}$/.test(name)) throw missing;
  const operations = typeof query.operation === "string" ? [query.operation] : operationNames(name);
  const found = await firstWith(operations, async (operation) => {
    const flow = flowNameOf(deployed.prefix, operation);
    const look: LookedAt | undefined = isFollowed ? await lookAt(deployed.cloudFlow, flow, name) : undefined;
    return { operation, flow, look, row: look?.row ?? (await deployed.cloudFlow.describe(flow, name)) };
  });
  if (found === undefined) throw missing;
  const events = found.look?.events ?? (await deployed.cloudFlow.history(found.flow, name));
  const { operation, row } = found;
  const touches = touchesOf(deployed, operation, row, events);
  if (!allows(identity, "view", { operation, touches })) throw missing;
  demand(call, act, { operation, touches });
  return { ...found, events, touches };
}

/** The listener that an execution has to do with; an undo does not name it, but its verdict does. */
export function listenerOf({ Input }: Pick<ExecutionRow, "Input">, events: HistoryEvent[]): string {
  const own = textIn(objectIn(Input), "listenerId");
  if (own !== "") return own;
  const { input = {} } = lastVerdictIn(events) ?? {};
  return textIn(input, "listenerId");
}

/** All operations, first the one that names of ours tell. */
function operationNames(execution: string): string[] {
  const names = listedOperations().map(({ name }) => name);
  const told = names.filter((name) => execution.includes(`-${name}-`));
  return [...told, ...names.filter((name) => !told.includes(name))];
}

/** What the first of these gives that has it; a few are asked at once. */
async function firstWith<Found>(names: string[], ask: (name: string) => Promise<Found>): Promise<Found | undefined> {
  let found: Found | undefined;
  await eachLimited(
    names,
    async (name) => {
      if (found !== undefined) return;
      try {
        found ??= await ask(name);
      } catch (error) {
        if (!(error instanceof AlbflowError && error.kind === "NotFound")) throw error;
      }
    },
    4,
  );
  return found;
}

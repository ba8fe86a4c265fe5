import { cliMessage, cliSentences } from "../../deployment/language.ts";
import type { ActiveFault } from "../../local/faults/faults.ts";
import { type OutputOptions, outputIn, printAnswer } from "../output.ts";
import { adminClient } from "./adminClient.ts";

/** Where a local cloud is unless somebody says otherwise. */
const USUAL_PORT = 7700;

interface Common extends OutputOptions {
  port: number;
}

/** What `albflow local fault add <kind>` was given besides what the kind itself needs. */
interface AddOptions extends Common {
  id?: string;
  service?: string;
  action?: string;
  resource?: string;
  count?: number;
  probability?: number;
}

/** `albflow local fault add <kind> …` */
export async function addFault(kind: string, options: AddOptions): Promise<void> {
  const { asked, rest } = outputIn(options);
  const { port, id, service, action, resource, count, probability, ...members } = rest;
  // A plan asks with a dry run first, and that is not the call that is meant by "the first".
  const exceptDryRuns = count === undefined ? undefined : true;
  const rule = { id, service, action, resource, count, exceptDryRuns, probability, fault: { kind, ...members } };
  const added = (await adminClient(port).post("/local/faults", rule)) as { id: string };
  await printAnswer(added, asked, () => [
    cliMessage("fault-set", { id: added.id, flags: port === USUAL_PORT ? "" : ` --port ${port}` }),
  ]);
}

/** `albflow local fault list` */
export async function listFaults({ port, ...options }: Common): Promise<void> {
  const { faults } = (await adminClient(port).get("/local/faults")) as { faults: ActiveFault[] };
  await printAnswer(faults, options, () => (faults.length === 0 ? [cliSentences("no-faults")] : faults.map(faultLine)));
}

/** `albflow local fault clear [id]` */
export async function clearFaults(id: string | undefined, { port, ...options }: Common): Promise<void> {
  const path = id === undefined ? "/local/faults" : `/local/faults/${encodeURIComponent(id)}`;
  const { cleared } = (await adminClient(port).remove(path)) as { cleared: number };
  await printAnswer({ cleared }, options, () => [cliSentences("faults-cleared", { cleared })]);
}

/** `fault-1  throttle  alb UpdateListenerAttribute  2 of 3 calls hit` */
function faultLine({ id, fault, service, action, resource, count, probability, hits }: ActiveFault): string {
  const { kind, ...members } = fault;
  const target = [service, action, resource].filter((part) => part !== undefined).join(" ");
  return [
    id,
    [kind, ...Object.entries(members).map(([name, value]) => `${name}=${value}`)].join(" "),
    target === "" ? cliMessage("fault-every-call") : target,
    probability === undefined ? "" : cliMessage("fault-probability", { probability }),
    cliMessage("fault-hits", { hits, of: count ?? null }),
  ]
    .filter((part) => part !== "")
    .join("  ");
}

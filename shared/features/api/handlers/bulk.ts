import { createHash, randomUUID } from "node:crypto";
import { type AskedBulk, BULK, type BulkRun, signedTouches } from "../../../core/bulk/bulkRun.ts";
import type { BulkView } from "../../../core/bulk/describeBulk.ts";
import { apiExecutionName } from "../../../core/executionNames.ts";
import { flowNameOf } from "../../../core/flowDefinition.ts";
import { signRequest } from "../../../core/signedRequest.ts";
import { canonicalJson } from "../../../platform/canonicalJson.ts";
import { AlbflowError } from "../../../platform/errors.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import { type ApiAnswer, type ApiCall, type ApiHandler, addressOf, demand, namedAt } from "../apiCall.ts";
import { type Act, allows } from "../authentication/identity.ts";
import type { BulkBody, PlannedBulk } from "../bulkRows.ts";
import { RequestError } from "../problem.ts";
import { objectIn } from "../views.ts";

/**
 * `POST /bulk`: with `?plan` what one operation would do on each of many listeners; else 202 and the run that does it, which
 * goes on by itself. What each listener's execution is bound to is the plan that was looked at for it. A listener that the
 * caller may not change is refused by name, and nothing of it is looked up or done.
 */
export const runBulk: ApiHandler = async (call) => {
  const { deployed, identity, query, body } = call;
  const { plan: agreed, ...asked } = body as unknown as BulkBody & { plan?: string };
  const { operation } = asked;
  demand(call, "operate", { operation });
  const name = bulkName(call, operation);
  const request = createHash("sha256").update(canonicalJson(asked)).digest("base64url");
  const isPlan = query.plan !== undefined && query.plan !== false;
  if (!isPlan && (await isStarted(call, name, request))) return accepted(call, name, operation);
  const event = { phase: "plan", asked, request, identity };
  const { rows, whole } = (await deployed.functions.invoke(flowNameOf(deployed.prefix, BULK), event)) as PlannedBulk;
  const { atOnce, errorBudget, hash, targets } = whole;
  // Where nothing is left that the caller may change, they are told what all are told.
  if (targets.length === 0 && rows.every((row) => row.reason.code === "not-allowed"))
    demand(call, "operate", { operation, touches: [namedAt(call, rows[0] ?? {}, rows[0]?.listenerId ?? "")] });
  if (isPlan) return { status: 200, body: { operation, atOnce, errorBudget, hash, targets: rows } };
  if (targets.length === 0) throw new AlbflowError("Conflict", reason("bulk-nothing-to-do", { operation }));
  if (agreed !== undefined && agreed !== hash)
    throw new AlbflowError("Conflict", reason("bulk-plan-stale", { operation }));
  const touches = [...new Set(targets.flatMap((one) => one.touches))];
  demand(call, "operate", { operation, touches });
  const key = deployed.secret("requests");
  const input = { ...whole, requestedBy: identity.name };
  const run = { name, asked: signRequest(key, { operation: BULK, execution: name, input, touches }) };
  const bytes = Buffer.byteLength(JSON.stringify(run));
  if (bytes > MOST_BYTES)
    throw new RequestError(413, reason("bulk-too-large", { count: targets.length, bytes, most: MOST_BYTES }));
  await deployed.cloudFlow.start(flowNameOf(deployed.prefix, BULK), name, run);
  return accepted(call, name, operation);
};

/** `GET /bulk/{name}`: a run with the state of each of its listeners. */
export const describeBulk: ApiHandler = async (call) => {
  return { status: 200, body: await viewOf(call, "view") };
};

/** `POST /bulk/{name}/stop`: nothing more of it is begun. The same request again finds it stopped. */
export const stopBulk: ApiHandler = async (call) => {
  const { deployed, identity, body } = call;
  const { name } = await viewOf(call, "operate");
  const event = { phase: "stop", name, by: identity.name, why: body.reason };
  const { view } = (await deployed.functions.invoke(flowNameOf(deployed.prefix, BULK), event)) as Described;
  return { status: 200, body: view };
};

interface Described {
  view: BulkView;
  run: BulkRun;
}

/** A run that the caller may see, and may do this to. Throws 404 and 403. */
async function viewOf(call: ApiCall, act: Act): Promise<BulkView> {
  const { deployed, identity, path } = call;
  const name = path.name ?? "";
  const missing = new RequestError(404, reason("bulk-not-found", { bulk: name }));
  if (!/^api-bulk-[\w-]{1,100}$/.test(name)) throw missing;
  call.charge(CALLS_OF_READING);
  const event = { phase: "describe", name };
  const { view, run } = (await deployed.functions.invoke(flowNameOf(deployed.prefix, BULK), event)) as Described;
  const { operation } = view;
  // What nobody has signed may touch anything.
  const touches = signedTouches(deployed.secret("requests"), run) ?? [];
  if (!allows(identity, "view", { operation, touches })) throw missing;
  demand(call, act, { operation, touches });
  return view;
}

function accepted({ deployed }: ApiCall, name: string, operation: string): ApiAnswer {
  const headers = { location: addressOf(deployed, `/v1/bulk/${name}`) };
  return { status: 202, headers, body: { bulk: name, operation, status: "Running" } };
}

/** Whether the same request was made before. Throws Conflict when it was another one. */
async function isStarted({ deployed }: ApiCall, name: string, request: string): Promise<boolean> {
  try {
    const { Input } = await deployed.cloudFlow.describe(flowNameOf(deployed.prefix, BULK), name);
    const { asked } = objectIn(Input) as { asked?: AskedBulk };
    if (asked?.request === request) return true;
  } catch (error) {
    if (error instanceof AlbflowError && error.kind === "NotFound") return false;
    throw error;
  }
  throw new AlbflowError("Conflict", reason("idempotency-key-used", { execution: name }));
}

/** The caller's key names it, where there is one; short, as the names of its executions begin with it. */
function bulkName({ header, identity }: ApiCall, operation: string): string {
  const key = header("idempotency-key").replace(/^"(.*)"$/, "$1") || randomUUID();
  return apiExecutionName(`bulk-${operation}`, identity, createHash("sha256").update(key).digest("hex").slice(0, 24));
}

/** A list, a row and its history; of a run that was cut off more. */
const CALLS_OF_READING = 3;

/** Below what a flow's state may hold (cloudflow.md §4), with what is noted of each target later. */
const MOST_BYTES = 40 * 1024;

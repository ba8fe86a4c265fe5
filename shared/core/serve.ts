import type { Clients } from "../platform/clients.ts";
import { countedClients } from "../platform/countedClients.ts";
import { isTransient, reasonOf } from "../platform/errors.ts";
import { type Handler, jsonEvent, sessionOf } from "../platform/functionCompute.ts";
import { type Reason, reason } from "../platform/reasons/reason.ts";
import { shortErrors } from "../platform/shortErrors.ts";
import { caughtIn } from "./describeCaught.ts";
import { flowNameOf, prefix } from "./flowDefinition.ts";
import { isAlive } from "./lock.ts";
import type { AnyOperation, CommonInput, Operation } from "./operation.ts";
import { call } from "./phases/call.ts";
import { byHand } from "./phases/failed.ts";
import { type PreflightCheck, preflight } from "./phases/preflight.ts";
import { ready } from "./phases/ready.ts";
import { undo } from "./phases/undo.ts";
import type { ResourceSet } from "./resourceSet.ts";
import { withOwnSignature } from "./signedRequest.ts";
import { spent } from "./spent.ts";
import { unknownPhase } from "./unknownPhase.ts";
import { type Verdict, verdictOf } from "./verdict.ts";
import { fitted, opened } from "./verdictSize.ts";

/** The handler of an operation's function: one phase a call. */
export function serve<Input extends CommonInput, Facts, Seen extends ResourceSet>(
  operation: Operation<Input, Facts, Seen>,
): Handler<Verdict> {
  const known = operation as unknown as AnyOperation;
  return shortErrors(async (event, context) => {
    const request = jsonEvent(event);
    const counted = countedClients(sessionOf(context));
    const { clients } = counted;
    const verdict = await settled(request, () => perform(known, clients, request));
    // For a person there is space for everything.
    if (request.checks === true) return { ...verdict, ...spent(verdict, counted) };
    const given = request.verdict === undefined ? undefined : verdictOf(request);
    const carried = await fitted(verdict, clients.cloudFlow, given);
    return { ...carried, ...spent(verdict, counted) };
  });
}

/** Only what may pass by itself is thrown, so that a flow repeats nothing in vain; everything else is a verdict. */
async function settled(request: Record<string, unknown>, work: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await work();
  } catch (error) {
    if (isTransient(error) || request.verdict === undefined) throw error;
    const verdict = verdictOf(request);
    const cause = reasonOf(error);
    const why =
      request.phase === "undo"
        ? reason("rollback-blocked", { cause, ...byHand(verdict) })
        : reason("phase-failed", { cause });
    return { ...verdict, state: "failed", reason: why };
  }
}

async function perform(operation: AnyOperation, clients: Clients, request: Record<string, unknown>): Promise<Verdict> {
  const given = () => opened(verdictOf(request), clients.cloudFlow);
  switch (request.phase) {
    case "preflight":
      return preflightFor(operation, clients, request);
    case "call":
      return unlessEnded(clients, await given(), (verdict) => call(operation, clients, verdict));
    case "ready":
      return ready(clients, await given());
    case "undo":
      return unlessEnded(clients, await given(), (verdict) => undo(clients, verdict, causeOf(request.error, verdict)));
    default:
      throw unknownPhase(operation.name, request.phase, ["preflight", "call", "ready", "undo"]);
  }
}

/** With `checks: true`, as people ask for it and flows do not, the answer has `checks` beside the verdict. */
async function preflightFor(
  operation: AnyOperation,
  clients: Clients,
  { input, execution, checks }: Record<string, unknown>,
): Promise<Verdict> {
  const recorded: PreflightCheck[] = [];
  const name = typeof execution === "string" ? execution : "by hand";
  const own = withOwnSignature(input);
  const verdict = await preflight(operation, clients, { input: own, execution: name, checks: recorded });
  return checks === true ? Object.assign(verdict, { checks: recorded }) : verdict;
}

/** What writes does nothing for an execution that has ended: a delivery that comes late must not touch what others made. */
async function unlessEnded(
  clients: Clients,
  verdict: Verdict,
  work: (verdict: Verdict) => Promise<Verdict>,
): Promise<Verdict> {
  const holder = { flow: flowNameOf(prefix(), verdict.operation), execution: verdict.execution };
  if (await isAlive(clients.cloudFlow, holder)) return work(verdict);
  return { ...verdict, state: "refused", reason: reason("execution-ended", { execution: verdict.execution }) };
}

/** Why things are undone: what the flow caught, else what the last verdict said. */
function causeOf(error: unknown, verdict: Verdict): Reason {
  const caught = caughtIn(error);
  return caught === undefined
    ? (verdict.cause ?? verdict.reason)
    : reason("step-gave-up", { step: verdict.step + 1, ...caught });
}

import { type Clients, clientsAt } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { AlbflowError } from "../../platform/errors.ts";
import type { Place } from "../../platform/place.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { endsOfCertificates } from "../certificates/endsOfCertificates.ts";
import { outcomeOf } from "../executions.ts";
import { flowNameOf, prefix } from "../flowDefinition.ts";
import { type Impact, worstFirst } from "../impact.ts";
import { certificatesTakenOff, settingsThatInterrupt } from "../interruptions.ts";
import type { AnyOperation, CommonInput } from "../operation.ts";
import { DEFAULT_TLS_POLICY, lostBy, readTlsPolicy } from "../operations/tlsPolicy.ts";
import { planSteps, rollbackTarget, type Step } from "../planSteps.ts";
import { serverGroupsOf } from "../probes/health.ts";
import { type ResourceSet, read, type Scope, withIds } from "../resourceSet.ts";
import { securityLowered } from "../securityLowered.ts";
import { impactOfSwitch, readSwitch } from "../serverGroupSwitch.ts";
import { opened } from "../verdictSize.ts";
import { changedSince, foreignChangesIn } from "./made.ts";
import { planContextOf } from "./planContext.ts";

/** What an undo would do, and to what. */
interface UndoPlan {
  /** Input and verification settings are those of the execution that is taken back. */
  input: Record<string, unknown>;
  keys: Scope;
  snapshot: ResourceSet;
  target: ResourceSet;
  impacts: Impact[];
  /** What whoever reads the plan must know besides. */
  said: Reason[];
  /** Where it is; absent at home. */
  place?: Place;
}

/**
 * Plans to take back an operation that has ended: what it changed is as before again, what others changed since stays.
 * Throws `AlbflowError` Refused when there is nothing to take back.
 */
export async function planToUndo(
  operation: AnyOperation,
  home: Clients,
  {
    undo: execution,
    requestedBy = "",
    reason: why,
    ticket,
  }: Pick<CommonInput, "reason" | "ticket"> & { undo: string; requestedBy?: string | undefined },
): Promise<UndoPlan> {
  const flow = flowNameOf(prefix(), operation.name);
  const { Status } = await home.cloudFlow.describe(flow, execution).catch((error: unknown) => {
    if (!(error instanceof AlbflowError && error.kind === "NotFound")) throw error;
    throw new AlbflowError("NotFound", reason("undo-not-found", { execution, operation: operation.name }), {
      cause: error,
    });
  });
  const { verdict } = outcomeOf(await home.cloudFlow.history(flow, execution), Status);
  if (Status === "Running" || Status === "Starting")
    throw new AlbflowError("Refused", reason("undo-still-running", { execution }));
  // What was ended from outside may have stopped anywhere.
  const interrupted = Status === "Stopped" || Status === "TimedOut";
  const mayHaveChanged = interrupted || (verdict !== undefined && ["verified", "failed"].includes(verdict.state));
  if (verdict === undefined || verdict.plan === null || !mayHaveChanged) {
    throw new AlbflowError("Refused", reason("undo-changed-nothing", { execution }));
  }
  const whole = await opened(verdict, home.cloudFlow);
  const { place } = whole;
  const clients = clientsAt(home, place);
  const { plan, path, target, keys } = planContextOf(whole);
  const { resources, unsettled } = await read(clients, keys);
  if (unsettled !== undefined)
    throw new AlbflowError("Conflict", reason("waiting-to-settle", { step: null, cause: unsettled }));
  const foreign = foreignChangesIn(
    { snapshot: plan.snapshot, target, planned: path.map(({ after }) => after) },
    resources,
    verdict.writes,
  );
  const changed = interrupted ? [] : changedSince(plan.snapshot, target, resources);
  const foreignChanges = [...foreign, ...changed.filter(({ name }) => !foreign.some((one) => one.name === name))];
  if (foreignChanges.length > 0) {
    const obstacles = foreignChanges.map((foreign) => foreign.reason);
    throw new AlbflowError("Refused", reason("undo-not-its-own", { execution, obstacles }));
  }
  const before = rollbackTarget(plan.snapshot, withIds(target, resources), resources);
  // Why it was done is no reason to take it back.
  const { plan: _, reason: __, ticket: ___, ...asked } = whole.input;
  const now = clock.now();
  const { refused, said } = await endsOfCertificates(clients, { from: resources, to: before, now, isUndo: true });
  if (refused.length > 0) throw new AlbflowError("Refused", reason("undo-refused", { reasons: refused }));
  const { impacts, reported } = await impactsOfUndo(clients, resources, before);
  return {
    input: {
      ...asked,
      undo: execution,
      requestedBy,
      ...(why === undefined ? {} : { reason: why }),
      ...(ticket === undefined ? {} : { ticket }),
    },
    keys,
    snapshot: resources,
    target: before,
    said: [...reported, ...said],
    impacts,
    ...(place === undefined ? {} : { place }),
  };
}

/** A rollback is a change like any other: what it means, and what is told of it. */
async function impactsOfUndo(
  clients: Clients,
  from: ResourceSet,
  to: ResourceSet,
): Promise<{ impacts: Impact[]; reported: Reason[] }> {
  const lowered = await securityLowered(clients.alb, from, to);
  const may = [...settingsThatInterrupt(from, to), ...certificatesTakenOff(from, to)];
  const impacts: Impact[] = [];
  if (await interrupts(clients, planSteps(from, [to]), from)) impacts.push("interrupts traffic");
  const groupsIn = ({ listener }: ResourceSet) => (listener ? serverGroupsOf(listener) : []);
  const then = groupsIn(to);
  if (
    from.listener &&
    to.listener &&
    from.listener.ListenerStatus === "Running" &&
    groupsIn(from).join() !== then.join()
  ) {
    const known = await readSwitch(clients, from.listener, then[0]);
    impacts.push(impactOfSwitch(known));
    if (known.failing !== null) may.push(known.failing);
    else if (known.unproven !== null) {
      may.push(reason("group-not-proven", { serverGroupIds: then, cause: known.unproven }));
    }
  }
  if (settingsThatInterrupt(from, to).length + certificatesTakenOff(from, to).length > 0) impacts.push("may interrupt");
  if (lowered.length > 0) impacts.push("lowers security");
  return { impacts: worstFirst(impacts), reported: [...may, ...lowered] };
}

/** Whether a rollback turns clients away that are served now. */
async function interrupts({ alb }: Clients, path: Step[], { listener, copy }: ResourceSet): Promise<boolean> {
  for (const { action, parameters } of path) {
    // Whoever makes a listener again turns nobody away, though it is stopped until it is whole.
    const isThere = Boolean(parameters.ListenerId === "@copy" ? copy : listener);
    if (!isThere) continue;
    if (action === "StopListener" || action === "DeleteListener") return true;
    if (action !== "UpdateListenerAttribute") continue;
    if (parameters.CaEnabled === true || parameters.CaCertificates !== undefined) return true;
    if (typeof parameters.SecurityPolicyId !== "string") continue;
    const from = await readTlsPolicy(alb, listener?.SecurityPolicyId ?? DEFAULT_TLS_POLICY);
    const { versions, ciphers } = lostBy(from, await readTlsPolicy(alb, parameters.SecurityPolicyId));
    if (versions.length + ciphers.length > 0) return true;
  }
  return false;
}

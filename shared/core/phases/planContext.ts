import type { Clients } from "../../platform/clients.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import type { AnyOperation, CommonInput } from "../operation.ts";
import { planSteps, type Step } from "../planSteps.ts";
import { type Observation, type ResourceSet, read, type Scope } from "../resourceSet.ts";
import type { Plan, Verdict } from "../verdict.ts";

/** Where a verdict stands on its way: the plan's path, derived again from its stages, and how to see the resources. */
interface PlanContext {
  plan: Plan;
  path: Step[];
  target: ResourceSet;
  keys: Scope;
}

/** The context of a verdict. Throws InvalidInput when it carries no plan. */
export function planContextOf(verdict: Verdict): PlanContext {
  const { plan } = verdict;
  if (plan === null) throw new AlbflowError("InvalidInput", reason("plan-missing", { execution: verdict.execution }));
  const { snapshot, stages, keys } = plan;
  const target = stages.at(-1) ?? snapshot;
  const { LoadBalancerId = "", ListenerProtocol = "", ListenerPort = 0 } = snapshot.listener ?? target.listener ?? {};
  return {
    plan,
    path: planSteps(snapshot, stages),
    target,
    keys:
      keys.listener === undefined || (snapshot.listener !== null && target.listener !== null)
        ? keys
        : // A listener that is deleted and made again has another id, and the same place.
          { ...keys, listener: { ...keys.listener, address: { LoadBalancerId, ListenerProtocol, ListenerPort } } },
  };
}

/** The step that a verdict stands at, with its context. Throws Failed when there is none. */
export function currentStep(verdict: Verdict): PlanContext & { step: Step } {
  const planContext = planContextOf(verdict);
  const step = planContext.path[verdict.step];
  if (step !== undefined) return { ...planContext, step };
  throw new AlbflowError("Failed", reason("step-missing", { execution: verdict.execution, step: verdict.step }));
}

/** Looks at what an operation sees, when it is not known yet what its listener is like. */
export async function firstRead(
  operation: AnyOperation,
  clients: Clients,
  input: CommonInput,
): Promise<Observation & { keys: Scope }> {
  const { listener } = operation.scope(input, null);
  if (listener === undefined) {
    const keys = operation.scope(input, null);
    return { ...(await read(clients, keys)), keys };
  }
  const first = await read(clients, { listener });
  const { listener: _, ...others } = operation.scope(input, first.resources.listener ?? null);
  const rest = first.resources.listener === null ? {} : others;
  const second = await read(clients, rest);
  return {
    resources: { ...second.resources, ...first.resources },
    unsettled: first.unsettled ?? second.unsettled,
    keys: { ...rest, listener },
  };
}

import type { Doors } from "../../platform/doors.ts";
import { AlbflowError } from "../../platform/errors.ts";
import type { AnyOperation, CommonInput } from "../operation.ts";
import { pathThrough, type Step } from "../path.ts";
import type { Plan, Verdict } from "../verdict.ts";
import { type Keys, look, type Sighting, type World } from "../world.ts";

/** Where a verdict stands on its way: the plan's path, derived again from its worlds, and how to see the world. */
interface Course {
  plan: Plan;
  path: Step[];
  target: World;
  keys: Keys;
}

/** The course that a verdict is on. Throws InvalidInput when it carries no plan. */
export function courseOf(verdict: Verdict): Course {
  const { plan } = verdict;
  if (plan === null) throw new AlbflowError("InvalidInput", "This verdict carries no plan.");
  const { snapshot, stages, keys } = plan;
  const target = stages.at(-1) ?? snapshot;
  const { LoadBalancerId = "", ListenerProtocol = "", ListenerPort = 0 } = snapshot.listener ?? target.listener ?? {};
  return {
    plan,
    path: pathThrough(snapshot, stages),
    target,
    keys:
      keys.listener === undefined || (snapshot.listener !== null && target.listener !== null)
        ? keys
        : // A listener that is deleted and made again has another id, and the same place.
          { ...keys, listener: { ...keys.listener, address: { LoadBalancerId, ListenerProtocol, ListenerPort } } },
  };
}

/** The step that a verdict stands at, with its course. Throws Failed when there is none. */
export function currentStep(verdict: Verdict): Course & { step: Step } {
  const course = courseOf(verdict);
  const step = course.path[verdict.step];
  if (step !== undefined) return { ...course, step };
  throw new AlbflowError("Failed", `The plan of ${verdict.execution} has no step ${verdict.step}.`);
}

/** Looks at what an operation sees, when it is not known yet what its listener is like. */
export async function firstLook(
  operation: AnyOperation,
  doors: Doors,
  input: CommonInput,
): Promise<Sighting & { keys: Keys }> {
  const { listener } = operation.sees(input, null);
  if (listener === undefined) {
    const keys = operation.sees(input, null);
    return { ...(await look(doors, keys)), keys };
  }
  const first = await look(doors, { listener });
  const { listener: _, ...others } = operation.sees(input, first.world.listener ?? null);
  const rest = first.world.listener === null ? {} : others;
  const second = await look(doors, rest);
  return {
    world: { ...second.world, ...first.world },
    unsettled: first.unsettled ?? second.unsettled,
    keys: { ...rest, listener },
  };
}

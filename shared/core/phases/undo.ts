import { canonicalJson } from "../../platform/canonicalJson.ts";
import type { Clients } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { isTransient } from "../../platform/errors.ts";
import { describeStep } from "../describeStep.ts";
import { pausing, WHILE_WAITING } from "../pauses.ts";
import { changesBetween, planSteps, rollbackTarget, type Step } from "../planSteps.ts";
import { pollUntilDeadline } from "../pollUntilDeadline.ts";
import { nameOf, type ResourceSet, read, withIds } from "../resourceSet.ts";
import { namedBy } from "../resources/listener.ts";
import { ROLLBACK_SECONDS } from "../rollbackSeconds.ts";
import type { MadeWrite, State, Verdict } from "../verdict.ts";
import { failed, howToGoBackByHand, messageOf, requestIdOf } from "./failed.ts";
import { foreignChangesIn, leftBehind } from "./made.ts";
import { planContextOf } from "./planContext.ts";
import { recordWrite } from "./recordWrite.ts";
import { write } from "./write.ts";

/**
 * Goes one write further on the way back to the snapshot, or says that it is reached. What somebody else changed
 * stays. Throws Conflict, Throttled or Transient: try again.
 */
export async function undo(clients: Clients, verdict: Verdict, cause: string): Promise<Verdict> {
  const first = verdict.state !== "rollingBack";
  const { plan, path, target, keys } = planContextOf(verdict);
  const going: Verdict = first
    ? {
        ...verdict,
        state: "rollingBack",
        cause,
        deadline: clock.now() + ROLLBACK_SECONDS * 1_000,
        pauses: 0,
        pauseSeconds: 1,
        writes: withUnknown(verdict, path),
      }
    : verdict;
  const name = nameOf(keys);
  const ask = async () => {
    const { resources, unsettled } = await read(clients, keys);
    return unsettled ?? { resources };
  };
  const probeResult = await pollUntilDeadline(going, ask);
  if (typeof probeResult === "string") {
    if (clock.now() >= going.deadline) {
      return failed(going, `Going back was not possible: ${probeResult}. ${howToGoBackByHand(going)}`);
    }
    return { ...going, ...pausing(going, WHILE_WAITING), message: `Waiting to go back: ${probeResult}.` };
  }
  const { resources } = probeResult;
  const foreign = foreignChangesIn(
    { snapshot: plan.snapshot, target, planned: path.map(({ after }) => after) },
    resources,
    going.writes,
  );
  // What is not ours stays as it is, and what is ours goes all the same.
  const kept = Object.fromEntries(foreign.map(({ name }) => [name, resources[name]]));
  const goal = { ...rollbackTarget(plan.snapshot, withIds(target, resources), resources), ...kept };
  const step = planSteps(resources, [goal])[0];
  if (step === undefined) {
    const isGone = resources.listener === null && Boolean(plan.snapshot.listener) && target.listener !== null;
    const message = foreign.map((foreign) => foreign.message);
    if (isGone) message.unshift(`${name} was deleted by somebody else meanwhile`);
    if (message.length > 0) return failed(going, `Going back is not possible: ${message.join("; ")}`);
    return { ...going, state: "rolledBack", message: describeBack(name, plan.snapshot, resources) };
  }
  const sentence = describeStep(withIds(step, resources));
  const describeLeft = () => {
    const left = leftBehind(plan.snapshot, resources, going.writes);
    return left.length === 0 ? "" : `It has made ${left.join(" and ")}, and could not take that back. `;
  };
  // A job that fails each time would be tried for ever.
  if (clock.now() >= going.deadline) {
    return failed(
      going,
      `Going back was not possible in time: the cloud has yet to ${sentence}. ${describeLeft()}${howToGoBackByHand(going, { goal, now: resources })}`,
    );
  }
  const pause = pauseBefore(step, going);
  if (pause > 0) {
    const pauseSeconds = Math.ceil(Math.min(pause, LONGEST_PAUSE_MS) / 1_000);
    return {
      ...going,
      pauses: going.pauses + 1,
      pauseSeconds,
      message: `Going back: has yet to ${sentence}, which was tried and did not last.`,
    };
  }
  try {
    const ids = await write(clients, step, resources, `${going.execution}/undo/${going.step}`);
    const writes = recordWrite(going, step, resources, { outcome: "done", ...ids });
    const message = `Going back: ${sentence}: the cloud has accepted it.`;
    return { ...going, step: going.step + 1, writes, pauseSeconds: 1, message };
  } catch (error) {
    if (isTransient(error)) throw error;
    const writes = recordWrite(going, step, resources, { outcome: "refused", requestId: requestIdOf(error) });
    return failed(
      { ...going, writes },
      `Going back failed too: the cloud refused to ${sentence}: ${messageOf(error)}. ${describeLeft()}${howToGoBackByHand(going, { goal, now: resources })}`,
    );
  }
}

/**
 * Milliseconds to wait before a write that was made on this way back already, and did not last, as when its job fails
 * each time: twice as long after each try.
 */
function pauseBefore({ action, before, after }: Step, { writes }: Verdict): number {
  const changes = canonicalJson(changesBetween(before, after));
  const tries = writes.filter(
    (made) => made.back && made.action.endsWith(`:${action}`) && canonicalJson(made.changes) === changes,
  );
  const last = tries.at(-1);
  if (last === undefined) return 0;
  return last.at + Math.min(FIRST_PAUSE_MS * 2 ** (tries.length - 1), LONGEST_PAUSE_MS) - clock.now();
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** A call that the flow has given up may have been made, and nobody has noted it. */
export function withUnknown(verdict: Verdict, path: Step[]): MadeWrite[] {
  const step = path[verdict.step];
  if (step === undefined || !BEFORE_CALL.has(verdict.state)) return verdict.writes;
  return recordWrite(verdict, step, verdict.plan?.snapshot ?? {}, { outcome: "unknown" });
}

/** States with which a step's call is entered. */
const BEFORE_CALL = new Set<State>(["planned", "advanced", "lockWait"]);

/** A listener that had been deleted is made again, under an id that nobody knows yet; log stores stay where they are. */
function describeBack(name: string, snapshot: ResourceSet, now: ResourceSet): string {
  const id = now.listener?.ListenerId;
  const renamed = id !== undefined && snapshot.listener !== undefined && id !== snapshot.listener?.ListenerId;
  const made: string[] = [];
  if (snapshot.logProject === null && now.logProject) made.push(`the log project ${now.logProject.ProjectName}`);
  if (snapshot.logstore === null && now.logstore) made.push(`the logstore ${now.logstore.LogstoreName}`);
  const left =
    made.length === 0
      ? ""
      : `; ${made.join(" and ")} that it has made ${made.length === 1 ? "stays" : "stay"}, as records may be in there`;
  const kept = namedBy(snapshot.listener, now.listener)
    ? `, but for the name "${now.listener?.ListenerDescription ?? ""}", as no call empties one`
    : "";
  return `${name} is as it was before${kept}${renamed ? `, under the new id ${id}` : ""}${left}.`;
}

import { canonicalJson } from "../../platform/canonicalJson.ts";
import { clock } from "../../platform/clock.ts";
import type { Doors } from "../../platform/doors.ts";
import { isTransient } from "../../platform/errors.ts";
import { changesBetween, pathThrough, type Step, wayBack } from "../path.ts";
import { patiently } from "../patiently.ts";
import { pausing, WHILE_WAITING } from "../pauses.ts";
import { namedBy } from "../resources/listener.ts";
import { sayStep } from "../sayStep.ts";
import type { MadeWrite, State, Verdict } from "../verdict.ts";
import { WAY_BACK_SECONDS } from "../wayBackSeconds.ts";
import { look, nameOf, type World, withIds } from "../world.ts";
import { courseOf } from "./course.ts";
import { failed, howToGoBackByHand, messageOf, requestIdOf } from "./failed.ts";
import { leftBehind, strangersIn } from "./made.ts";
import { noting } from "./noting.ts";
import { write } from "./write.ts";

/**
 * Goes one write further on the way back to the snapshot, or says that it is reached. What somebody else changed
 * stays. Throws Conflict, Throttled or Transient: try again.
 */
export async function undo(doors: Doors, verdict: Verdict, cause: string): Promise<Verdict> {
  const first = verdict.state !== "undoing";
  const { plan, path, target, keys } = courseOf(verdict);
  const going: Verdict = first
    ? {
        ...verdict,
        state: "undoing",
        cause,
        deadline: clock.now() + WAY_BACK_SECONDS * 1_000,
        pauses: 0,
        pauseSeconds: 1,
        writes: withUnknown(verdict, path),
      }
    : verdict;
  const name = nameOf(keys);
  const ask = async () => {
    const { world, unsettled } = await look(doors, keys);
    return unsettled ?? { world };
  };
  const sight = await patiently(going, ask);
  if (typeof sight === "string") {
    if (clock.now() >= going.deadline) {
      return failed(going, `Going back was not possible: ${sight}. ${howToGoBackByHand(going)}`);
    }
    return { ...going, ...pausing(going, WHILE_WAITING), because: `Waiting to go back: ${sight}.` };
  }
  const { world } = sight;
  const strangers = strangersIn(
    { snapshot: plan.snapshot, target, planned: path.map(({ after }) => after) },
    world,
    going.writes,
  );
  // What is not ours stays as it is, and what is ours goes all the same.
  const kept = Object.fromEntries(strangers.map(({ name }) => [name, world[name]]));
  const goal = { ...wayBack(plan.snapshot, withIds(target, world), world), ...kept };
  const step = pathThrough(world, [goal])[0];
  if (step === undefined) {
    const isGone = world.listener === null && Boolean(plan.snapshot.listener) && target.listener !== null;
    const because = strangers.map((stranger) => stranger.because);
    if (isGone) because.unshift(`${name} was deleted by somebody else meanwhile`);
    if (because.length > 0) return failed(going, `Going back is not possible: ${because.join("; ")}`);
    return { ...going, state: "undone", because: sayBack(name, plan.snapshot, world) };
  }
  const sentence = sayStep(withIds(step, world));
  const sayLeft = () => {
    const left = leftBehind(plan.snapshot, world, going.writes);
    return left.length === 0 ? "" : `It has made ${left.join(" and ")}, and could not take that back. `;
  };
  // A job that fails each time would be tried for ever.
  if (clock.now() >= going.deadline) {
    return failed(
      going,
      `Going back was not possible in time: the cloud has yet to ${sentence}. ${sayLeft()}${howToGoBackByHand(going, { goal, now: world })}`,
    );
  }
  const pause = pauseBefore(step, going);
  if (pause > 0) {
    const pauseSeconds = Math.ceil(Math.min(pause, LONGEST_PAUSE_MS) / 1_000);
    return {
      ...going,
      pauses: going.pauses + 1,
      pauseSeconds,
      because: `Going back: has yet to ${sentence}, which was tried and did not last.`,
    };
  }
  try {
    const ids = await write(doors, step, world, `${going.execution}/undo/${going.step}`);
    const writes = noting(going, step, world, { outcome: "done", ...ids });
    const because = `Going back: ${sentence}: the cloud has accepted it.`;
    return { ...going, step: going.step + 1, writes, pauseSeconds: 1, because };
  } catch (error) {
    if (isTransient(error)) throw error;
    const writes = noting(going, step, world, { outcome: "refused", requestId: requestIdOf(error) });
    return failed(
      { ...going, writes },
      `Going back failed too: the cloud refused to ${sentence}: ${messageOf(error)}. ${sayLeft()}${howToGoBackByHand(going, { goal, now: world })}`,
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
  return noting(verdict, step, verdict.plan?.snapshot ?? {}, { outcome: "unknown" });
}

/** States with which a step's call is entered. */
const BEFORE_CALL = new Set<State>(["go", "next", "queued"]);

/** A listener that had been deleted is made again, under an id that nobody knows yet; log stores stay where they are. */
function sayBack(name: string, snapshot: World, now: World): string {
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

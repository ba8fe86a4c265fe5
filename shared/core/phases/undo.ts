import { canonicalJson } from "../../platform/canonicalJson.ts";
import { type Clients, clientsAt } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { isTransient, reasonOf } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { describeStep } from "../describeStep.ts";
import { pausing, WHILE_WAITING } from "../pauses.ts";
import { changesBetween, planSteps, rollbackTarget, type Step } from "../planSteps.ts";
import { isWaiting, pollUntilDeadline, type Waiting } from "../pollUntilDeadline.ts";
import { nameThere, type ResourceSet, read, withIds } from "../resourceSet.ts";
import { hasLastingName } from "../resources/listener.ts";
import { ROLLBACK_SECONDS } from "../rollbackSeconds.ts";
import type { MadeWrite, State, Verdict } from "../verdict.ts";
import { byHand, describeDifference, failed, requestIdOf } from "./failed.ts";
import { foreignChangesIn, leftBehind } from "./made.ts";
import { planContextOf } from "./planContext.ts";
import { recordWrite } from "./recordWrite.ts";
import { write } from "./write.ts";

/**
 * Makes one more write of the rollback to the snapshot, or says that it is reached. What somebody else changed
 * stays. Throws Conflict, Throttled or Transient: try again.
 */
export async function undo(home: Clients, verdict: Verdict, cause: Reason): Promise<Verdict> {
  const clients = clientsAt(home, verdict.place);
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
  const name = nameThere(verdict.place, keys);
  const ask = async (): Promise<{ resources: ResourceSet } | Waiting> => {
    const { resources, unsettled } = await read(clients, keys);
    return unsettled === undefined ? { resources } : { waits: unsettled };
  };
  const probeResult = await pollUntilDeadline(going, ask);
  if (isWaiting(probeResult)) {
    if (clock.now() >= going.deadline) {
      return failed(going, reason("rollback-blocked", { cause: probeResult.waits, ...byHand(going) }));
    }
    const waiting = reason("rollback-waiting", { cause: probeResult.waits });
    return { ...going, ...pausing(going, WHILE_WAITING), reason: waiting };
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
    const obstacles = foreign.map((foreign) => foreign.reason);
    if (isGone) obstacles.unshift(reason("deleted-meanwhile", { resource: name }));
    if (obstacles.length > 0) return failed(going, reason("rollback-impossible", { obstacles }));
    return { ...going, state: "rolledBack", reason: describeBack(name, plan.snapshot, resources) };
  }
  const reported = describeStep(withIds(step, resources));
  const remains = () => ({
    left: leftBehind(plan.snapshot, resources, going.writes),
    differences: describeDifference(goal, resources),
    ...byHand(going),
  });
  // A job that fails each time would be tried for ever.
  if (clock.now() >= going.deadline) {
    return failed(going, reason("rollback-timed-out", { step: reported, ...remains() }));
  }
  const pause = pauseBefore(step, going);
  if (pause > 0) {
    const pauseSeconds = Math.ceil(Math.min(pause, LONGEST_PAUSE_MS) / 1_000);
    return {
      ...going,
      pauses: going.pauses + 1,
      pauseSeconds,
      reason: reason("rollback-retrying", { step: reported }),
    };
  }
  try {
    const ids = await write(clients, step, resources, `${going.execution}/undo/${going.step}`);
    const writes = recordWrite(going, step, resources, { outcome: "done", ...ids });
    const accepted = reason("rollback-step-accepted", { step: reported });
    return { ...going, step: going.step + 1, writes, pauseSeconds: 1, reason: accepted };
  } catch (error) {
    if (isTransient(error)) throw error;
    const writes = recordWrite(going, step, resources, { outcome: "refused", requestId: requestIdOf(error) });
    const refused = reason("rollback-step-refused", { step: reported, cause: reasonOf(error), ...remains() });
    return failed({ ...going, writes }, refused);
  }
}

/**
 * Milliseconds to wait before a write that was made in this rollback already, and did not last, as when its job fails
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
function describeBack(name: string, snapshot: ResourceSet, now: ResourceSet): Reason {
  const id = now.listener?.ListenerId;
  const isRenamed = id !== undefined && snapshot.listener !== undefined && id !== snapshot.listener?.ListenerId;
  const kept: string[] = [];
  if (snapshot.logProject === null && now.logProject) kept.push(now.logProject.ProjectName);
  if (snapshot.logstore === null && now.logstore) kept.push(now.logstore.LogstoreName);
  const keptName = hasLastingName(snapshot.listener, now.listener) ? (now.listener?.ListenerDescription ?? "") : null;
  return reason("rolled-back", { resource: name, newId: isRenamed ? id : null, keptName, kept });
}

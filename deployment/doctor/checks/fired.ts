import { Cron } from "croner";
import { reasonOf } from "../../../shared/platform/errors.ts";
import { reason } from "../../../shared/platform/reasons/reason.ts";
import {
  type DeclaredFunction,
  type DeploymentProbe,
  type DoctorCheck,
  type Finding,
  subjectOf,
} from "../deploymentProbe.ts";

/** Whether timers whose function starts executions have fired: a timer may be enabled and still call nobody. */
export const fired: DoctorCheck = {
  name: "check-timers",
  run: async (deployment) =>
    (
      await Promise.all(
        deployment.functions.flatMap((declared) =>
          (declared.triggers ?? [])
            .filter(({ triggerType }) => triggerType === "timer" && deployment.flows.includes(declared.functionName))
            .map((timer) => inspect(deployment, declared, timer)),
        ),
      )
    ).flat(),
};

type Timer = NonNullable<DeclaredFunction["triggers"]>[number];

async function inspect(
  deployment: DeploymentProbe,
  { functionName }: DeclaredFunction,
  { triggerName, triggerConfig }: Timer,
): Promise<Finding[]> {
  const subject = subjectOf("timer", triggerName, functionName);
  const [next, after] = new Cron(String(triggerConfig.cronExpression), { timezone: "UTC" }).nextRuns(2);
  if (next === undefined || after === undefined) return [];
  const since = deployment.now() - MISSES * (after.getTime() - next.getTime());
  try {
    const there = (await deployment.listTriggers(functionName)).find((trigger) => trigger.triggerName === triggerName);
    // Missing and disabled ones are another check's affair, and a new one has had no time to fire.
    const { enable = true } = JSON.parse(there?.triggerConfig ?? '{"enable":false}') as { enable?: boolean };
    const changed = Date.parse(there?.lastModifiedTime ?? "");
    if (!enable || !(changed < since)) return [];
    const last = await deployment.lastExecution(functionName);
    if (last !== undefined && last >= since) return [{ subject }];
    return [{ subject, fault: reason("timer-not-fired", { flow: functionName, last: last ?? null }) }];
  } catch (error) {
    return [{ subject, fault: reason("timers-unreadable", { cause: reasonOf(error) }) }];
  }
}

/** One run may be missed. */
const MISSES = 2;

import { Cron } from "croner";
import type { Check, DeclaredFunction, Finding, Patient } from "../patient.ts";
import { sentenceOf } from "../sentenceOf.ts";

/** Whether timers whose function starts executions have fired: a timer may be enabled and still call nobody. */
export const fired: Check = {
  title: "timers fired",
  run: async (patient) =>
    (
      await Promise.all(
        patient.functions.flatMap((declared) =>
          (declared.triggers ?? [])
            .filter(({ triggerType }) => triggerType === "timer" && patient.flows.includes(declared.functionName))
            .map((timer) => examine(patient, declared, timer)),
        ),
      )
    ).flat(),
};

type Timer = NonNullable<DeclaredFunction["triggers"]>[number];

async function examine(
  patient: Patient,
  { functionName }: DeclaredFunction,
  { triggerName, triggerConfig }: Timer,
): Promise<Finding[]> {
  const subject = `timer ${triggerName} of ${functionName}`;
  const [next, after] = new Cron(String(triggerConfig.cronExpression), { timezone: "UTC" }).nextRuns(2);
  if (next === undefined || after === undefined) return [];
  const since = patient.now() - MISSES * (after.getTime() - next.getTime());
  try {
    const there = (await patient.listTriggers(functionName)).find((trigger) => trigger.triggerName === triggerName);
    // Missing and disabled ones are another check's affair, and a new one has had no time to fire.
    const { enable = true } = JSON.parse(there?.triggerConfig ?? '{"enable":false}') as { enable?: boolean };
    const changed = Date.parse(there?.lastModifiedTime ?? "");
    if (!enable || !(changed < since)) return [];
    const last = await patient.lastExecution(functionName);
    if (last !== undefined && last >= since) return [{ subject }];
    const said = last === undefined ? "ever" : `since ${new Date(last).toISOString()}`;
    return [{ subject, fault: `It has not started an execution of ${functionName} ${said}.`, cure: LOOK }];
  } catch (error) {
    return [{ subject, fault: sentenceOf(error), cure: "Give these keys fc:ListTriggers and fnf:ListExecutions." }];
  }
}

/** One run may be missed. */
const MISSES = 2;

const LOOK =
  "Look at the function's log of that time in the console; then disable and enable the trigger there, or deploy again.";

import type { Check, DeclaredFunction, Finding, Patient } from "../patient.ts";
import { sentenceOf } from "../sentenceOf.ts";

/** Whether every trigger is there and enabled, and whether the role that it is fired by exists. */
export const triggers: Check = {
  title: "triggers",
  run: async (patient) => (await Promise.all(patient.functions.map((declared) => examine(patient, declared)))).flat(),
};

async function examine(patient: Patient, { functionName, triggers = [] }: DeclaredFunction): Promise<Finding[]> {
  if (triggers.length === 0) return [];
  try {
    const found = await patient.listTriggers(functionName);
    return Promise.all(
      triggers.map(async ({ triggerName, triggerType }) => {
        const subject = `${triggerType} trigger ${triggerName} of ${functionName}`;
        const there = found.find((trigger) => trigger.triggerName === triggerName);
        if (there === undefined) return { subject, fault: "It is not there.", cure: DEPLOY };
        const { enable = true, triggerEnable = true } = JSON.parse(there.triggerConfig ?? "{}");
        if (!enable || !triggerEnable)
          return { subject, fault: "It is disabled.", cure: "Enable it in the console, or deploy." };
        const { invocationRole = "" } = there;
        // Such a deployment succeeds and never fires (functionCompute.md §4).
        if (invocationRole !== "" && !(await patient.roleExists(invocationRole))) {
          return { subject, fault: `It never fires: its role ${invocationRole} does not exist.`, cure: DEPLOY };
        }
        return { subject };
      }),
    );
  } catch (error) {
    return [{ subject: `triggers of ${functionName}`, fault: sentenceOf(error), cure: DEPLOY }];
  }
}

const DEPLOY = "Deploy this version: `npm run deploy -- --stage <stage>`.";

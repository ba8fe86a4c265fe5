import { reasonOf } from "../../../shared/platform/errors.ts";
import { reason } from "../../../shared/platform/reasons/reason.ts";
import {
  type DeclaredFunction,
  type DeploymentProbe,
  type DoctorCheck,
  type Finding,
  subjectOf,
} from "../deploymentProbe.ts";

/** Whether every trigger is there and enabled, and whether the role that it is fired by exists. */
export const triggerCheck: DoctorCheck = {
  name: "check-triggers",
  run: async (deployment) =>
    (await Promise.all(deployment.functions.map((declared) => inspect(deployment, declared)))).flat(),
};

async function inspect(
  deployment: DeploymentProbe,
  { functionName, triggers = [] }: DeclaredFunction,
): Promise<Finding[]> {
  if (triggers.length === 0) return [];
  try {
    const found = await deployment.listTriggers(functionName);
    return Promise.all(
      triggers.map(async ({ triggerName, triggerType }) => {
        const subject = subjectOf(`${triggerType} trigger`, triggerName, functionName);
        const there = found.find((trigger) => trigger.triggerName === triggerName);
        if (there === undefined) return { subject, fault: reason("trigger-missing") };
        const { enable = true, triggerEnable = true } = JSON.parse(there.triggerConfig ?? "{}");
        if (!enable || !triggerEnable) return { subject, fault: reason("trigger-disabled") };
        const { invocationRole = "" } = there;
        // Such a deployment succeeds and never fires (functionCompute.md §4).
        if (invocationRole !== "" && !(await deployment.roleExists(invocationRole))) {
          return { subject, fault: reason("trigger-role-missing", { role: invocationRole }) };
        }
        return { subject };
      }),
    );
  } catch (error) {
    const fault = reason("triggers-unreadable", { cause: reasonOf(error) });
    return [{ subject: subjectOf("triggers", "", functionName), fault }];
  }
}

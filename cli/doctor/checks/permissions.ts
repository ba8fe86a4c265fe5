import type { Check, Finding, Patient } from "../patient.ts";
import { sentenceOf } from "../sentenceOf.ts";

/**
 * Whether each operation's function can take its role and look at a listener: its preflight is asked for one that does not
 * exist, which writes nothing.
 */
export const permissions: Check = {
  title: "dry runs",
  run: async (patient) => Promise.all(patient.operations.map((operation) => examine(patient, operation))),
};

async function examine(patient: Patient, { name, example }: Patient["operations"][number]): Promise<Finding> {
  const subject = `dry run of ${patient.prefix}-${name}`;
  const input = { ...example, listenerId: NOBODY };
  try {
    const event = { phase: "preflight", execution: "doctor", input };
    const verdict = (await patient.invoke(`${patient.prefix}-${name}`, event)) as { because?: string };
    if (verdict.because?.includes(NOBODY)) return { subject };
    return { subject, fault: `It answered ${JSON.stringify(verdict).slice(0, 200)}.`, cure: DEPLOY };
  } catch (error) {
    const fault = sentenceOf(error);
    const [, cure] = CURES.find(([pattern]) => pattern.test(fault)) ?? [];
    return { subject, fault, cure: cure ?? DEPLOY };
  }
}

const NOBODY = "lsn-doctor0nobody";
const DEPLOY = "Deploy this version, and look at the function's log in the console.";

const CURES: [pattern: RegExp, cure: string][] = [
  [/has no role/, "Give the function its role: deploy, which sets it."],
  [/assume|AssumeRole|trust/i, "The role must trust fc.aliyuncs.com: deploy the roles."],
  [
    /NoPermission|Forbidden|not authorized|Denied/i,
    "Its role lacks that permission: deploy the roles; `albflow policy` says what it should have.",
  ],
  [/FunctionNotFound|NotFound/, "Deploy the function first."],
];

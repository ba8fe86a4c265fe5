import type { Check, Finding, Patient } from "../patient.ts";
import { sentenceOf } from "../sentenceOf.ts";

/**
 * Whether each operation's function can take its role and look around: its preflight is asked for, which writes nothing;
 * for a listener that does not exist, where the operation is about one.
 */
export const permissions: Check = {
  title: "dry runs",
  run: async (patient) => Promise.all(patient.operations.map((operation) => examine(patient, operation))),
};

async function examine(patient: Patient, { name, example }: Patient["operations"][number]): Promise<Finding> {
  const subject = `dry run of ${patient.prefix}-${name}`;
  const aboutListener = "listenerId" in example;
  const input = aboutListener ? { ...example, listenerId: NOBODY } : example;
  try {
    const event = { phase: "preflight", execution: "doctor", input };
    const { state, because = "" } = (await patient.invoke(`${patient.prefix}-${name}`, event)) as Answer;
    const looked = state !== undefined && (because.includes(NOBODY) || !aboutListener);
    return looked && !DENIED.test(because) ? { subject } : faultOf(subject, because);
  } catch (error) {
    return faultOf(subject, sentenceOf(error));
  }
}

interface Answer {
  state?: string;
  because?: string;
}

function faultOf(subject: string, fault: string): Finding {
  return { subject, fault, cure: CURES.find(([pattern]) => pattern.test(fault))?.[1] ?? DEPLOY };
}

const NOBODY = "lsn-doctor0nobody";
const DEPLOY = "Deploy this version, and look at the function's log in the console.";

const DENIED = /NoPermission|Forbidden|not authorized|Denied/i;

const CURES: [pattern: RegExp, cure: string][] = [
  [/has no role/, "Give the function its role: deploy, which sets it."],
  [/assume|AssumeRole|trust/i, "The role must trust fc.aliyuncs.com: deploy the roles."],
  [DENIED, "Its role lacks that permission: deploy the roles; `albflow policy` says what it should have."],
  [/FunctionNotFound|NotFound/, "Deploy the function first."],
];

import { AlbflowError } from "../../../shared/errors.ts";
import type { Check, DeclaredFunction, Finding, Patient } from "../patient.ts";
import { sentenceOf } from "../sentenceOf.ts";

/** Whether every function is there, with the settings of this version. */
export const functions: Check = {
  title: "functions",
  run: async (patient) => Promise.all(patient.functions.map((declared) => examine(patient, declared))),
};

async function examine(patient: Patient, declared: DeclaredFunction): Promise<Finding> {
  const subject = `function ${declared.functionName}`;
  try {
    const found = await patient.getFunction(declared.functionName);
    const differing = SETTINGS.filter((name) => comparable(found[name]) !== comparable(declared[name]));
    const { environmentVariables: wanted } = declared;
    // What is empty here is set by whoever deploys, and nobody else knows it.
    const variables = Object.keys(wanted).filter(
      (name) => wanted[name] !== "" && found.environmentVariables?.[name] !== wanted[name],
    );
    if (differing.length + variables.length === 0) return { subject };
    const said = [
      ...differing.map((name) => `${name} is ${String(found[name])} and should be ${String(declared[name])}`),
      ...variables.map((name) => `${name} ${SECRET.test(name) ? "is another" : `should be ${wanted[name]}`}`),
    ];
    return { subject, fault: `${said.join("; ")}.`, cure: DEPLOY };
  } catch (error) {
    const missing = error instanceof AlbflowError && error.kind === "NotFound";
    return { subject, fault: missing ? "It is not there." : sentenceOf(error), cure: missing ? DEPLOY : LOOKING };
  }
}

/** Variables that are told by name only. */
const SECRET = /SECRET|URL|SMTP|MACHINES/;

/** RAM does not tell capitals from small letters (functionCompute.md §3). */
function comparable(value: unknown): string {
  return String(value).toLowerCase();
}

const SETTINGS = ["handler", "runtime", "timeout", "memorySize", "role"] as const;
const DEPLOY = "Deploy this version: `npm run deploy -- --stage <stage>`.";
const LOOKING = "Give these keys the right to look: fc:GetFunction and fc:ListTriggers.";

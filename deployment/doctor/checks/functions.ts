import { AlbflowError, reasonOf } from "../../../shared/platform/errors.ts";
import { reason } from "../../../shared/platform/reasons/reason.ts";
import {
  type DeclaredFunction,
  type DeploymentProbe,
  type DoctorCheck,
  type Finding,
  subjectOf,
} from "../deploymentProbe.ts";

/** Whether every function is there, with the settings of this version. */
export const functionCheck: DoctorCheck = {
  name: "check-functions",
  run: async (deployment) => Promise.all(deployment.functions.map((declared) => inspect(deployment, declared))),
};

async function inspect(deployment: DeploymentProbe, declared: DeclaredFunction): Promise<Finding> {
  const subject = subjectOf("function", declared.functionName);
  try {
    const found = await deployment.getFunction(declared.functionName);
    const differing = SETTINGS.filter((name) => comparable(found[name]) !== comparable(declared[name]));
    const { environmentVariables: wanted } = declared;
    // What is empty here is set by whoever deploys, and nobody else knows it.
    const variables = Object.keys(wanted).filter(
      (name) => wanted[name] !== "" && found.environmentVariables?.[name] !== wanted[name],
    );
    if (differing.length + variables.length === 0) return { subject };
    const settings = [
      ...differing.map((name) => ({ name, found: String(found[name]), expected: String(declared[name]) })),
      ...variables.map((name) => ({ name, found: "", expected: SECRET.test(name) ? "" : String(wanted[name]) })),
    ];
    return { subject, fault: reason("function-differs", { settings }) };
  } catch (error) {
    const isMissing = error instanceof AlbflowError && error.kind === "NotFound";
    return {
      subject,
      fault: isMissing ? reason("function-missing") : reason("functions-unreadable", { cause: reasonOf(error) }),
    };
  }
}

/** Variables that are told by name only. */
const SECRET = /SECRET|URL|SMTP|MACHINES/;

/** RAM does not tell capitals from small letters (functionCompute.md §3). */
function comparable(value: unknown): string {
  return String(value).toLowerCase();
}

const SETTINGS = ["handler", "runtime", "timeout", "memorySize", "role"] as const;

import { reasonOf } from "../../../shared/platform/errors.ts";
import { type Reason, reason } from "../../../shared/platform/reasons/reason.ts";
import { reasonText } from "../../../shared/platform/reasons/reasonText.ts";
import { type DeploymentProbe, type DoctorCheck, type Finding, subjectOf } from "../deploymentProbe.ts";

/**
 * Whether each operation's function can take its role and look around: its preflight is asked for, which writes nothing;
 * for a listener that does not exist, where the operation is about one.
 */
export const permissionCheck: DoctorCheck = {
  name: "check-dry-runs",
  run: async (deployment) => Promise.all(deployment.operations.map((operation) => inspect(deployment, operation))),
};

async function inspect(
  deployment: DeploymentProbe,
  { name, example }: DeploymentProbe["operations"][number],
): Promise<Finding> {
  const subject = subjectOf("dry run", "", `${deployment.prefix}-${name}`);
  const aboutListener = "listenerId" in example;
  const input = aboutListener ? { ...example, listenerId: NOBODY } : example;
  try {
    const event = { phase: "preflight", execution: "doctor", input };
    const { state, reason: why } = (await deployment.invoke(`${deployment.prefix}-${name}`, event)) as Answer;
    const cause = why ?? reason("verdict-missing");
    const looked = state !== undefined && (JSON.stringify(cause).includes(NOBODY) || !aboutListener);
    return looked && !DENIED.test(reasonText(cause)) ? { subject } : faultOf(subject, cause);
  } catch (error) {
    return faultOf(subject, reasonOf(error));
  }
}

interface Answer {
  state?: string;
  reason?: Reason;
}

function faultOf(subject: Reason, cause: Reason): Finding {
  const [, code] = CAUSES.find(([pattern]) => pattern.test(reasonText(cause))) ?? [];
  return { subject, fault: reason(code ?? "dry-run-failed", { cause }) };
}

const NOBODY = "lsn-doctor0nobody";

const DENIED = /NoPermission|Forbidden|not authorized|Denied/i;

const CAUSES = [
  [/has no role/, "dry-run-without-role"],
  [/assume|AssumeRole|trust/i, "dry-run-role-untrusted"],
  [DENIED, "dry-run-denied"],
  [/FunctionNotFound|NotFound/, "dry-run-function-missing"],
] as const;

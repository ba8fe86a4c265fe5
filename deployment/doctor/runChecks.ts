import { isReason, reason } from "../../shared/platform/reasons/reason.ts";
import { rightIn } from "../bootstrap/services.ts";
import { checks } from "./checks/registry.ts";
import type { DeploymentProbe, DoctorCheck, Finding } from "./deploymentProbe.ts";

/** What a check found. */
export interface CheckResult {
  check: DoctorCheck["name"];
  findings: Finding[];
}

/** Examines a deployment from the ground up. What cannot be reached is not asked further. */
export async function runChecks(deployment: DeploymentProbe): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, run } of checks) {
    const findings = withRights(await run(deployment));
    results.push({ check: name, findings });
    const faults = findings.filter(({ fault }) => fault !== undefined);
    if (BASICS.includes(name) && faults.length === findings.length) break;
  }
  return results;
}

/** What could not be looked at because the caller lacks a right is no fault of the deployment: each such right is named once. */
function withRights(findings: Finding[]): Finding[] {
  const named = new Set<string>();
  return findings.flatMap((finding) => {
    const right = rightMissingFor(finding);
    if (right === undefined) return [finding];
    if (named.has(right)) return [];
    named.add(right);
    return [{ ...finding, fault: reason("right-missing", { right }) }];
  });
}

function rightMissingFor({ fault }: Finding): string | undefined {
  const { cause } = (fault?.params ?? {}) as { cause?: unknown };
  if (fault === undefined || !isReason(cause)) return undefined;
  // A dry run is done with the function's rights; the caller's is to invoke it.
  const isOfFunction = fault.code.startsWith("dry-run") && cause.params.action !== "InvokeFunction";
  return isOfFunction ? undefined : rightIn(cause);
}

/** Without these every other check would only say the same. */
const BASICS: DoctorCheck["name"][] = ["check-endpoints", "check-credentials"];

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
    const findings = await run(deployment);
    results.push({ check: name, findings });
    const faults = findings.filter(({ fault }) => fault !== undefined);
    if (BASICS.includes(name) && faults.length === findings.length) break;
  }
  return results;
}

/** Without these every other check would only say the same. */
const BASICS: DoctorCheck["name"][] = ["check-endpoints", "check-credentials"];

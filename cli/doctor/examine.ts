import { checks } from "./checks/registry.ts";
import type { Finding, Patient } from "./patient.ts";

/** What every check found, by its title. */
export interface Examination {
  title: string;
  findings: Finding[];
}

/** Examines a deployment from the ground up. What cannot be reached is not asked further. */
export async function examine(patient: Patient): Promise<Examination[]> {
  const results: Examination[] = [];
  for (const { title, run } of checks) {
    const findings = await run(patient);
    results.push({ title, findings });
    const faults = findings.filter(({ fault }) => fault !== undefined);
    if (BASICS.includes(title) && faults.length === findings.length) break;
  }
  return results;
}

/** Without these every other check would only say the same. */
const BASICS = ["endpoints and clock", "credentials"];

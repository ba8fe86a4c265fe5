import { approvalsNeeded } from "../../../shared/access/approvalsNeeded.ts";
import { acmeSettingsFrom } from "../../../shared/acme/acmeSettings.ts";
import { remediationSwitch } from "../../../shared/guards/switches.ts";
import { channelsFrom } from "../../../shared/notify/registry.ts";
import { rulesFrom } from "../../../shared/renewal/renewalInput.ts";
import type { Check, Finding, Patient } from "../patient.ts";
import { sentenceOf } from "../sentenceOf.ts";

type Environment = Record<string, string | undefined>;

/** Who reads rules out of its own environment, and how: the function's own reader, which refuses what it does not understand. */
const READERS: [name: string, what: string, read: (environment: Environment) => unknown][] = [
  ["renewCertificates", "rules of renewal", (environment) => rulesFrom({}, environment)],
  ["issueCertificate", "ACME settings", acmeSettingsFrom],
  ["notify", "channels", channelsFrom],
  ["approval", "rules of approval", approvalsNeeded],
  ["remediate", "switch of remediation", remediationSwitch],
];

/** Whether the rules that were deployed can be read. */
export const rules: Check = {
  title: "rules",
  run: async (patient) =>
    (await Promise.all(READERS.map(([name, what, read]) => examine(patient, name, what, read)))).flat(),
};

async function examine(
  patient: Patient,
  name: string,
  what: string,
  read: (environment: Environment) => unknown,
): Promise<Finding[]> {
  const functionName = `${patient.prefix}-${name}`;
  const environment = await patient.getFunction(functionName).then(
    (found) => found.environmentVariables ?? {},
    () => undefined,
  );
  // Another check says that the function is not there.
  if (environment === undefined) return [];
  const subject = `${what} of ${functionName}`;
  try {
    // Local clouds give functions their secret when they start them.
    read({ ...patient.givenSettings, ...environment });
    return [{ subject }];
  } catch (error) {
    return [{ subject, fault: sentenceOf(error), cure: MEND }];
  }
}

const MEND = "Set that variable right where you deploy from, and deploy again; docs/deploy.md lists them.";

import { acmeSettingsFrom } from "../../../shared/features/renewal/acme/acmeSettings.ts";
import { AlbflowError, reasonOf } from "../../../shared/platform/errors.ts";
import { reason } from "../../../shared/platform/reasons/reason.ts";
import { type Environment, settingText } from "../../../shared/platform/settings/readSetting.ts";
import { settingGroups, settingProblems } from "../../settings.ts";
import { type Check, type DeclaredFunction, type Finding, type Patient, subjectOf } from "../patient.ts";

/**
 * Whether the settings that were deployed make sense to the functions that read them, and whether there is an ACME server
 * where they say.
 */
export const rules: Check = {
  name: "check-settings",
  async run(patient) {
    const found = await Promise.all(patient.functions.map(async (declared) => examine(patient, declared)));
    return [...found.flat(), ...(await examineDirectories(patient))];
  },
};

async function examine(patient: Patient, { functionName }: DeclaredFunction): Promise<Finding[]> {
  const environment = await environmentOf(patient, functionName);
  // Another check says that the function is not there.
  if (environment === undefined) return [];
  const problems = settingProblems(environment);
  if ("ALBFLOW_SECRET" in environment && settingText(environment, "ALBFLOW_SECRET") === undefined) {
    problems.push({ what: "the secret", problem: new AlbflowError("InvalidInput", "ALBFLOW_SECRET is not set.") });
  }
  const findings = problems.map(({ what, problem }) => ({
    subject: subjectOf(what, "", functionName),
    fault: reason("settings-invalid", { cause: problem.reason }),
  }));
  const isRead = settingGroups.some(({ names }) => names.some((name) => settingText(environment, name) !== undefined));
  return findings.length === 0 && isRead ? [{ subject: subjectOf("settings", "", functionName) }] : findings;
}

/** A server is asked once, whichever functions order from it. */
async function examineDirectories(patient: Patient): Promise<Finding[]> {
  const functionName = `${patient.prefix}-issueCertificate`;
  const environment = await environmentOf(patient, functionName);
  if (environment === undefined || settingProblems(environment).length > 0) return [];
  const settings = acmeSettingsFrom(environment);
  if (settings === undefined) return [];
  const subject = subjectOf("ACME server", "", functionName);
  try {
    await patient.askAcme(settings);
    return [{ subject }];
  } catch (error) {
    return [{ subject, fault: reason("acme-server-unusable", { cause: reasonOf(error) }) }];
  }
}

async function environmentOf(patient: Patient, functionName: string): Promise<Environment | undefined> {
  try {
    const { environmentVariables = {} } = await patient.getFunction(functionName);
    // Local clouds give functions their secret when they start them.
    const isGiven = Object.entries(patient.givenSettings).filter(([name]) => (environmentVariables[name] ?? "") === "");
    return { ...environmentVariables, ...Object.fromEntries(isGiven) };
  } catch {
    return undefined;
  }
}

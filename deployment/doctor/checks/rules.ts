import { acmeSettingsFrom } from "../../../shared/features/renewal/acme/acmeSettings.ts";
import { AlbflowError, reasonOf } from "../../../shared/platform/errors.ts";
import { reason } from "../../../shared/platform/reasons/reason.ts";
import { type Environment, settingText } from "../../../shared/platform/settings/readSetting.ts";
import { settingGroups, settingProblems } from "../../settings.ts";
import {
  type DeclaredFunction,
  type DeploymentProbe,
  type DoctorCheck,
  type Finding,
  subjectOf,
} from "../deploymentProbe.ts";

/**
 * Whether the settings that were deployed make sense to the functions that read them, and whether there is an ACME server
 * where they say.
 */
export const ruleCheck: DoctorCheck = {
  name: "check-settings",
  async run(deployment) {
    const found = await Promise.all(deployment.functions.map(async (declared) => inspect(deployment, declared)));
    return [...found.flat(), ...(await checkDirectories(deployment))];
  },
};

async function inspect(deployment: DeploymentProbe, { functionName }: DeclaredFunction): Promise<Finding[]> {
  const environment = await environmentOf(deployment, functionName);
  // Another check says that the function is not there.
  if (environment === undefined) return [];
  const problems = settingProblems(environment);
  if ("ALBFLOW_SECRET" in environment && settingText(environment, "ALBFLOW_SECRET") === undefined) {
    problems.push({
      what: "the secret",
      names: ["ALBFLOW_SECRET"],
      problem: new AlbflowError("InvalidInput", reason("secret-missing", { purpose: "the deployment" })),
    });
  }
  const findings: Finding[] = problems.map(({ what, problem }) => ({
    subject: subjectOf(what, "", functionName),
    fault: reason("settings-invalid", { cause: problem.reason }),
  }));
  const { ALBFLOW_API_URL: url = "" } = environment;
  // One place is enough to say it: where the pages are.
  if (functionName === `${deployment.prefix}-api` && BUILT_IN.test(url)) {
    findings.push({ subject: subjectOf("settings", "", functionName), fault: reason("pages-are-saved", { url }) });
  }
  const isRead = settingGroups.some(({ names }) => names.some((name) => settingText(environment, name) !== undefined));
  return findings.length === 0 && isRead ? [{ subject: subjectOf("settings", "", functionName) }] : findings;
}

/** A function's own address (real-cloud.md FB1). */
const BUILT_IN = /^https?:\/\/[^/]+\.fcapp\.run(?:[:/]|$)/;

/** A server is asked once, whichever functions order from it. */
async function checkDirectories(deployment: DeploymentProbe): Promise<Finding[]> {
  const functionName = `${deployment.prefix}-issueCertificate`;
  const environment = await environmentOf(deployment, functionName);
  if (environment === undefined || settingProblems(environment).length > 0) return [];
  const settings = acmeSettingsFrom(environment);
  if (settings === undefined) return [];
  const subject = subjectOf("ACME server", "", functionName);
  try {
    await deployment.askAcme(settings);
    return [{ subject }];
  } catch (error) {
    return [{ subject, fault: reason("acme-server-unusable", { cause: reasonOf(error) }) }];
  }
}

async function environmentOf(deployment: DeploymentProbe, functionName: string): Promise<Environment | undefined> {
  try {
    const { environmentVariables = {} } = await deployment.getFunction(functionName);
    // Local clouds give functions their secret when they start them.
    const isGiven = Object.entries(deployment.givenSettings).filter(
      ([name]) => (environmentVariables[name] ?? "") === "",
    );
    return { ...environmentVariables, ...Object.fromEntries(isGiven) };
  } catch {
    return undefined;
  }
}

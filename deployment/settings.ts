import { IMPACT_SETTINGS, unaskedListeners } from "../shared/core/impact.ts";
import { probedVpcsFrom } from "../shared/core/probes/probedVpcs.ts";
import { portOffsetFrom } from "../shared/core/probes/reachability.ts";
import { requestsPerMinute } from "../shared/features/api/authentication/rateLimiter.ts";
import { apiAuthFrom, callerReader, triggeredAccessFrom } from "../shared/features/api/authentication/readCaller.ts";
import { environmentFrom } from "../shared/features/approvals/approvalRequestOf.ts";
import { approvalsNeeded } from "../shared/features/approvals/approvalsNeeded.ts";
import { noticeKindsFrom } from "../shared/features/notify/enqueueNotices.ts";
import { noticeLanguageFrom } from "../shared/features/notify/language.ts";
import { channelKinds, channelsFrom, refuseLoneSettings } from "../shared/features/notify/registry.ts";
import { remediationSwitch } from "../shared/features/remediation/guards/switches.ts";
import { ACME_SETTINGS, acmeSettingsFrom } from "../shared/features/renewal/acme/acmeSettings.ts";
import { DOMAIN_SETTINGS, domainFrom } from "../shared/features/renewal/domain/domainSettings.ts";
import { RENEWAL_SETTINGS, rulesFrom } from "../shared/features/renewal/renewalInput.ts";
import { AlbflowError } from "../shared/platform/errors.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { secretFor } from "../shared/platform/secretFor.ts";
import { endpointsFrom } from "../shared/platform/session.ts";
import { apiUrlFrom } from "../shared/platform/settings/apiUrl.ts";
import { type Environment, type Expected, settingError, settingText } from "../shared/platform/settings/readSetting.ts";
import { regionsFrom } from "../shared/platform/settings/regions.ts";
import { TARGET_SETTINGS, targetAccountsFrom } from "../shared/platform/targetAccounts.ts";

/** Settings that are read together, and their one reader: the one that the functions themselves use. */
interface SettingGroup {
  /** What they are, for people. */
  what: string;
  /** Who has one of these variables, and it is not empty, reads them with this. */
  names: readonly string[];
  /** Throws `AlbflowError` InvalidInput that names the setting and says what is expected. */
  read: (environment: Environment) => unknown;
}

/**
 * Every setting of every function. `check:deploy` reads them before anything is sent, `doctor` where they are deployed, and
 * the functions when they run. A setting that stands in s.yaml and in no line here fails a test.
 */
export const settingGroups: readonly SettingGroup[] = [
  { what: "the secret", names: ["ALBFLOW_SECRET"], read: (environment) => secretFor(environment, "key") },
  { what: "rules of renewal", names: Object.keys(RENEWAL_SETTINGS), read: (environment) => rulesFrom({}, environment) },
  { what: "the pages' domain", names: Object.keys(DOMAIN_SETTINGS), read: domainFrom },
  { what: "regions", names: ["ALBFLOW_REGIONS"], read: regionsFrom },
  { what: "other accounts", names: Object.keys(TARGET_SETTINGS), read: targetAccountsFrom },
  { what: "ACME settings", names: [...Object.keys(ACME_SETTINGS), "ALBFLOW_NAME_SERVERS"], read: readAcme },
  { what: "the deployment's name", names: ["ALBFLOW_ENVIRONMENT"], read: environmentFrom },
  { what: "rules of approval", names: ["ALBFLOW_APPROVALS_NEEDED"], read: approvalsNeeded },
  { what: "listeners without approval", names: Object.keys(IMPACT_SETTINGS), read: unaskedListeners },
  { what: "the switch of remediation", names: ["ALBFLOW_REMEDIATION"], read: remediationSwitch },
  { what: "kinds of notices", names: ["ALBFLOW_NOTIFY"], read: noticeKindsFrom },
  { what: "the language of notices", names: ["ALBFLOW_LANGUAGE"], read: noticeLanguageFrom },
  { what: "the API's address", names: ["ALBFLOW_API_URL"], read: apiUrlFrom },
  { what: "the limit of requests", names: ["ALBFLOW_RATE_PER_MINUTE"], read: requestsPerMinute },
  {
    what: "who is let in",
    names: [
      "ALBFLOW_TOKEN_ISSUER",
      "ALBFLOW_TOKEN_AUDIENCE",
      "ALBFLOW_TOKEN_JWKS",
      "ALBFLOW_TOKEN_ALGORITHMS",
      "ALBFLOW_TOKEN_GRANTS_CLAIM",
      "ALBFLOW_SIGN_IN_CLIENT_ID",
      "ALBFLOW_SIGN_IN_CLIENT_SECRET",
      "ALBFLOW_API_AUTH",
      "ALBFLOW_MACHINES",
    ],
    read: readAccess,
  },
  { what: "channels", names: channelKinds.flatMap(({ settings }) => Object.keys(settings)), read: readChannels },
  { what: "the names' prefix", names: ["ALBFLOW_PREFIX"], read: readPrefix },
  {
    what: "endpoints",
    names: ["ALB", "CAS", "FNF", "FC", "LOG", "ALIDNS", "KMS", "STS"].map((product) => `ALBFLOW_ENDPOINT_${product}`),
    read: endpointsFrom,
  },
  { what: "the offset of ports", names: ["ALBFLOW_PORT_OFFSET"], read: portOffsetFrom },
  { what: "VPCs of internal instances", names: ["ALBFLOW_PROBED_VPCS"], read: probedVpcsFrom },
  { what: "the logstore of reports", names: ["ALBFLOW_LOG_PROJECT", "ALBFLOW_LOGSTORE"], read: readLogstore },
];

/** What is wrong with the settings in an environment: what was read, from which variables, and the sentence. */
export function settingProblems(
  environment: Environment,
): { what: string; names: readonly string[]; problem: AlbflowError }[] {
  const problems = settingGroups.flatMap(({ what, names, read }) => {
    if (!names.some((name) => settingText(environment, name) !== undefined)) return [];
    try {
      read(environment);
      return [];
    } catch (error) {
      if (error instanceof AlbflowError) return [{ what, names, problem: error }];
      throw error;
    }
  });
  // Two readers of one setting say the same.
  return problems.filter(
    ({ problem }, index) => problems.findIndex((other) => other.problem.message === problem.message) === index,
  );
}

/** Roles are called after functions, and a role's name has 64 characters. */
function readPrefix(environment: Environment): void {
  readName(environment, "ALBFLOW_PREFIX", /^[A-Za-z][A-Za-z0-9-]{0,39}$/, reason("expected-prefix"));
}

function readLogstore(environment: Environment): void {
  readName(environment, "ALBFLOW_LOG_PROJECT", /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, reason("expected-log-project"));
  readName(environment, "ALBFLOW_LOGSTORE", /^[a-z0-9][a-z0-9_-]{0,61}[a-z0-9]$/, reason("expected-logstore"));
}

function readName(environment: Environment, name: string, form: RegExp, expected: Expected): void {
  const text = settingText(environment, name);
  if (text !== undefined && !form.test(text)) throw settingError(environment, name, expected);
}

/** Not everybody who reads some of them has the secret; and a check before deploying may go without. */
function readAcme(environment: Environment): void {
  const hasSecret = settingText(environment, "ALBFLOW_SECRET") !== undefined;
  acmeSettingsFrom(
    hasSecret ? environment : { ...environment, ALBFLOW_SECRET: "a-secret-of-no-deployment-long-enough" },
  );
}

function readChannels(environment: Environment): void {
  channelsFrom(environment);
  refuseLoneSettings(environment);
}

/** An API that nobody has set up yet lets nobody in, which is no mistake. */
function readAccess(environment: Environment): void {
  apiAuthFrom(environment);
  const isSetUp = ["ALBFLOW_TOKEN_ISSUER", "ALBFLOW_TOKEN_AUDIENCE", "ALBFLOW_TOKEN_JWKS", "ALBFLOW_MACHINES"].some(
    (name) => settingText(environment, name) !== undefined,
  );
  if (isSetUp) callerReader(triggeredAccessFrom(environment));
}

import type { Settings } from "./schema.ts";

/**
 * Where the variables of functions come from: each by the path of its field in albflow.yaml. What a function is given, what
 * docs/configuration.md tells of who reads a field, and where a wrong setting is said to stand, all follow from this table.
 */
export const VARIABLES = {
  ALBFLOW_SECRET: "secret",
  ALBFLOW_PREFIX: "names.prefix",
  ALBFLOW_LOG_PROJECT: "logs.project",
  ALBFLOW_LOGSTORE: "logs.logstore",
  ALBFLOW_REGIONS: "regions",
  ALBFLOW_TARGETS: "targets",
  ALBFLOW_API_URL: "callers.address",
  ALBFLOW_TOKEN_ISSUER: "callers.people.issuer",
  ALBFLOW_TOKEN_AUDIENCE: "callers.people.audience",
  ALBFLOW_TOKEN_JWKS: "callers.people.keys",
  ALBFLOW_TOKEN_ALGORITHMS: "callers.people.algorithms",
  ALBFLOW_TOKEN_GRANTS_CLAIM: "callers.people.grantsClaim",
  ALBFLOW_SIGN_IN_CLIENT_ID: "callers.people.signIn.clientId",
  ALBFLOW_SIGN_IN_CLIENT_SECRET: "callers.people.signIn.clientSecret",
  ALBFLOW_MACHINES: "callers.machines",
  ALBFLOW_RATE_PER_MINUTE: "callers.requestsPerMinute",
  ALBFLOW_ENVIRONMENT: "names.environment",
  ALBFLOW_APPROVALS_NEEDED: "approvals.needed",
  ALBFLOW_UNASKED_MAY_INTERRUPT: "approvals.unaskedMayInterrupt",
  ALBFLOW_UNASKED_LOWERS_SECURITY: "approvals.unaskedLowersSecurity",
  ALBFLOW_RENEWAL_SHARE: "renewal.share",
  ALBFLOW_RENEWAL_WINDOWS: "renewal.windows",
  ALBFLOW_RENEWAL_AT_ONCE: "renewal.atOnce",
  ALBFLOW_RENEWAL_ERROR_BUDGET: "renewal.errorBudget",
  ALBFLOW_RENEWAL_UNVERIFIED: "renewal.unverified",
  ALBFLOW_DOMAIN: "domain.name",
  ALBFLOW_DOMAIN_CERTIFICATE: "domain.certificateId",
  ALBFLOW_ACME_DIRECTORY: "acme.directory",
  ALBFLOW_ACME_CONTACTS: "acme.contacts",
  ALBFLOW_ACME_ACCOUNT_KEY: "acme.accountKey",
  ALBFLOW_ACME_EAB_KID: "acme.externalAccount.kid",
  ALBFLOW_ACME_EAB_HMAC_KEY: "acme.externalAccount.hmacKey",
  ALBFLOW_ACME_CHAIN: "acme.chain",
  ALBFLOW_ACME_CA: "acme.serverCa",
  ALBFLOW_ACME_KEY: "acme.key",
  ALBFLOW_NOTIFY: "notifications.about",
  ALBFLOW_LANGUAGE: "notifications.language",
  ALBFLOW_DINGTALK_URL: "notifications.dingtalk.address",
  ALBFLOW_DINGTALK_SECRET: "notifications.dingtalk.secret",
  ALBFLOW_LARK_URL: "notifications.lark.address",
  ALBFLOW_LARK_SECRET: "notifications.lark.secret",
  ALBFLOW_WECOM_URL: "notifications.wecom.address",
  ALBFLOW_WEBHOOK_URL: "notifications.webhook.address",
  ALBFLOW_WEBHOOK_SECRET: "notifications.webhook.secret",
  ALBFLOW_MAIL_SMTP: "notifications.mail.server",
  ALBFLOW_MAIL_FROM: "notifications.mail.from",
  ALBFLOW_MAIL_TO: "notifications.mail.to",
  ALBFLOW_REMEDIATION: "remediation.mode",
} as const satisfies Record<string, string>;

/** What the functions of one stage are given, by variable; what is not set is not there. Secrets are still references. */
export function variablesOf(settings: Settings): Record<string, string> {
  const given = Object.entries(VARIABLES).flatMap(([variable, path]) => {
    const value = valueAt(settings, path);
    return value === undefined ? [] : [[variable, textOf(variable, value)]];
  });
  const { callers, domain, network, remediation } = settings;
  return {
    ...Object.fromEntries(given),
    // Without machines nobody's signature says anything, and the gateway leaves the callers to the function.
    ...(callers.machines === undefined ? {} : { ALBFLOW_API_AUTH: "function" }),
    ...(callers.address === undefined && domain !== undefined ? { ALBFLOW_API_URL: `https://${domain.name}` } : {}),
    ...(network.length === 0 ? {} : { ALBFLOW_PROBED_VPCS: network.map(({ vpcId }) => vpcId).join(",") }),
    ...(remediation === undefined ? { ALBFLOW_REMEDIATION: "off" } : {}),
  };
}

/** What stands at a path like `renewal.share`; undefined when nothing does. */
function valueAt(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce((inner: unknown, name) => (inner as Record<string, unknown> | undefined)?.[name], value);
}

type Target = NonNullable<Settings["targets"]>[number];

/** An account, whether it is only looked at, and its regions, if it is not all. */
function targetText({ account, regions, readOnly }: Target): string {
  const mark = readOnly === true ? ":read" : "";
  return `${account}${mark}${regions === undefined ? "" : `=${regions.join("+")}`}`;
}

/** As the readers of the variables take it: lists with commas, windows with semicolons, everything else that has parts as JSON. */
function textOf(variable: string, value: unknown): string {
  if (Array.isArray(value))
    return (variable === "ALBFLOW_TARGETS" ? (value as Target[]).map(targetText) : (value as string[])).join(
      variable === "ALBFLOW_RENEWAL_WINDOWS" ? "; " : ",",
    );
  if (typeof value === "object") return JSON.stringify(value);
  // A PEM has several lines, and a variable has one.
  const said = typeof value === "string" ? value.trim() : JSON.stringify(value);
  return said.startsWith("-----BEGIN ") ? said.replace(/\r\n?|\n/g, "\\n") : said;
}

import type { settingReasons } from "../../../platform/reasons/topics/settings.ts";
import type { Messages } from "../message.ts";

const CORRECT = "Correct it in albflow.yaml, and deploy again; docs/configuration.md tells of every field";

export const settings: Messages<typeof settingReasons> = {
  "setting-invalid": {
    message: ({ name, value, expected }, { messageOf }) =>
      `${name} is ${value === null ? "wrong" : value === "" ? "not set" : `"${value}"`}; it must be ${messageOf(expected)}`,
    next: CORRECT,
  },
  "expected-whole-number": ({ least, most }) => `a whole number from ${least} to ${most}`,
  "expected-number": ({ least, most }) => `a number from ${least} to ${most}, without a percent sign`,
  "expected-one-of": ({ values }) => `one of ${values.join(", ")}`,
  "expected-some-of": ({ values }) => `some of ${values.join(", ")}, separated by commas`,
  "expected-https-address": "an address that begins with https://",
  "expected-mail-addresses": "mail addresses like sre@example.com, separated by commas",
  "expected-smtp-address": "an address like smtps://user:password@host:465",
  "expected-long-secret": ({ bytes }) => `a secret of at least ${bytes} bytes`,
  "expected-listener-patterns": "ids of listeners like lsn-test-*, separated by commas",
  "expected-targets":
    "accounts of sixteen digits like 2222222222222222=cn-shanghai+eu-central-1 or 2222222222222222:read, separated by commas",
  "expected-regions": "regions like cn-hangzhou, separated by commas",
  "expected-name-servers": "addresses like 127.0.0.1:53, separated by commas",
  "expected-eab-key": "the key as the CA gives it, in base64url",
  "expected-private-key":
    "a private key in PEM form, RSA of at least 2048 bits, P-256 or P-384, without a password; line ends may be written as \\n",
  "expected-certificates": "certificates in PEM form; line ends may be written as \\n",
  "expected-endpoint": "host:port, or an address that begins with http",
  "expected-vpc-ids": "ids of VPCs with commas between them",
  "expected-json-object": "a JSON object",
  "expected-acme-directory": ({ status }) =>
    `the address of an ACME server's directory, like https://acme-v02.api.letsencrypt.org/directory; what is there answers with status ${status} and is no directory`,
  "expected-maintenance-window": ({ window, problem }, { messageOf }) =>
    `maintenance windows like "Sat,Sun 02:00-06:00 Asia/Shanghai" or "daily 02:00-05:00 UTC"; "${window}" ${messageOf(problem)}`,
  "window-unreadable": "cannot be read",
  "window-time-invalid": "has a time of day that does not exist",
  "window-too-short": ({ minutes }) => `is shorter than ${minutes} minutes`,
  "window-zone-unknown": ({ zone }) => `names the unknown time zone ${zone}`,
  "window-day-unknown": ({ day }) => `names the unknown day ${day}`,
  "secret-missing": {
    message: ({ purpose }) => `ALBFLOW_SECRET is not set; the key for ${purpose} is derived from it`,
    next: "Set it to at least 32 random characters, like the output of: openssl rand -base64 32",
  },
  "secret-too-short": {
    message: ({ purpose }) => `ALBFLOW_SECRET is too short; the key for ${purpose} is derived from it`,
    next: "Set it to at least 32 random characters, like the output of: openssl rand -base64 32",
  },
  "no-callers-allowed": {
    message: "No caller of the API can be authenticated",
    next: "Set `callers.people` or `callers.machines` in albflow.yaml",
  },
  "machine-grants-unknown": {
    message: ({ keyId }) => `ALBFLOW_MACHINES holds no known grant for ${keyId}`,
    next: CORRECT,
  },
  "token-settings-invalid": {
    message: ({ part }) => `The settings for tokens are wrong: ${part}`,
    next: "Correct `callers.people` in albflow.yaml, and deploy again",
  },
  "eab-settings-incomplete": {
    message:
      "An external account binding needs both ALBFLOW_ACME_EAB_KID and ALBFLOW_ACME_EAB_HMAC_KEY; one is not set",
    next: "Set both, or neither",
  },
  "channel-setting-alone": {
    message: ({ name, variable, channel }) => `${name} is set and ${variable} is not, so nothing is sent to ${channel}`,
    next: "Set both, or neither",
  },
  "kms-secret-unreadable": {
    message: ({ variable, name, cause }, { messageOf }) =>
      `${variable} is kept in KMS as ${name}, and could not be read: ${messageOf(cause)}`,
    next: "Check that the secret is there in the function's region, and deploy again: that gives the role its permission",
  },
};

import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readRendered } from "../../../cli/deploy/readRendered.ts";
import { functions } from "../../../functions/registry.ts";
import { settingGroups, settingProblems } from "../../../shared/settings/registry.ts";

const SECRET = "a secret of a deployment, long enough";
const acme = { ALBFLOW_SECRET: SECRET, ALBFLOW_ACME_DIRECTORY: "https://acme.example.com/dir" };
const people = {
  ALBFLOW_TOKEN_ISSUER: "https://login.example.com",
  ALBFLOW_TOKEN_AUDIENCE: "albflow",
  ALBFLOW_TOKEN_JWKS: "https://login.example.com/keys",
};
const pem = (type: "rsa" | "ed25519", bits = 2048) =>
  generateKeyPairSync(type as "rsa", { modulusLength: bits })
    .privateKey.export({ type: "pkcs8", format: "pem" })
    .toString();

test("every variable that a function is deployed with has a line in the table of settings", () => {
  const deployed = Object.values(readRendered("1234567890123456").resources).flatMap(({ props }) =>
    Object.keys((props as { environmentVariables?: object }).environmentVariables ?? {}),
  );
  const described = Object.values(functions).flatMap(({ environment = {} }) => Object.keys(environment));
  const known = new Set(settingGroups.flatMap(({ names }) => names));
  expect([...new Set([...deployed, ...described])].filter((name) => !known.has(name))).toEqual([]);
  expect(deployed).toContain("ALBFLOW_ACME_KEY");
});

describe("a setting that makes no sense is refused in a sentence that names it", () => {
  test.each<[Record<string, string>, string]>([
    [
      { ALBFLOW_RENEWAL_WINDOWS: "Saturday 2am" },
      'ALBFLOW_RENEWAL_WINDOWS is wrong: The maintenance window "Saturday 2am"',
    ],
    [{ ALBFLOW_RENEWAL_SHARE: "33%" }, 'ALBFLOW_RENEWAL_SHARE is "33%"; it must be a number from 0.05 to 0.9, without'],
    [{ ALBFLOW_RENEWAL_SHARE: "1e-1" }, 'ALBFLOW_RENEWAL_SHARE is "1e-1"'],
    [{ ALBFLOW_RENEWAL_SHARE: "NaN" }, 'ALBFLOW_RENEWAL_SHARE is "NaN"'],
    [{ ALBFLOW_RENEWAL_AT_ONCE: "0" }, 'ALBFLOW_RENEWAL_AT_ONCE is "0"; it must be a whole number from 1 to 20.'],
    [{ ALBFLOW_RENEWAL_AT_ONCE: "three" }, 'ALBFLOW_RENEWAL_AT_ONCE is "three"'],
    [{ ALBFLOW_RENEWAL_ERROR_BUDGET: "-1" }, 'ALBFLOW_RENEWAL_ERROR_BUDGET is "-1"'],
    [
      { ALBFLOW_REGIONS: "hangzhou" },
      'ALBFLOW_REGIONS is "hangzhou"; it must be regions like cn-hangzhou, with commas',
    ],
    [{ ALBFLOW_REGIONS: "cn-hangzhou,,cn-shanghai" }, "ALBFLOW_REGIONS is"],
    [{ ALBFLOW_REGIONS: "cn-hangzhou;cn-shanghai" }, "ALBFLOW_REGIONS is"],
    [{ ALBFLOW_SECRET: "short" }, "ALBFLOW_SECRET is too short"],
    [{ ALBFLOW_APPROVALS_NEEDED: "0" }, 'ALBFLOW_APPROVALS_NEEDED is "0"; it must be a whole number from 1 to 10.'],
    [{ ALBFLOW_APPROVALS_NEEDED: "1.5" }, "ALBFLOW_APPROVALS_NEEDED"],
    [
      { ALBFLOW_UNASKED_MAY_INTERRUPT: "test" },
      'ALBFLOW_UNASKED_MAY_INTERRUPT is "test"; it must be ids of listeners like lsn-test-*, with commas between them.',
    ],
    [{ ALBFLOW_UNASKED_LOWERS_SECURITY: "lsn-a,,lsn-b" }, "ALBFLOW_UNASKED_LOWERS_SECURITY is"],
    [{ ALBFLOW_REMEDIATION: "yes" }, 'ALBFLOW_REMEDIATION is "yes"; it must be one of on, observe, off.'],
    [
      { ALBFLOW_NOTIFY: "failures" },
      'ALBFLOW_NOTIFY is "failures"; it must be some of change, failure, recovery, approval',
    ],
    [
      { ALBFLOW_API_URL: "albflow.example.com" },
      'ALBFLOW_API_URL is "albflow.example.com"; it must be an address that',
    ],
    [{ ALBFLOW_API_URL: "http://albflow.example.com" }, "ALBFLOW_API_URL"],
    [{ ALBFLOW_API_URL: "javascript:alert(1)" }, "ALBFLOW_API_URL"],
    [{ ALBFLOW_RATE_PER_MINUTE: "0" }, 'ALBFLOW_RATE_PER_MINUTE is "0"; it must be a whole number from 1 to 1000000.'],
    [{ ALBFLOW_RATE_PER_MINUTE: "abc" }, 'ALBFLOW_RATE_PER_MINUTE is "abc"'],
    [{ ALBFLOW_RATE_PER_MINUTE: "-5" }, 'ALBFLOW_RATE_PER_MINUTE is "-5"'],
    [{ ALBFLOW_RATE_PER_MINUTE: "Infinity" }, 'ALBFLOW_RATE_PER_MINUTE is "Infinity"'],
    [{ ALBFLOW_API_AUTH: "none" }, 'ALBFLOW_API_AUTH is "none"; it must be one of anonymous, function.'],
    [{ ALBFLOW_API_AUTH: "function", ALBFLOW_MACHINES: "[]" }, "ALBFLOW_MACHINES is wrong; it must be a JSON object."],
    [{ ALBFLOW_API_AUTH: "function", ALBFLOW_MACHINES: "null" }, "ALBFLOW_MACHINES is wrong"],
    [{ ALBFLOW_MACHINES: '{"*":["operator:*"]}' }, "Nobody can be let in"],
    [{ ...people, ALBFLOW_TOKEN_AUDIENCE: "" }, "The settings for tokens are wrong: issuer, audience or algorithms"],
    [
      { ...people, ALBFLOW_TOKEN_JWKS: "http://login.example.com/keys" },
      "The settings for tokens are wrong: JWKS address",
    ],
    [{ ...people, ALBFLOW_TOKEN_ALGORITHMS: "HS256" }, "The settings for tokens are wrong: algorithms"],
    [{ ...people, ALBFLOW_TOKEN_JWKS: "{keys}" }, "ALBFLOW_TOKEN_JWKS is wrong; it must be a JSON object."],
    [{ ALBFLOW_DINGTALK_URL: "oapi.dingtalk.com" }, "ALBFLOW_DINGTALK_URL is not the https address of a webhook."],
    [{ ALBFLOW_WECOM_URL: "http://qyapi.weixin.qq.com/x" }, "ALBFLOW_WECOM_URL is not the https address of a webhook."],
    [
      { ALBFLOW_LARK_SECRET: "s" },
      "ALBFLOW_LARK_SECRET is set and ALBFLOW_LARK_URL is not, so nobody is told by Lark.",
    ],
    [{ ALBFLOW_MAIL_TO: "a@example.com" }, "ALBFLOW_MAIL_TO is set and ALBFLOW_MAIL_SMTP is not"],
    [
      { ALBFLOW_MAIL_SMTP: "smtps://h:465", ALBFLOW_MAIL_FROM: "me", ALBFLOW_MAIL_TO: "a@b.c" },
      "ALBFLOW_MAIL_FROM and",
    ],
    [
      { ALBFLOW_WEBHOOK_URL: "https://x.example.com", ALBFLOW_WEBHOOK_SECRET: "short" },
      "ALBFLOW_WEBHOOK_SECRET is not set",
    ],
    [
      { ...acme, ALBFLOW_ACME_DIRECTORY: "letsencrypt" },
      'ALBFLOW_ACME_DIRECTORY is "letsencrypt"; it must be an address',
    ],
    [{ ...acme, ALBFLOW_ACME_DIRECTORY: "http://acme.example.com/dir" }, "ALBFLOW_ACME_DIRECTORY"],
    [{ ...acme, ALBFLOW_ACME_CONTACTS: "sre" }, "ALBFLOW_ACME_CONTACTS"],
    [{ ...acme, ALBFLOW_ACME_KEY: "rsa" }, "ALBFLOW_ACME_KEY"],
    [{ ...acme, ALBFLOW_ACME_CA: "/etc/ca.pem" }, "ALBFLOW_ACME_CA"],
    [{ ALBFLOW_ACME_DIRECTORY: "letsencrypt" }, "ALBFLOW_ACME_DIRECTORY"],
    [{ ALBFLOW_PREFIX: "1st" }, 'ALBFLOW_PREFIX is "1st"; it must be 1 to 40 letters'],
    [{ ALBFLOW_PREFIX: "p".repeat(41) }, "ALBFLOW_PREFIX"],
    [{ ALBFLOW_LOG_PROJECT: "Reports" }, 'ALBFLOW_LOG_PROJECT is "Reports"; it must be the name of a log project.'],
    [{ ALBFLOW_LOGSTORE: "a b" }, 'ALBFLOW_LOGSTORE is "a b"; it must be the name of a logstore.'],
    [{ ALBFLOW_ENDPOINT_ALB: "https://alb example" }, "ALBFLOW_ENDPOINT_ALB"],
    [{ ALBFLOW_PORT_OFFSET: "x" }, 'ALBFLOW_PORT_OFFSET is "x"; it must be a whole number from 0 to 64000.'],
  ])("%j", (environment, sentence) => {
    expect(settingProblems(environment).map(({ problem }) => problem.message)).toEqual([
      expect.stringContaining(sentence),
    ]);
    for (const { problem } of settingProblems(environment)) {
      expect(problem).toMatchObject({ kind: "InvalidInput", code: "invalid-setting" });
    }
  });

  test.each([
    ["ALBFLOW_ACME_ACCOUNT_KEY", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----"],
    ["ALBFLOW_ACME_ACCOUNT_KEY", "my-secret-key-as-a-word"],
    ["ALBFLOW_ACME_ACCOUNT_KEY", pem("ed25519")],
    ["ALBFLOW_ACME_ACCOUNT_KEY", pem("rsa", 1024)],
    ["ALBFLOW_ACME_EAB_HMAC_KEY", "not base64url: secret!"],
  ])("%s, and without the secret itself", (name, value) => {
    const [one, ...others] = settingProblems({ ...acme, ALBFLOW_ACME_EAB_KID: "", [name]: value, ...kidFor(name) });
    expect(others).toEqual([]);
    expect(one?.problem.message).toContain(`${name} is wrong; it must be`);
    expect(one?.problem.message).not.toContain(value.slice(0, 12));
    expect(one?.problem.message).not.toContain("secret");
  });

  test("but not one that is empty, or right", () => {
    const empty = Object.fromEntries(settingGroups.flatMap(({ names }) => names.map((name) => [name, ""])));
    expect(settingProblems(empty)).toEqual([]);
    expect(
      settingProblems({ ...acme, ...people, ALBFLOW_RENEWAL_SHARE: " 0.5 ", ALBFLOW_NOTIFY: "change, failure," }),
    ).toEqual([]);
    const key = pem("rsa");
    for (const text of [key, key.replaceAll("\n", "\\n"), key.replaceAll("\n", "\r\n")]) {
      expect(settingProblems({ ...acme, ALBFLOW_ACME_ACCOUNT_KEY: text })).toEqual([]);
    }
  });
});

function kidFor(name: string): Record<string, string> {
  return name === "ALBFLOW_ACME_EAB_HMAC_KEY" ? { ALBFLOW_ACME_EAB_KID: "kid-1" } : {};
}

import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { functions } from "../functions/registry.ts";
import { readRendered } from "./readRendered.ts";
import { settingGroups, settingProblems } from "./settings.ts";

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
  expect(described).toContain("ALBFLOW_ACME_KEY");
});

describe("a setting that makes no sense is refused with its name and what it must be", () => {
  const invalid = (name: string, value: string | null, expected: string, of: object = {}) => ({
    code: "setting-invalid",
    params: { name, value, expected: { code: `expected-${expected}`, params: of } },
  });
  test.each<[Record<string, string>, object]>([
    [
      { ALBFLOW_RENEWAL_WINDOWS: "Saturday 2am" },
      invalid("ALBFLOW_RENEWAL_WINDOWS", "Saturday 2am", "maintenance-window", {
        window: "Saturday 2am",
        problem: { code: "window-unreadable", params: {} },
      }),
    ],
    [{ ALBFLOW_RENEWAL_SHARE: "33%" }, invalid("ALBFLOW_RENEWAL_SHARE", "33%", "number", { least: 0.05, most: 0.9 })],
    [{ ALBFLOW_RENEWAL_SHARE: "1e-1" }, invalid("ALBFLOW_RENEWAL_SHARE", "1e-1", "number", { least: 0.05, most: 0.9 })],
    [{ ALBFLOW_RENEWAL_SHARE: "NaN" }, invalid("ALBFLOW_RENEWAL_SHARE", "NaN", "number", { least: 0.05, most: 0.9 })],
    [{ ALBFLOW_RENEWAL_AT_ONCE: "0" }, invalid("ALBFLOW_RENEWAL_AT_ONCE", "0", "whole-number", { least: 1, most: 20 })],
    [
      { ALBFLOW_RENEWAL_AT_ONCE: "three" },
      invalid("ALBFLOW_RENEWAL_AT_ONCE", "three", "whole-number", { least: 1, most: 20 }),
    ],
    [
      { ALBFLOW_RENEWAL_ERROR_BUDGET: "-1" },
      invalid("ALBFLOW_RENEWAL_ERROR_BUDGET", "-1", "whole-number", { least: 1, most: 100 }),
    ],
    [{ ALBFLOW_REGIONS: "hangzhou" }, invalid("ALBFLOW_REGIONS", "hangzhou", "regions")],
    [
      { ALBFLOW_REGIONS: "cn-hangzhou,,cn-shanghai" },
      invalid("ALBFLOW_REGIONS", "cn-hangzhou,,cn-shanghai", "regions"),
    ],
    [{ ALBFLOW_REGIONS: "cn-hangzhou;cn-shanghai" }, invalid("ALBFLOW_REGIONS", "cn-hangzhou;cn-shanghai", "regions")],
    [{ ALBFLOW_SECRET: "short" }, { code: "secret-too-short", params: { purpose: "key" } }],
    [
      { ALBFLOW_APPROVALS_NEEDED: "0" },
      invalid("ALBFLOW_APPROVALS_NEEDED", "0", "whole-number", { least: 1, most: 10 }),
    ],
    [
      { ALBFLOW_APPROVALS_NEEDED: "1.5" },
      invalid("ALBFLOW_APPROVALS_NEEDED", "1.5", "whole-number", { least: 1, most: 10 }),
    ],
    [
      { ALBFLOW_REMEDIATION: "yes" },
      invalid("ALBFLOW_REMEDIATION", "yes", "one-of", { values: ["on", "observe", "off"] }),
    ],
    [{ ALBFLOW_UNASKED_MAY_INTERRUPT: "test" }, invalid("ALBFLOW_UNASKED_MAY_INTERRUPT", "test", "listener-patterns")],
    [
      { ALBFLOW_UNASKED_LOWERS_SECURITY: "lsn-a,,lsn-b" },
      invalid("ALBFLOW_UNASKED_LOWERS_SECURITY", "lsn-a,,lsn-b", "listener-patterns"),
    ],
    [
      { ALBFLOW_NOTIFY: "failures" },
      invalid("ALBFLOW_NOTIFY", "failures", "some-of", {
        values: ["change", "failure", "recovery", "approval", "notRenewable", "escalation", "audit"],
      }),
    ],
    [{ ALBFLOW_API_URL: "albflow.example.com" }, invalid("ALBFLOW_API_URL", "albflow.example.com", "https-address")],
    [
      { ALBFLOW_API_URL: "http://albflow.example.com" },
      invalid("ALBFLOW_API_URL", "http://albflow.example.com", "https-address"),
    ],
    [{ ALBFLOW_API_URL: "javascript:alert(1)" }, invalid("ALBFLOW_API_URL", "javascript:alert(1)", "https-address")],
    ...["0", "abc", "-5", "Infinity"].map((text): [Record<string, string>, object] => [
      { ALBFLOW_RATE_PER_MINUTE: text },
      invalid("ALBFLOW_RATE_PER_MINUTE", text, "whole-number", { least: 1, most: 1_000_000 }),
    ]),
    [
      { ALBFLOW_API_AUTH: "none" },
      invalid("ALBFLOW_API_AUTH", "none", "one-of", { values: ["anonymous", "function"] }),
    ],
    [{ ALBFLOW_API_AUTH: "function", ALBFLOW_MACHINES: "[]" }, invalid("ALBFLOW_MACHINES", null, "json-object")],
    [{ ALBFLOW_API_AUTH: "function", ALBFLOW_MACHINES: "null" }, invalid("ALBFLOW_MACHINES", null, "json-object")],
    [{ ALBFLOW_MACHINES: '{"*":["operator:*"]}' }, { code: "no-callers-allowed", params: {} }],
    [
      { ...people, ALBFLOW_TOKEN_AUDIENCE: "" },
      { code: "token-settings-invalid", params: { part: "issuer, audience or algorithms" } },
    ],
    [
      { ...people, ALBFLOW_TOKEN_JWKS: "http://login.example.com/keys" },
      { code: "token-settings-invalid", params: { part: "JWKS address" } },
    ],
    [
      { ...people, ALBFLOW_TOKEN_ALGORITHMS: "HS256" },
      { code: "token-settings-invalid", params: { part: "algorithms" } },
    ],
    [{ ...people, ALBFLOW_TOKEN_JWKS: "{keys}" }, invalid("ALBFLOW_TOKEN_JWKS", null, "json-object")],
    [{ ALBFLOW_DINGTALK_URL: "oapi.dingtalk.com" }, invalid("ALBFLOW_DINGTALK_URL", null, "https-address")],
    [{ ALBFLOW_WECOM_URL: "http://qyapi.weixin.qq.com/x" }, invalid("ALBFLOW_WECOM_URL", null, "https-address")],
    [
      { ALBFLOW_LARK_SECRET: "s" },
      {
        code: "channel-setting-alone",
        params: { name: "ALBFLOW_LARK_SECRET", variable: "ALBFLOW_LARK_URL", channel: "Lark" },
      },
    ],
    [
      { ALBFLOW_MAIL_TO: "a@example.com" },
      {
        code: "channel-setting-alone",
        params: { name: "ALBFLOW_MAIL_TO", variable: "ALBFLOW_MAIL_SMTP", channel: "mail" },
      },
    ],
    [
      { ALBFLOW_MAIL_SMTP: "smtps://h:465", ALBFLOW_MAIL_FROM: "me", ALBFLOW_MAIL_TO: "a@b.c" },
      invalid("ALBFLOW_MAIL_FROM", "me", "mail-addresses"),
    ],
    [
      { ALBFLOW_MAIL_SMTP: "smtps://h:465", ALBFLOW_MAIL_FROM: "me<a@b.c>", ALBFLOW_MAIL_TO: "a@b.c" },
      invalid("ALBFLOW_MAIL_FROM", "me<a@b.c>", "mail-addresses"),
    ],
    [
      { ALBFLOW_WEBHOOK_URL: "https://x.example.com", ALBFLOW_WEBHOOK_SECRET: "short" },
      invalid("ALBFLOW_WEBHOOK_SECRET", null, "long-secret", { bytes: 16 }),
    ],
    [
      { ...acme, ALBFLOW_ACME_DIRECTORY: "letsencrypt" },
      invalid("ALBFLOW_ACME_DIRECTORY", "letsencrypt", "https-address"),
    ],
    [
      { ...acme, ALBFLOW_ACME_DIRECTORY: "http://acme.example.com/dir" },
      invalid("ALBFLOW_ACME_DIRECTORY", "http://acme.example.com/dir", "https-address"),
    ],
    [{ ...acme, ALBFLOW_ACME_CONTACTS: "sre" }, invalid("ALBFLOW_ACME_CONTACTS", "sre", "mail-addresses")],
    [
      { ...acme, ALBFLOW_ACME_KEY: "rsa" },
      invalid("ALBFLOW_ACME_KEY", "rsa", "one-of", {
        values: ["same", "rsa-2048", "rsa-3072", "rsa-4096", "ecdsa-p256", "ecdsa-p384"],
      }),
    ],
    [{ ...acme, ALBFLOW_ACME_CA: "/etc/ca.pem" }, invalid("ALBFLOW_ACME_CA", "/etc/ca.pem", "certificates")],
    [{ ALBFLOW_ACME_DIRECTORY: "letsencrypt" }, invalid("ALBFLOW_ACME_DIRECTORY", "letsencrypt", "https-address")],
    [{ ALBFLOW_PREFIX: "1st" }, invalid("ALBFLOW_PREFIX", "1st", "prefix")],
    [{ ALBFLOW_PREFIX: "p".repeat(41) }, invalid("ALBFLOW_PREFIX", "p".repeat(41), "prefix")],
    [{ ALBFLOW_LOG_PROJECT: "Reports" }, invalid("ALBFLOW_LOG_PROJECT", "Reports", "log-project")],
    [{ ALBFLOW_LOGSTORE: "a b" }, invalid("ALBFLOW_LOGSTORE", "a b", "logstore")],
    [
      { ALBFLOW_ENDPOINT_ALB: "https://alb example" },
      invalid("ALBFLOW_ENDPOINT_ALB", "https://alb example", "endpoint"),
    ],
    [{ ALBFLOW_PORT_OFFSET: "x" }, invalid("ALBFLOW_PORT_OFFSET", "x", "whole-number", { least: 0, most: 64_000 })],
  ])("%j", (environment, why) => {
    expect(settingProblems(environment).map(({ problem }) => problem.reason)).toEqual([why]);
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
    expect(one?.problem.reason).toMatchObject({ code: "setting-invalid", params: { name, value: null } });
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

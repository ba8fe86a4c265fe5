import { describe, expect, test } from "vitest";
import { secretFilter, secretsAmong } from "./secretFilter.ts";
import { isSecretSetting } from "./secretSettings.ts";

const PEM =
  "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0w\nawIBAQQgQ1X2dV4hR\n-----END PRIVATE KEY-----\n";
const environment = {
  ALBFLOW_SECRET: "hush-hush-hush-hush-hush-hush-hush-hush",
  ALBFLOW_ACME_ACCOUNT_KEY: PEM,
  ALBFLOW_LARK_URL: "https://open.feishu.cn/open-apis/bot/v2/hook/0b1c2d3e",
  ALBFLOW_MAIL_SMTP: "smtps://ops:let-me-in@smtp.example.com:465",
  ALBFLOW_REGION: "cn-hangzhou",
  ALBFLOW_API_URL: "https://albflow.example.com",
};

/** What comes out of it, given the text in pieces of so many characters. */
function filtered(text: string, size = text.length): string {
  const filter = secretFilter(secretsAmong(environment));
  let out = "";
  for (let at = 0; at < text.length; at += size) out += filter.push(text.slice(at, at + size));
  return out + filter.end();
}

const YELLOW = "\u001b[33m";
const PLAIN = "\u001b[39m";

describe("the output of a deployment loses", () => {
  test.each([
    [
      "a secret in a plan",
      '  + environmentVariables: {"ALBFLOW_SECRET": "hush-hush-hush-hush-hush-hush-hush-hush"}',
      "hush",
    ],
    [
      "the secret of before a change",
      '~ ALBFLOW_SECRET: "an-old-one-long-ago" => "hush-hush-hush-hush-hush-hush-hush-hush"',
      "an-old-one",
    ],
    ["the secret of before a change, without quotes", "~ ALBFLOW_DINGTALK_SECRET: SECold => SECnew", "SECold"],
    [
      "a secret of before a change in JSON",
      '{"ALBFLOW_WEBHOOK_SECRET":"SEC\\"old","ALBFLOW_REGION":"cn-hangzhou"}',
      "old",
    ],
    ["a secret in colours", `${YELLOW}ALBFLOW_SECRET${PLAIN}: ${YELLOW}an-old-one${PLAIN}`, "an-old-one"],
    ["a key on one line", JSON.stringify({ ALBFLOW_ACME_ACCOUNT_KEY: PEM }), "MIGHAgEAMBMG"],
    ["a key in lines", `key:\n${PEM}after`, "awIBAQQgQ1X2dV4hR"],
    [
      "a key of before a change in a block",
      `    ALBFLOW_ACME_ACCOUNT_KEY: |-\n      b2xkIG9sZCBvbGQ\n      b2xkZXI\n    ALBFLOW_REGION: cn-hangzhou\n`,
      "b2xk",
    ],
    [
      "a key of before a change in a block of a diff",
      `-   ALBFLOW_ACME_ACCOUNT_KEY: |\n-     b2xkIG9sZCBvbGQ\n    ALBFLOW_REGION: cn-hangzhou\n`,
      "b2xk",
    ],
    ["a robot's address", "ALBFLOW_LARK_URL: https://open.feishu.cn/open-apis/bot/v2/hook/0b1c2d3e", "0b1c2d3e"],
    ["a robot's address anywhere", "POST https://open.feishu.cn/open-apis/bot/v2/hook/0b1c2d3e failed", "0b1c2d3e"],
    ["a mail password", 'props: ALBFLOW_MAIL_SMTP="smtps://ops:let-me-in@smtp.example.com:465"', "let-me-in"],
    ["a secret in base64", `body ${Buffer.from(environment.ALBFLOW_SECRET).toString("base64")}`, "aHVzaC1odXNo"],
    ["the keys of whoever deploys", "AccessKeySecret: abcdefABCDEF0123", "abcdefABCDEF0123"],
  ])("%s", (_, text, secret) => {
    expect(text).toContain(secret);
    for (const size of [text.length, 7, 1]) expect(filtered(text, size)).not.toContain(secret);
  });
});

test("all else is shown as it was printed", () => {
  const text = [
    `${YELLOW}✔${PLAIN} [albflow-startListener] completed (1.2s)`,
    '  ~ environmentVariables: {"ALBFLOW_REGION": "cn-hangzhou" => "cn-shanghai"}',
    "  - memorySize: 256",
    "    ALBFLOW_API_URL: albflow.example.com",
    "",
    "last line without an end",
  ].join("\n");
  expect(filtered(text)).toBe(text);
  expect(filtered(`    ALBFLOW_SECRET: |-\n      abc\n    ALBFLOW_REGION: cn-hangzhou\n`)).toBe(
    "    ALBFLOW_SECRET: …\n    ALBFLOW_REGION: cn-hangzhou\n",
  );
});

test("settings that hold secrets are known by their names", () => {
  const secret = [
    "ALBFLOW_SECRET",
    "ALBFLOW_WECOM_URL",
    "ALBFLOW_ACME_EAB_HMAC_KEY",
    "ALBFLOW_MAIL_SMTP",
    "ALBFLOW_WEBHOOK_SECRET",
  ];
  const open = [
    "ALBFLOW_API_URL",
    "ALBFLOW_REGION",
    "ALBFLOW_TOKEN_ISSUER",
    "ALBFLOW_TOKEN_JWKS",
    "ALBFLOW_ACME_EAB_KID",
  ];
  expect(secret.filter((name) => !isSecretSetting(name))).toEqual([]);
  expect(open.filter(isSecretSetting)).toEqual([]);
});

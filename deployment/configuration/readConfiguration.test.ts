// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of Serverless Devs.
import { describe, expect, test } from "vitest";
import { CLOUDFLOW_REGIONS } from "../../shared/platform/cloudFlowRegions.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import type { Reason } from "../../shared/platform/reasons/reason.ts";
import { coded } from "../../test/support/coded.ts";
import { readConfiguration } from "./readConfiguration.ts";
import { variablesOf } from "./variables.ts";

/** Why a file is refused; undefined when it is not. */
function refusalOf(text: string, environment = {}): Reason | undefined {
  try {
    readConfiguration(text, "albflow.yaml", environment);
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
    return error.reason;
  }
  return undefined;
}

/** What is wrong with a file: place, path and code of each mistake, with its parameters where there are any. */
function mistakesIn(text: string, environment = {}): [place: string, path: string, code: string, params?: unknown][] {
  const refusal = refusalOf(text, environment);
  if (refusal === undefined) return [];
  const { file, problems } = refusal.params as { file: string; problems: Mistake[] };
  expect([refusal.code, file]).toEqual(["configuration-invalid", "albflow.yaml"]);
  return problems.map(({ line, column, path, problem: { code, params } }) =>
    Object.keys(params).length === 0 ? [`${line}:${column}`, path, code] : [`${line}:${column}`, path, code, params],
  );
}

interface Mistake {
  line: number;
  column: number;
  path: string;
  problem: Reason;
}

const mustBe = (expected: string, params = {}) => ["must-be", { expected: coded(expected, params) }];

const stage = (text: string, name = "prod") => {
  const settings = readConfiguration(text, "albflow.yaml").stages.get(name);
  if (settings === undefined) throw new Error(`no ${name}`);
  return settings;
};

test("everything that is wrong is told at once, each mistake with its line and its path, in the order of the text", () => {
  const text = `region: mars
regoin: cn-hangzhou
secret: hunter2-hunter2-hunter2-hunter2
renewal:
  atOnce: 99
  windows:
    - Saturday 2am
acme:
  contacts: [sre@example.com, nobody]
notifications:
  mail:
    server: env:SMTP
    from: albflow@example.com
domain:
`;
  expect(mistakesIn(text)).toEqual([
    ["1:1", "region", "must-have-cloudflow", { regions: [...CLOUDFLOW_REGIONS] }],
    ["2:1", "regoin", "field-unknown"],
    ["3:1", "secret", "must-be-secret-reference"],
    ["5:3", "renewal.atOnce", ...mustBe("expected-whole-number", { least: 1, most: 20 })],
    ["8:1", "acme.directory", "field-missing"],
    ["9:31", "acme.contacts.1", "must-be-mail-address"],
    ["11:3", "notifications.mail.to", "field-missing"],
    ["14:1", "domain", "must-have-fields-below"],
  ]);
});

test("what a function's environment cannot hold is told at its field, in the stage where it stands", () => {
  const text = `region: cn-hangzhou
names: { environment: 生产 }
stages:
  staging:
    names:
      environment: Prüfung
`;
  expect(mistakesIn(text)).toEqual([["6:7", "stages.staging.names.environment", "not-ascii"]]);
  expect(mistakesIn("region: cn-hangzhou\nnames: { environment: 生产 }\n")).toEqual([
    ["2:10", "names.environment", "not-ascii"],
  ]);
  const secret = "region: cn-hangzhou\nnotifications: { webhook: { address: env:HOOK_AT, secret: env:HOOK } }\n";
  expect(mistakesIn(secret, { HOOK: "hunter2 密钥 hunter2 hunter2 hunter2" })).toEqual([
    ["2:51", "notifications.webhook.secret", "not-ascii"],
  ]);
});

test("a grant that does not exist is told at the key that it is given to", () => {
  const text = "region: cn-hangzhou\ncallers:\n  machines:\n    LTAI5tOk: [operator]\n    LTAI5tX: [superuser]\n";
  expect(mistakesIn(text)).toEqual([
    ["5:5", "callers.machines.LTAI5tX", "machine-grants-unknown", { keyId: "LTAI5tX…" }],
  ]);
});

test("stages that name none are a mistake, as nothing would be deployed", () => {
  expect(mistakesIn("region: cn-hangzhou\nstages: {}\n")).toEqual([["2:1", "stages", "stages-empty"]]);
});

test("what only the functions' own readers know is told with the same place", () => {
  const text = `region: cn-hangzhou
renewal:
  windows: [Saturday 2am]
callers:
  people: { issuer: https://sso.example.com, audience: albflow, keys: https://sso.example.com/keys, algorithms: [HS256] }
  machines: { "*": ["operator:*"] }
`;
  const problem = coded("window-unreadable");
  expect(mistakesIn(text)).toEqual([
    ["3:3", "renewal.windows", ...mustBe("expected-maintenance-window", { window: "Saturday 2am", problem })],
    ["5:13", "callers.people.issuer", "token-settings-invalid", { part: "algorithms" }],
    ["6:3", "callers.machines", "callers-exclude-each-other"],
  ]);
});

test("a VPC that is given twice is refused where it stands the second time, in the stage that gives it", () => {
  const vpc = (id: string) => `{ vpcId: ${id}, vSwitchIds: [${id.replace("vpc", "vsw")}], securityGroupId: sg-bp1 }`;
  const text = `region: cn-hangzhou
network:
  - ${vpc("vpc-bp1")}
  - ${vpc("vpc-bp2")}
  - ${vpc("vpc-bp1")}
`;
  const ofStage = `region: cn-hangzhou
stages:
  prod: { network: [${vpc("vpc-bp1")}] }
  test:
    network:
      - ${vpc("vpc-bp2")}
      - ${vpc("vpc-bp2")}
`;
  expect(refusalOf(text)).toEqual(
    coded("configuration-invalid", {
      file: "albflow.yaml",
      problems: [
        {
          line: 5,
          column: 7,
          path: "network.2.vpcId",
          problem: { code: "vpc-given-twice", params: { vpcId: "vpc-bp1", first: "network.0" } },
        },
      ],
    }),
  );
  expect(mistakesIn(ofStage)).toEqual([
    ["7:11", "stages.test.network.1.vpcId", "vpc-given-twice", { vpcId: "vpc-bp2", first: "network.0" }],
  ]);
  expect(stage(text.replace(vpc("vpc-bp1"), vpc("vpc-bp3"))).network).toHaveLength(3);
});

test("an account that is given twice among the targets, or is the deployment's own, is refused where it stands", () => {
  const target = (account: string, more = "") => `{ account: "${account}"${more} }`;
  const text = (...targets: string[]) =>
    `region: cn-hangzhou\naccount: "1111111111111111"\ntargets: [${targets.join(", ")}]\n`;
  const [two, three] = [target("2222222222222222", ", readOnly: true"), target("3333333333333333")];
  expect(mistakesIn(text(two, three, target("2222222222222222")))).toEqual([
    ["3:95", "targets.2.account", "target-given-twice", { account: "2222222222222222", first: "targets.0" }],
  ]);
  expect(mistakesIn(text(target("1111111111111111")))).toEqual([
    ["3:13", "targets.0.account", "target-is-home", { account: "1111111111111111" }],
  ]);
  expect(stage(text(two, three)).targets).toHaveLength(2);
});

test("stages of one account with the same prefix are refused, and of two accounts are not", () => {
  const text = (more: string) => `region: cn-hangzhou
stages:
  prod: {}
  test: { names: { prefix: albflow }${more} }
`;
  expect(mistakesIn(text(""))).toEqual([
    ["4:20", "stages.test.names.prefix", "prefix-of-other-stage", { prefix: "albflow", stage: "prod" }],
  ]);
  expect(mistakesIn(text(", region: cn-shanghai"))).toHaveLength(1);
  expect(mistakesIn("region: cn-hangzhou\nnames: { prefix: shop }\nstages: { prod: {}, test: {} }\n")).toEqual([
    ["2:10", "names.prefix", "prefix-of-other-stage", { prefix: "shop", stage: "prod" }],
  ]);
  const others = text(', account: "2222222222222222"');
  expect([...readConfiguration(others, "albflow.yaml").stages.keys()]).toEqual(["prod", "test"]);
});

test("a file with several documents is refused in words of this file", () => {
  expect(mistakesIn("region: cn-hangzhou\n---\nregion: cn-beijing\n")).toEqual([["2:1", "", "several-documents"]]);
});

test("a vSwitch that is given twice is refused where it stands the second time, in one VPC or in two", () => {
  const text = (first: string, second: string) => `region: cn-hangzhou
network:
  - { vpcId: vpc-bp1, vSwitchIds: [vsw-bp1, ${first}], securityGroupId: sg-bp1 }
  - { vpcId: vpc-bp2, vSwitchIds: [${second}], securityGroupId: sg-bp2 }
`;
  const twice = (vSwitchId: string, first: string) => ["vswitch-given-twice", { vSwitchId, first }];
  expect(mistakesIn(text("vsw-bp1", "vsw-bp2"))).toEqual([
    ["3:45", "network.0.vSwitchIds.1", ...twice("vsw-bp1", "network.0.vSwitchIds.0")],
  ]);
  expect(mistakesIn(text("vsw-bp2", "vsw-bp2"))).toEqual([
    ["4:36", "network.1.vSwitchIds.0", ...twice("vsw-bp2", "network.0.vSwitchIds.1")],
  ]);
  expect(stage(text("vsw-bp2", "vsw-bp3")).network).toHaveLength(2);
});

test("a mistake of a stage is told where the stage has it, and a common one where it is common", () => {
  const text = `region: cn-hangzhou
renewal: { share: 7 }
stages:
  prod: {}
  test:
    renewal: { share: 0.5, atOnce: 0 }
    speed: 1
`;
  expect(mistakesIn(text)).toEqual([
    ["2:12", "renewal.share", ...mustBe("expected-number", { least: 0.05, most: 0.9 })],
    ["6:28", "stages.test.renewal.atOnce", ...mustBe("expected-whole-number", { least: 1, most: 20 })],
    ["7:5", "stages.test.speed", "field-unknown"],
  ]);
});

test("what is no YAML, or holds what Serverless Devs would fill in, is refused with its place", () => {
  expect(mistakesIn("region: [cn-hangzhou\nsecret: x")[0]).toEqual(["2:1", "", "text", { text: expect.any(String) }]);
  expect(mistakesIn('region: cn-hangzhou\nacme: { directory: "https://a.example/${env(X)}" }\n')).toEqual([
    ["2:9", "acme.directory", "expression-in-configuration"],
  ]);
  expect(mistakesIn("- a\n")[0]).toEqual(["1:1", "", "must-have-fields"]);
});

test("a secret in the environment is read as its function will read it, and is not quoted", () => {
  const short = mistakesIn("region: cn-hangzhou\n", { ALBFLOW_SECRET: "short-planted" });
  expect(short).toEqual([["1:1", "secret", "secret-too-short", { purpose: "key" }]]);
  const text = "region: cn-hangzhou\nacme: { directory: https://a.example/d, accountKey: env:KEY }\n";
  const unreadable = mistakesIn(text, { KEY: "planted" });
  expect(unreadable).toEqual([["2:41", "acme.accountKey", ...mustBe("expected-private-key")]]);
  expect(JSON.stringify([short, unreadable])).not.toContain("planted");
});

describe("stages", () => {
  const text = `region: cn-hangzhou
logs: { project: shop-reports, retentionDays: 90 }
regions: [cn-hangzhou, cn-shanghai]
stages:
  prod: {}
  staging:
    logs: { project: shop-staging }
    regions: [cn-hangzhou]
`;

  test("say only what is different in them, and are told apart by their prefix", () => {
    expect(stage(text).names.prefix).toBe("albflow");
    const staging = stage(text, "staging");
    expect(staging.names.prefix).toBe("albflow-staging");
    expect(staging.logs).toEqual({
      project: "shop-staging",
      logstore: "albflow",
      functionLogstore: "albflow-functions",
      retentionDays: 90,
    });
    expect(staging.regions).toEqual(["cn-hangzhou"]);
  });

  test("are one, prod, where none is named", () => {
    expect([...readConfiguration("region: us-west-1\n", "a").stages.keys()]).toEqual(["prod"]);
  });
});

test("a stage's names are those of the file, whatever ALBFLOW_PREFIX says where it is deployed from", () => {
  const text = "region: cn-hangzhou\nstages:\n  staging: { names: { prefix: shop } }\n";
  const staging = readConfiguration(text, "albflow.yaml", { ALBFLOW_PREFIX: "other" }).stages.get("staging");
  expect(staging?.names.prefix).toBe("shop");
  expect(staging === undefined ? undefined : variablesOf(staging).ALBFLOW_PREFIX).toBe("shop");
});

test("fields become the variables of functions; what is not said is not set, and what is optional is off", () => {
  expect(variablesOf(stage("region: cn-hangzhou\n"))).toEqual({
    ALBFLOW_SECRET: "env:ALBFLOW_SECRET",
    ALBFLOW_PREFIX: "albflow",
    ALBFLOW_LOG_PROJECT: "albflow-reports",
    ALBFLOW_LOGSTORE: "albflow",
    ALBFLOW_REMEDIATION: "off",
  });
  const much = `region: cn-hangzhou
domain: { name: albflow.example.com, certificateId: "24664588" }
callers: { machines: { LTAI5tX: ["operator:lsn-*"] } }
renewal: { windows: ["Sat 02:00-06:00 UTC", "daily 01:00-02:30 UTC"], share: 0.25 }
notifications: { about: [failure, approval], lark: { address: "kms:shop/lark" } }
remediation: {}
`;
  expect(variablesOf(stage(much))).toMatchObject({
    ALBFLOW_API_URL: "https://albflow.example.com",
    ALBFLOW_API_AUTH: "function",
    ALBFLOW_MACHINES: '{"LTAI5tX":["operator:lsn-*"]}',
    ALBFLOW_RENEWAL_WINDOWS: "Sat 02:00-06:00 UTC; daily 01:00-02:30 UTC",
    ALBFLOW_RENEWAL_SHARE: "0.25",
    ALBFLOW_NOTIFY: "failure,approval",
    ALBFLOW_LARK_URL: "kms:shop/lark",
  });
  expect(variablesOf(stage(much)).ALBFLOW_REMEDIATION).toBeUndefined();
});

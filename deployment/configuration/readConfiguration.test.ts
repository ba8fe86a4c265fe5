// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of Serverless Devs.
import { describe, expect, test } from "vitest";
import { catalogues } from "../../shared/core/messages/catalogues.ts";
import { messagesIn } from "../../shared/core/messages/messagesIn.ts";
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

/** What is said about a file, line by line. */
function saidAbout(text: string, environment = {}): string[] {
  const refusal = refusalOf(text, environment);
  return refusal === undefined ? [] : messagesIn(catalogues.en, "en").message(refusal).split("\n");
}

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
  expect(saidAbout(text)).toEqual([
    "albflow.yaml:1:1: region: must be a region that has CloudFlow: cn-hangzhou, cn-shanghai, cn-beijing, cn-qingdao, cn-shenzhen, ap-southeast-1, us-west-1",
    "albflow.yaml:2:1: regoin: there is no such field",
    "albflow.yaml:3:1: secret: must be env:<name of a variable> or kms:<name of a secret>, never the secret itself",
    "albflow.yaml:5:3: renewal.atOnce: must be a whole number from 1 to 20",
    "albflow.yaml:8:1: acme.directory: is missing",
    "albflow.yaml:9:31: acme.contacts.1: must be a mail address",
    "albflow.yaml:11:3: notifications.mail.to: is missing",
    "albflow.yaml:14:1: domain: must have fields below it; it is empty",
  ]);
});

test("what only the functions' own readers know is told with the same place", () => {
  const text = `region: cn-hangzhou
renewal:
  windows: [Saturday 2am]
callers:
  people: { issuer: https://sso.example.com, audience: albflow, keys: https://sso.example.com/keys, algorithms: [HS256] }
  machines: { "*": ["operator:*"] }
`;
  expect(saidAbout(text)).toEqual([
    'albflow.yaml:3:3: renewal.windows: must be maintenance windows like "Sat,Sun 02:00-06:00 Asia/Shanghai" or "daily 02:00-05:00 UTC"; "Saturday 2am" cannot be read',
    expect.stringMatching(/^albflow\.yaml:5:\d+: callers\.people\.\w+: The settings for tokens are wrong/),
    "albflow.yaml:6:3: callers.machines: cannot stand beside people: either Function Compute checks signatures of machines, or albflow checks tokens of people",
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
  expect(saidAbout(ofStage)).toEqual([
    "albflow.yaml:7:11: stages.test.network.1.vpcId: names vpc-bp2 again, which network.0 has already: give its vSwitches and its security group once",
  ]);
  expect(stage(text.replace(vpc("vpc-bp1"), vpc("vpc-bp3"))).network).toHaveLength(3);
});

test("a vSwitch that is given twice is refused where it stands the second time, in one VPC or in two", () => {
  const text = (first: string, second: string) => `region: cn-hangzhou
network:
  - { vpcId: vpc-bp1, vSwitchIds: [vsw-bp1, ${first}], securityGroupId: sg-bp1 }
  - { vpcId: vpc-bp2, vSwitchIds: [${second}], securityGroupId: sg-bp2 }
`;
  expect(saidAbout(text("vsw-bp1", "vsw-bp2"))).toEqual([
    "albflow.yaml:3:45: network.0.vSwitchIds.1: names vsw-bp1 again, which network.0.vSwitchIds.0 has already: a vSwitch is in one VPC, so name it once",
  ]);
  expect(saidAbout(text("vsw-bp2", "vsw-bp2"))).toEqual([
    "albflow.yaml:4:36: network.1.vSwitchIds.0: names vsw-bp2 again, which network.0.vSwitchIds.1 has already: a vSwitch is in one VPC, so name it once",
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
  expect(saidAbout(text)).toEqual([
    expect.stringContaining("albflow.yaml:2:12: renewal.share: "),
    "albflow.yaml:6:28: stages.test.renewal.atOnce: must be a whole number from 1 to 20",
    "albflow.yaml:7:5: stages.test.speed: there is no such field",
  ]);
});

test("what is no YAML, or holds what Serverless Devs would fill in, is refused with its place", () => {
  expect(saidAbout("region: [cn-hangzhou\nsecret: x")[0]).toMatch(/^albflow\.yaml:2:\d+: /);
  expect(saidAbout('region: cn-hangzhou\nacme: { directory: "https://a.example/${env(X)}" }\n')).toEqual([
    "albflow.yaml:2:9: acme.directory: must not hold ${; Serverless Devs would fill it in",
  ]);
  expect(saidAbout("- a\n")[0]).toContain("albflow.yaml:1:1: ");
});

test("a secret in the environment is read as its function will read it, and is not quoted", () => {
  const said = saidAbout("region: cn-hangzhou\n", { ALBFLOW_SECRET: "short-planted" });
  expect(said).toEqual([expect.stringMatching(/^albflow\.yaml:1:1: secret: ALBFLOW_SECRET is too short/)]);
  expect(said.join()).not.toContain("planted");
  expect(
    saidAbout("region: cn-hangzhou\nacme: { directory: https://a.example/d, accountKey: env:KEY }\n", {
      KEY: "planted",
    }),
  ).toEqual([expect.stringMatching(/^albflow\.yaml:2:41: acme\.accountKey: must be a private key in PEM form/)]);
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

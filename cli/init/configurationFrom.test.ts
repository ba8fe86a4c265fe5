import { expect, test } from "vitest";
import { readConfiguration } from "../../deployment/configuration/readConfiguration.ts";
import { configurationFrom } from "./configurationFrom.ts";
import { furtherQuestions, QUESTIONS, regionQuestion } from "./questions.ts";

const VPCS = [{ vpcId: "vpc-a", vSwitchIds: ["vsw-a1", "vsw-a2"] }];
const REGIONS = [
  { region: "cn-shanghai", hasCloudFlow: true, internet: 3, intranet: 1, vpcs: VPCS },
  { region: "cn-beijing", hasCloudFlow: true, internet: 1, intranet: 0, vpcs: [] },
  { region: "cn-chengdu", hasCloudFlow: false, internet: 9, intranet: 0, vpcs: [] },
];
const HOME = { logProjects: [], trails: [{ project: "audit", logstore: "actiontrail_all-regions" }] };

const settingsOf = (answers: Parameters<typeof configurationFrom>[0]) =>
  readConfiguration(configurationFrom(answers, REGIONS, HOME), "albflow.yaml").stages.get("prod");

test("what is proposed makes a deployment in which everything optional is off", () => {
  const first = regionQuestion(REGIONS, "cn-hangzhou");
  const questions = [first, ...furtherQuestions(first.proposed, "1234567890123456", REGIONS, HOME)];
  expect(questions.map(({ name }) => name)).toEqual([...QUESTIONS]);
  expect(questions.length).toBeLessThanOrEqual(10);
  const answers = Object.fromEntries(questions.map(({ name, proposed }) => [name, proposed]));
  expect(settingsOf(answers)).toEqual({
    region: "cn-shanghai",
    access: "default",
    secret: "env:ALBFLOW_SECRET",
    names: { prefix: "albflow" },
    logs: {
      project: "albflow-reports-1234567890123456",
      logstore: "albflow",
      functionLogstore: "albflow-functions",
      retentionDays: 30,
    },
    network: [],
    callers: {},
    approvals: {},
    renewal: {},
    notifications: {},
  });
});

test("every answer stands where its reader looks for it; the vSwitches of a VPC and its trail are what was seen", () => {
  expect(
    settingsOf({
      region: "cn-shanghai",
      regions: "cn-shanghai, cn-beijing",
      project: "shop-reports",
      secret: "kms:albflow/secret",
      network: "vpc-a=sg-1",
      domain: "albflow.example.com=24664588",
      people: "https://sso.example.com/",
      chat: "dingtalk",
      remediation: "observe+events",
      acme: "https://acme.example.com/directory",
    }),
  ).toMatchObject({
    regions: ["cn-shanghai", "cn-beijing"],
    secret: "kms:albflow/secret",
    logs: { project: "shop-reports" },
    network: [{ vpcId: "vpc-a", vSwitchIds: ["vsw-a1", "vsw-a2"], securityGroupId: "sg-1" }],
    domain: { name: "albflow.example.com", certificateId: "24664588" },
    callers: {
      people: {
        issuer: "https://sso.example.com",
        audience: "albflow",
        keys: "https://sso.example.com/.well-known/jwks.json",
      },
    },
    notifications: { about: ["failure", "approval"], dingtalk: { address: "env:ALBFLOW_CHAT_URL" } },
    remediation: { mode: "observe", trail: { project: "audit", logstore: "actiontrail_all-regions" }, events: true },
    acme: { directory: "https://acme.example.com/directory" },
  });
});

test.each([
  { region: "mars" },
  { network: "sg-1" },
  { network: "vpc-unseen=sg-1" },
  { domain: "albflow.example.com" },
  { people: "sso.example.com" },
  { chat: "slack" },
  { remediation: "on+everything" },
  { acme: "http://acme.example.com" },
  { secret: "hunter2" },
])("an answer that makes no sense is refused by the configuration's reader: %j", (answer) => {
  expect(() => settingsOf({ region: "cn-shanghai", ...answer })).toThrow(/^configuration-invalid /);
});

test("questions without a choice are not asked: one region, no internal instance", () => {
  const names = furtherQuestions("cn-beijing", "1", REGIONS.slice(1), HOME).map(({ name }) => name);
  expect(names).not.toContain("regions");
  expect(names).not.toContain("network");
});

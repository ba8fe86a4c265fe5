import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { functions } from "../../functions/registry.ts";
import { flowsOf } from "../flows/flowsOf.ts";
import { readRendered } from "../readRendered.ts";
import { logTriggersIn } from "./logTriggersIn.ts";
import { allow, isLeftAlone, policyOf } from "./policyOf.ts";
import { rolesOf } from "./rolesOf.ts";

const target = {
  region: "cn-hangzhou",
  accountId: "1234567890123456",
  prefix: "albflow",
  logProject: "albflow-reports",
  logstore: "albflow",
  functionLogstore: "albflow-functions",
};
const flows = flowsOf(target, (file) => readFileSync(`flows/${file}`, "utf8"));

describe("a function's policy", () => {
  test("allows each action on as little as RAM can tell apart", () => {
    const permissions = [
      "alb:StartListener",
      "alb:UpdateListenerAttribute",
      "alb:AddServersToServerGroup",
      "alb:DeleteServerGroup",
      "alb:GetLoadBalancerAttribute",
      "fnf:StartExecution",
      "alb:ListAsynJobs",
      "alb:ListServerGroupServers",
      "alb:ListSecurityPolicies",
      "yundun-cert:GetUserCertificateDetail",
      "log:PostLogStoreLogs",
    ];
    expect(policyOf({ permissions }, target)).toEqual({
      Version: "1",
      Statement: [
        {
          Effect: "Allow",
          Action: ["alb:AddServersToServerGroup"],
          Resource: [
            "acs:alb:cn-hangzhou:1234567890123456:eci/*",
            "acs:alb:cn-hangzhou:1234567890123456:ecs/*",
            "acs:alb:cn-hangzhou:1234567890123456:eni/*",
            "acs:alb:cn-hangzhou:1234567890123456:servergroup/*",
            "acs:eci:cn-hangzhou:1234567890123456:containergroup/*",
            "acs:ecs:cn-hangzhou:1234567890123456:eni/*",
            "acs:ecs:cn-hangzhou:1234567890123456:instance/*",
          ],
        },
        {
          Effect: "Allow",
          Action: ["alb:DeleteServerGroup"],
          Resource: ["acs:alb:cn-hangzhou:1234567890123456:servergroup/*"],
        },
        {
          Effect: "Allow",
          Action: [
            "alb:GetLoadBalancerAttribute",
            "alb:ListAsynJobs",
            "alb:ListSecurityPolicies",
            "alb:ListServerGroupServers",
            "fnf:StartExecution",
            "yundun-cert:GetUserCertificateDetail",
          ],
          Resource: ["*"],
        },
        {
          Effect: "Allow",
          Action: ["alb:StartListener"],
          Resource: ["acs:alb:cn-hangzhou:1234567890123456:loadbalancer/*"],
        },
        {
          Effect: "Allow",
          Action: ["alb:UpdateListenerAttribute"],
          Resource: [
            "acs:alb:cn-hangzhou:1234567890123456:loadbalancer/*",
            "acs:alb:cn-hangzhou:1234567890123456:securitypolicy/*",
            "acs:alb:cn-hangzhou:1234567890123456:servergroup/*",
          ],
        },
        {
          Effect: "Allow",
          Action: ["log:PostLogStoreLogs"],
          Resource: [
            "acs:log:cn-hangzhou:1234567890123456:project/albflow-reports/logstore/albflow",
            "acs:log:cn-hangzhou:1234567890123456:project/albflow-reports/logstore/albflow-functions",
          ],
        },
      ],
    });
  });

  test("invokes a function by its name and by its version", () => {
    const [statement] = policyOf({ permissions: ["fc:InvokeFunction"], invokes: ["report"] }, target).Statement;
    expect(statement?.Resource).toEqual([
      "acs:fc:cn-hangzhou:1234567890123456:functions/albflow-report",
      "acs:fc:cn-hangzhou:1234567890123456:functions/albflow-report/*",
    ]);
  });

  test("lets who is called with new entries of a logstore pull from that one, and from no other", () => {
    const listens = { logs: [], events: {} };
    const permissions = ["log:GetCursorOrData", "log:GetLogStoreLogs"];
    const received = [{ project: "trails", logstore: "all" }];
    expect(policyOf({ permissions, listens }, target, { received }).Statement).toEqual([
      {
        Effect: "Allow",
        Action: ["fc:InvokeFunction"],
        Resource: [
          "acs:fc:cn-hangzhou:1234567890123456:functions/albflow-reportFailure",
          "acs:fc:cn-hangzhou:1234567890123456:functions/albflow-reportFailure/*",
        ],
      },
      {
        Effect: "Allow",
        Action: ["log:GetCursorOrData"],
        Resource: ["acs:log:cn-hangzhou:1234567890123456:project/trails/logstore/all"],
      },
      {
        Effect: "Allow",
        Action: ["log:GetLogStoreLogs"],
        Resource: ["acs:log:cn-hangzhou:1234567890123456:project/albflow-reports/logstore/albflow"],
      },
      {
        Effect: "Allow",
        Action: ["log:PostLogStoreLogs"],
        Resource: ["acs:log:cn-hangzhou:1234567890123456:project/albflow-reports/logstore/albflow-functions"],
      },
    ]);
  });

  test("lets every function write its own log, beside the deployment's records, and no other", () => {
    for (const { name, policy } of rolesOf(target, flows).filter(({ trusts }) => trusts === "fc.aliyuncs.com")) {
      const written = policy.Statement.filter(({ Action }) => Action.includes("log:PostLogStoreLogs"));
      const stores = written.flatMap(({ Resource }) => Resource.map((arn) => arn.replace(/^.*:project\//, "")));
      expect(stores, name).toContain("albflow-reports/logstore/albflow-functions");
    }
  });

  test("lets who is called by a timer, an event or a name send on what failed for good, and nobody else", () => {
    const able = rolesOf(target, flows).filter(({ policy }) =>
      policy.Statement.some(
        ({ Action, Resource }) =>
          Action.includes("fc:InvokeFunction") &&
          Resource.some((arn) => arn.endsWith("functions/albflow-reportFailure")),
      ),
    );
    expect(
      able
        .map(({ name }) => name)
        .filter((name) => name !== "albflow-flows")
        .sort(),
    ).toEqual(["albflow-keepLedger", "albflow-notify", "albflow-remediate", "albflow-renewCertificates"]);
  });

  test.each(functions)("of $name allows its actions, all of them and nothing else", ({ permissions, ...rest }) => {
    const { Statement } = policyOf({ ...rest, permissions }, target);
    // Its log is written in its name, and so is what failed for good sent on; who looks at listeners asks who stands in their VPC.
    const invokes = isLeftAlone(rest) || rest.probes === true;
    const ofPlatform = ["log:PostLogStoreLogs", ...(invokes ? ["fc:InvokeFunction"] : [])];
    const actions = new Set(Statement.flatMap(({ Action }) => Action));
    expect([...actions].sort()).toEqual([...new Set([...permissions, ...ofPlatform])].sort());
    expect(Statement.flatMap(({ Action }) => Action).join()).not.toContain("*");
  });
});

test("who looks at listeners may call those who look from inside a VPC, and no other function", () => {
  const roles = rolesOf(target, flows);
  const statementsOf = (name: string) =>
    roles
      .find((one) => one.name === `albflow-${name}`)
      ?.policy.Statement.map(({ Action, Resource }) => [Action, Resource]);
  const probes = "acs:fc:cn-hangzhou:1234567890123456:functions/albflow-probe*";
  expect(statementsOf("verify")).toContainEqual([["fc:InvokeFunction"], [probes, `${probes}/*`]]);
  expect(statementsOf("probe")).toEqual([
    [["log:PostLogStoreLogs"], [expect.stringMatching(/:project\/[^*]+\/logstore\/[^*]+$/)]],
  ]);
});

test("each function that keeps records at the end may do no more than its own job needs", () => {
  const actionsOf = (name: string) => {
    const role = rolesOf(target, flows).find((one) => one.name === `albflow-${name}`);
    return (role?.policy.Statement ?? []).flatMap(({ Action }) => Action).sort();
  };
  expect(actionsOf("report")).toEqual(["fc:InvokeFunction", "fnf:StopExecution", "log:PostLogStoreLogs"]);
  expect(actionsOf("reportRenewal")).toEqual(["fc:InvokeFunction", "log:PostLogStoreLogs"]);
  expect(actionsOf("keepRecords")).toEqual(["log:PostLogStoreLogs"]);
});

const listened = [
  { function: "remediate", project: "p".repeat(63), logstore: "l".repeat(63) },
  { function: "remediate", project: "q".repeat(63), logstore: "m".repeat(63) },
];

test("no policy names a resource for an action that RAM knows none of: it would have no effect", () => {
  const statements = rolesOf(target, flows, listened).flatMap(({ policy }) => policy.Statement);
  const onAll = statements.filter(({ Action }) => Action.some((one) => /^(?:fnf|yundun-cert):/.test(one)));
  expect(onAll.length).toBeGreaterThan(30);
  for (const { Action, Resource } of onAll) expect(Resource, Action.join()).toEqual(["*"]);
});

test("every policy is short enough for RAM with the longest prefix, region, project and logstore", () => {
  const far = {
    ...target,
    region: "cn-wulanchabu-gic-1",
    prefix: "p".repeat(31),
    logProject: "r".repeat(63),
    logstore: "s".repeat(63),
    functionLogstore: "f".repeat(63),
  };
  const longest = rolesOf(far, flows, listened).map(({ name, policy }) => [JSON.stringify(policy).length, name]);
  expect(longest.filter(([length = 0]) => Number(length) > 6_144)).toEqual([]);
});

test("the flows' role may invoke our functions and do what else its tasks do, each on what it names", () => {
  const role = rolesOf(target, flows).find(({ name }) => name === "albflow-flows");
  expect(role?.trusts).toBe("fnf.aliyuncs.com");
  const invoked = role?.policy.Statement.find(({ Action }) => Action.includes("fc:InvokeFunction"))?.Resource ?? [];
  expect(invoked).toContain("acs:fc:cn-hangzhou:1234567890123456:functions/albflow-report");
  expect(invoked.every((arn) => arn.startsWith("acs:fc:cn-hangzhou:1234567890123456:functions/albflow-"))).toBe(true);
});

test("roles have names and descriptions that RAM takes", () => {
  for (const { name, description } of rolesOf(target, flows)) {
    expect(name).toMatch(/^[A-Za-z0-9.-]{1,64}$/);
    expect(description.length).toBeLessThanOrEqual(1024);
  }
});

test("the roles' component is told of every log trigger that a function has", () => {
  const { resources } = readRendered(target.accountId);
  const triggers = logTriggersIn(resources, "albflow");
  expect(triggers).toEqual([
    { function: "remediate", project: "albflow-reports", logstore: "actiontrail_albflow" },
    { function: "remediate", project: "albflow-traces", logstore: "alb_traced" },
  ]);
  expect(resources.roles?.props.logTriggers).toEqual(triggers);
  const role = rolesOf(target, flows, triggers).find(({ name }) => name === "albflow-log-triggers");
  expect(role?.trusts).toBe("log.aliyuncs.com");
  const invoked = role?.policy.Statement.find(({ Action }) => Action.includes("fc:InvokeFunction"));
  expect(invoked?.Resource).toEqual([
    "acs:fc:cn-hangzhou:1234567890123456:functions/albflow-remediate",
    "acs:fc:cn-hangzhou:1234567890123456:functions/albflow-remediate/*",
  ]);
});

test("one action on two resources is one permission on both", () => {
  expect(
    allow([
      ["fc:InvokeFunction", ["b"]],
      ["fc:InvokeFunction", ["a"]],
    ]).Statement,
  ).toEqual([{ Effect: "Allow", Action: ["fc:InvokeFunction"], Resource: ["a", "b"] }]);
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { localSession } from "../../cli/localSession.ts";
import { makeCertificate } from "../../local/certificates/makeCertificate.ts";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { longTest } from "../../test/support/sampled.ts";
import { applyChanges } from "../changes.ts";
import { readConfiguration } from "../configuration/readConfiguration.ts";
import type { Settings } from "../configuration/schema.ts";
import { deploymentProbeOf } from "../doctor/deploymentProbeOf.ts";
import { runChecks } from "../doctor/runChecks.ts";
import { type Account, bootstrapChanges, stageChanges, stageRemovals } from "../stageChanges.ts";
import { deployerPolicy } from "./deployerPolicy.ts";
import { serviceStates } from "./services.ts";

const target = { region: "cn-hangzhou", accountId: "1234567890123456" };
const SECRETS = { ALBFLOW_SECRET: "a secret of this deployment, long enough" };
const silent = () => undefined;

function settingsIn(text: string): Settings {
  const settings = readConfiguration(`region: cn-hangzhou\n${text}`, "albflow.yaml").stages.get("prod");
  if (settings === undefined) throw new Error("no stage");
  return settings;
}

const SETTINGS = settingsIn(`domain: { name: albflow.example.com, certificateId: "24664588" }
callers: { people: { issuer: https://sso.example.com, audience: a, keys: https://sso.example.com/k } }
remediation: { trail: { project: albflow-reports, logstore: actiontrail_shoptrail } }
`);

/** An empty account, and somebody in it who may do what `albflow policy deployer` prints. */
describe("whoever has the deployer's policy and nothing more", () => {
  let cloud: LocalCloud;
  let account: Account;

  function as(policy: ReturnType<typeof deployerPolicy>): Account {
    cloud.ram.putRole({ name: "deployer", trusts: ["ecs.aliyuncs.com"], policies: [policy] });
    const credentials = cloud.ram.assumeRole(`acs:ram::${target.accountId}:role/deployer`, "ecs.aliyuncs.com");
    const { accessKeyId, accessKeySecret, securityToken } = credentials;
    const session = { ...localSession(cloud), credentials: { accessKeyId, accessKeySecret, securityToken } };
    return { session, ramEndpoint: cloud.endpoints.ram, secrets: SECRETS, settleMs: 0 };
  }

  beforeAll(async () => {
    cloud = await startLocalCloud({
      ...target,
      port: 0,
      rates: false,
      deployment: {
        functions: [],
        roles: [],
        flows: [],
        codeRoot: ".",
        environment: ({ alb, cas, fnf, fc, log, cms }) => ({
          ALBFLOW_ENDPOINT_ALB: alb,
          ALBFLOW_ENDPOINT_CAS: cas,
          ALBFLOW_ENDPOINT_FNF: fnf,
          ALBFLOW_ENDPOINT_FC: fc,
          ALBFLOW_ENDPOINT_LOG: log,
          ALBFLOW_ENDPOINT_CMS: cms,
        }),
      },
    });
    cloud.cas.putCertificate({
      name: "pages",
      certId: 24664588,
      ...(await makeCertificate({ names: ["albflow.example.com"] })),
    });
    account = as(deployerPolicy(SETTINGS, target.accountId));
  });
  afterAll(() => cloud.close());

  test("finds every service that a deployment needs, or is told which is not activated and where that is done", async () => {
    expect((await serviceStates(account.session, SETTINGS)).map(({ service, state }) => [service, state])).toEqual([
      ["Function Compute", "active"],
      ["CloudFlow", "active"],
      ["Simple Log Service", "active"],
      ["Application Load Balancer", "active"],
      ["Certificate Management Service", "active"],
    ]);
    const refuse = (service: string, message: string) =>
      cloud.faults.add({ service, fault: { kind: "refuse", status: 403, code: "AccessDenied", message } });
    refuse("fc", "FC service is not enabled for current user.");
    refuse("fnf", "FnF service is not enabled for current user");
    const inactive = (await serviceStates(account.session, SETTINGS)).filter(({ state }) => state === "inactive");
    expect(inactive.map(({ service, page }) => [service, page])).toEqual([
      ["Function Compute", "https://fcnext.console.aliyun.com"],
      ["CloudFlow", "https://fnf.console.aliyun.com"],
    ]);
    cloud.faults.clear();
  });

  test("makes what must be there before, and finds nothing to do the second time", async () => {
    const first = await bootstrapChanges(SETTINGS, account, silent);
    expect(first.filter(({ kind }) => kind === "create").map(({ what }) => what)).toEqual([
      "log project albflow-reports",
      "logstore albflow-reports/albflow",
      "index of logstore albflow-reports/albflow",
      "logstore albflow-reports/albflow-functions",
      "index of logstore albflow-reports/albflow-functions",
      "logstore albflow-reports/actiontrail_shoptrail",
      "index of logstore albflow-reports/actiontrail_shoptrail",
      "service-linked role AliyunServiceRoleForFC",
      "service-linked role AliyunServiceRoleForAlbLogDelivery",
      "trail shoptrail",
    ]);
    await applyChanges(first, silent);
    const second = await bootstrapChanges(SETTINGS, account, silent);
    expect(second.filter(({ kind }) => kind !== "same")).toEqual([]);
    expect(cloud.actionTrail.trails()).toEqual([{ project: "albflow-reports", logstore: "actiontrail_shoptrail" }]);
  });

  longTest("deploys, and the doctor finds nothing wrong", async () => {
    const changes = await stageChanges(SETTINGS, account, silent);
    await applyChanges(Object.values(changes).flat(), silent);
    const stage = { stage: "prod", settings: SETTINGS };
    const probe = await deploymentProbeOf(account.session, {
      stage,
      ramEndpoint: cloud.endpoints.ram,
      secrets: SECRETS,
    });
    const faults = (await runChecks(probe)).flatMap(({ findings }) =>
      findings.flatMap(({ subject, fault }) => (fault === undefined ? [] : [{ subject, fault }])),
    );
    expect(faults).toEqual([]);
    expect(cloud.fc.exportState().domains?.map(({ domainName }) => domainName)).toEqual(["albflow.example.com"]);
  });

  longTest("removes all of it again, the domain included", async () => {
    await applyChanges(Object.values(await stageRemovals(SETTINGS, account)).flat(), silent);
    expect(Object.values(await stageRemovals(SETTINGS, account)).flat()).toEqual([]);
    expect(cloud.fc.exportState().domains).toEqual([]);
  });

  test("may, unless something is to be tried, change nothing of ALB and of certificates", () => {
    const { Statement } = deployerPolicy(SETTINGS, target.accountId, { tryout: false });
    const actions = Statement.flatMap(({ Action }) => Action).filter((action) => /^(?:alb|yundun-cert):/.test(action));
    expect(actions).toEqual([
      "yundun-cert:GetUserCertificateDetail",
      "yundun-cert:DescribeUserCertificateDetail",
      "alb:DescribeRegions",
      "alb:ListLoadBalancers",
      "alb:GetLoadBalancerAttribute",
      "yundun-cert:ListUserCertificateOrder",
    ]);
  });

  longTest("was denied nothing, and has used all of it but what other times need", () => {
    const used = cloud.ram.usedActions().get("deployer") ?? new Set();
    expect([...(cloud.ram.deniedActions().get("deployer") ?? [])]).toEqual([]);
    const granted = deployerPolicy(SETTINGS, target.accountId).Statement.flatMap(({ Action }) => Action);
    expect(granted.filter((action) => !used.has(action)).sort()).toEqual(OF_OTHER_TIMES);
  });
});

/**
 * What Serverless Devs reads besides, what is called only where something differs, what local clouds ask nobody about, and what `init`
 * and `tryout` need: test/firstHour/firstHour.test.ts goes all the way with this policy.
 */
const OF_OTHER_TIMES = [
  "alb:CreateListener",
  "alb:CreateLoadBalancer",
  "alb:CreateServerGroup",
  "alb:DeleteLoadBalancer",
  "alb:DeleteServerGroup",
  "alb:GetListenerAttribute",
  "alb:GetLoadBalancerAttribute",
  "alb:ListLoadBalancers",
  "alb:ListServerGroups",
  "fc:GetAsyncInvokeConfig",
  "fc:GetConcurrencyConfig",
  "fc:GetTrigger",
  "fc:UpdateCustomDomain",
  "fc:UpdateFunction",
  "fc:UpdateTrigger",
  "fnf:DescribeExecution",
  "fnf:DescribeFlow",
  "fnf:GetExecutionHistory",
  "fnf:StartExecution",
  "fnf:StopExecution",
  "fnf:UpdateFlow",
  "log:ListLogStores",
  "log:ListProject",
  "ram:CreatePolicyVersion",
  "ram:PassRole",
  "ram:UpdateRole",
  "yundun-cert:DeleteUserCertificate",
  "yundun-cert:DescribeUserCertificateDetail",
  "yundun-cert:UploadUserCertificate",
];

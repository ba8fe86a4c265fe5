import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { cliMessage } from "../../deployment/language.ts";
import { functions } from "../../functions/registry.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { openRam } from "../../shared/platform/clients/ram.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { componentOf, emptyCloud, inputsFor, PROPS, ROLE_PROPS } from "../../test/deployment/deployed.ts";
import { coded } from "../../test/support/coded.ts";
import { ANY, saidWithAny } from "../../test/support/said.ts";
import { inWholeSuite } from "../../test/support/sampled.ts";
import { RolesComponent } from "./component.ts";

/** A role, its policy and that it has it: three for each function, three for the flows; and three roles of services. */
const count = 3 * (functions.length + 1) + 4;

describe("the roles' component", () => {
  let cloud: Awaited<ReturnType<typeof emptyCloud>>;
  beforeAll(async () => {
    cloud = await emptyCloud();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await cloud.close();
  });
  const ram = () => openRam({ accessKeyId: "local", accessKeySecret: "local" });
  const documentOf = async (name: string) => {
    const policy = await ram().call<{ DefaultPolicyVersion: { PolicyDocument: string } }>("GetPolicy", {
      PolicyType: "Custom",
      PolicyName: name,
    });
    return JSON.parse(policy.DefaultPolicyVersion.PolicyDocument);
  };

  test("creates a role for each function and one for the flows, each with its one policy", async () => {
    const { component, said } = componentOf(RolesComponent);
    expect(await component.deploy(inputsFor(ROLE_PROPS))).toEqual({
      created: count,
      changed: 0,
      removed: 0,
      unchanged: 0,
    });
    expect(said).toEqual(expect.arrayContaining(["+ role albflow-startListener", "    for fc.aliyuncs.com"]));
    expect((await documentOf("albflow-report")).Statement).toContainEqual({
      Effect: "Allow",
      Action: ["log:PostLogStoreLogs"],
      Resource: [
        "acs:log:cn-hangzhou:1234567890123456:project/albflow-reports/logstore/albflow",
        "acs:log:cn-hangzhou:1234567890123456:project/albflow-reports/logstore/albflow-functions",
      ],
    });
    const { Statement } = await documentOf("albflow-flows");
    expect(Statement.map(({ Action }: { Action: string[] }) => Action)).toEqual([
      ["fc:InvokeFunction"],
      ["fnf:DescribeExecution", "fnf:StartExecution"],
    ]);
    // RAM cannot tell flows apart.
    expect(Statement[1].Resource).toEqual(["*"]);
    expect(Statement[0].Resource).toContain("acs:fc:cn-hangzhou:1234567890123456:functions/albflow-verify/*");
    expect(Statement[0].Resource).toContain("acs:fc:cn-hangzhou:1234567890123456:functions/albflow-verify");
  });

  test("finds nothing to do the second time", async () => {
    const { component, said } = componentOf(RolesComponent);
    expect(await component.deploy(inputsFor(ROLE_PROPS))).toMatchObject({ unchanged: count, created: 0, changed: 0 });
    expect(said).toEqual([cliMessage("changes-counted", { created: 0, changed: 0, removed: 0, unchanged: count })]);
  });

  test("takes back what somebody has added or changed", async () => {
    const PolicyDocument = '{"Version":"1","Statement":[{"Effect":"Allow","Action":"alb:*","Resource":"*"}]}';
    await ram().call("CreatePolicyVersion", { PolicyName: "albflow-verify", PolicyDocument, SetAsDefault: "true" });
    await ram().call("CreatePolicy", { PolicyName: "generous", PolicyDocument });
    const generous = { PolicyName: "generous", PolicyType: "Custom", RoleName: "albflow-report" };
    await ram().call("AttachPolicyToRole", generous);

    const { component, said } = componentOf(RolesComponent);
    expect(await component.deploy(inputsFor(ROLE_PROPS))).toMatchObject({ changed: 2, created: 0 });
    expect(said).toEqual(
      expect.arrayContaining([
        "~ policy albflow-verify",
        "~ policy albflow-report on its role",
        `    ${cliMessage("policy-detached", { policy: "generous" })}`,
      ]),
    );
    expect(
      (await documentOf("albflow-verify")).Statement.flatMap(({ Action }: { Action: string[] }) => Action),
    ).toContain("alb:GetListenerAttribute");
    expect(await component.deploy(inputsFor(ROLE_PROPS))).toMatchObject({ unchanged: count });
  });

  test("gives the log triggers' role what it needs for its logstore and its function", async () => {
    const logTriggers = [{ function: "report", project: "access", logstore: "alb_access" }];
    const { component } = componentOf(RolesComponent);
    expect(await component.deploy(inputsFor({ ...ROLE_PROPS, logTriggers }))).toMatchObject({ created: 3 });
    const { Statement } = await documentOf("albflow-log-triggers");
    expect(Statement).toContainEqual({
      Effect: "Allow",
      Action: ["fc:InvokeFunction"],
      Resource: [
        "acs:fc:cn-hangzhou:1234567890123456:functions/albflow-report",
        "acs:fc:cn-hangzhou:1234567890123456:functions/albflow-report/*",
      ],
    });
    expect(Statement).toContainEqual({
      Effect: "Allow",
      Action: ["log:GetCursorOrData", "log:GetLogStore", "log:ListShards"],
      Resource: ["acs:log:cn-hangzhou:1234567890123456:project/access/logstore/alb_access"],
    });
    // Where the trigger itself says what went wrong.
    expect(Statement).toContainEqual({
      Effect: "Allow",
      Action: ["log:BatchPostLogStoreLogs", "log:PostLogStoreLogs"],
      Resource: ["acs:log:cn-hangzhou:1234567890123456:project/albflow-reports/logstore/albflow-functions"],
    });
    expect(Statement).toContainEqual({
      Effect: "Allow",
      Action: ["log:ListLogStores"],
      Resource: ["acs:log:cn-hangzhou:1234567890123456:project/access/logstore/*"],
    });
    expect(await component.remove(inputsFor({ ...ROLE_PROPS, logTriggers }))).toMatchObject({
      removed: 2 * (functions.length + 2),
    });
    expect(await component.remove(inputsFor(ROLE_PROPS))).toMatchObject({ removed: 0 });
  });

  test("makes the roles of the services that act for it, each for itself: one that is there is no reason to stop", async () => {
    const { directory } = cloud.ram;
    for (const name of ["AliyunServiceRoleForEventBridgeSourceActionTrail", "AliyunServiceRoleForFC"]) {
      cloud.ram.deleteRole(name);
    }
    cloud.ram.putRole({
      name: "AliyunServiceRoleForEventBridgeSourceCMS",
      trusts: ["source-cms.eventbridge.aliyuncs.com"],
      policies: [],
    });
    const { component, said } = componentOf(RolesComponent);
    await component.deploy(inputsFor(ROLE_PROPS));
    expect(said).toContain("+ service-linked role AliyunServiceRoleForEventBridgeSourceActionTrail");
    expect(directory.roles.aliyunserviceroleforeventbridgesourceactiontrail?.trusts).toEqual([
      "source-actiontrail.eventbridge.aliyuncs.com",
    ]);
    expect(directory.roles.aliyunserviceroleforfc?.trusts).toEqual(["fc.aliyuncs.com"]);
    await component.remove(inputsFor(ROLE_PROPS));
    expect(directory.roles.aliyunserviceroleforfc).toBeDefined();
  });

  test("says which role of a service it may not make, and deploys all else", async () => {
    cloud.ram.deleteRole("AliyunServiceRoleForFC");
    cloud.ram.putRole({
      name: "deployer",
      trusts: ["ecs.aliyuncs.com"],
      policies: [
        {
          Version: "1",
          Statement: [
            { Effect: "Allow", Action: "ram:*", Resource: "*" },
            { Effect: "Deny", Action: "ram:CreateServiceLinkedRole", Resource: "*" },
          ],
        },
      ],
    });
    const keys = cloud.ram.assumeRole("acs:ram::1234567890123456:role/deployer", "ecs.aliyuncs.com");
    const { component, said } = componentOf(RolesComponent);
    const { accessKeyId: AccessKeyID, accessKeySecret: AccessKeySecret, securityToken: SecurityToken } = keys;
    const inputs = inputsFor(ROLE_PROPS);
    const getCredential = async () => ({ AccountID: "1234567890123456", AccessKeyID, AccessKeySecret, SecurityToken });
    await component.deploy({ ...inputs, getCredential });
    const role = "AliyunServiceRoleForFC";
    const cause = reason("right-missing", { right: "ram:CreateServiceLinkedRole" });
    expect(said.join("\n")).toMatch(saidWithAny(reason("service-role-not-made", { role, service: ANY, cause })));
    expect(cloud.ram.directory.roles["albflow-verify"]).toBeDefined();
  });

  inWholeSuite(() => {
    test("ends when the roles that it has made can be used, and says what to do when they cannot", async () => {
      /** What another cloud, whose roles can be used that late, is told and holds. */
      const within = async (roleDelayMs: number, look: (isUsable: () => boolean) => Promise<void>) => {
        const slow = await startLocalCloud({ port: 0, roleDelayMs });
        vi.stubEnv("ALBFLOW_ENDPOINT_RAM", slow.endpoints.ram);
        const usable = () =>
          slow.ram.identityOfRole("acs:ram::1234567890123456:role/albflow-verify", "fc.aliyuncs.com");
        try {
          await look(() => {
            try {
              return usable().roleName === "albflow-verify";
            } catch (error) {
              expect(String(error)).toContain("The role not exists");
              return false;
            }
          });
        } finally {
          vi.stubEnv("ALBFLOW_ENDPOINT_RAM", cloud.endpoints.ram);
          await slow.close();
        }
      };
      await within(3_600_000, async (isUsable) => {
        const { component } = componentOf(RolesComponent);
        await component.deploy(inputsFor({ ...PROPS, settleMs: 0 }));
        expect(isUsable()).toBe(false);
      });
      await within(400, async (isUsable) => {
        const { component, said } = componentOf(RolesComponent);
        await component.deploy(inputsFor({ ...PROPS, settleMs: 500 }));
        expect(isUsable()).toBe(true);
        expect(said.at(-1)).toBe(cliMessage("roles-settle", { seconds: 0.5 }));
        // What was there before is waited for no more.
        const { component: again, said: nothing } = componentOf(RolesComponent);
        await again.deploy(inputsFor({ ...PROPS, settleMs: 60_000 }));
        expect(nothing.join()).not.toContain("waiting");
      });
    });
  });

  inWholeSuite(() => {
    test("leaves the roles while a function is there that has one, and says which", async () => {
      const { component } = componentOf(RolesComponent);
      await component.deploy(inputsFor(ROLE_PROPS));
      const { fc } = cloud;
      const put = (names: string[]) =>
        fc.importState({
          functions: names.map((functionName) => ({
            config: {
              functionName,
              runtime: "nodejs20",
              handler: "index.handler",
              memorySize: 256,
              timeout: 3,
              environmentVariables: {},
              folder: "",
            },
            generation: 1,
            createdAt: 0,
            modifiedAt: 0,
            triggers: [],
            asyncConfigs: {},
            versions: [],
            aliases: [],
          })),
        });
      const before = fc.snapshot();
      put(["albflow-verify", "albflow-staging-verify"]);
      await expect(component.remove(inputsFor(ROLE_PROPS))).rejects.toMatchObject({
        reason: coded("functions-still-there", { functions: ["albflow-verify"] }),
      });
      expect(cloud.ram.directory.roles["albflow-verify"]).toBeDefined();
      before();
      await component.remove(inputsFor(ROLE_PROPS));
      expect(cloud.ram.directory.roles["albflow-verify"]).toBeUndefined();
    });
  });

  test("says whose keys are refused, without the keys", async () => {
    const { component } = componentOf(RolesComponent);
    await expect(component.deploy(inputsFor(ROLE_PROPS, "outsider"))).rejects.toMatchObject({
      reason: { code: "cloud-error", params: { product: "ram", action: "GetRole" } },
    });
    await expect(component.deploy(inputsFor(ROLE_PROPS, "outsider"))).rejects.not.toThrow(/Signature=/);
  });

  test("names an unknown key in a list by its path", async () => {
    const { component } = componentOf(RolesComponent);
    const logTriggers = [{ function: "report", project: "access", logstore: "alb_access", speed: 1 }];
    await expect(component.deploy(inputsFor({ ...ROLE_PROPS, logTriggers }))).rejects.toMatchObject({
      reason: coded("properties-invalid", {
        resource: "it",
        problems: [{ property: "logTriggers.0.speed", problem: null }],
      }),
    });
  });
});

import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { functions } from "../../functions/registry.ts";
import { openRam } from "../../shared/platform/clients/ram.ts";
import { componentOf, emptyCloud, inputsFor, PROPS } from "../../test/deployment/deployed.ts";
import { RolesComponent } from "./component.ts";

/** A role, its policy and that it has it: three for each function, three for the flows. */
const count = 3 * (functions.length + 1);

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
    expect(await component.deploy(inputsFor(PROPS))).toEqual({ created: count, changed: 0, removed: 0, unchanged: 0 });
    expect(said).toEqual(expect.arrayContaining(["+ role albflow-startListener", "    for fc.aliyuncs.com"]));
    expect((await documentOf("albflow-report")).Statement).toContainEqual({
      Effect: "Allow",
      Action: ["log:PostLogStoreLogs"],
      Resource: ["acs:log:cn-hangzhou:1234567890123456:project/albflow-reports/logstore/albflow"],
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
    expect(await component.deploy(inputsFor(PROPS))).toMatchObject({ unchanged: count, created: 0, changed: 0 });
    expect(said).toEqual([`0 to create, 0 to change, 0 to remove, ${count} as they should be`]);
  });

  test("takes back what somebody has added or changed", async () => {
    const PolicyDocument = '{"Version":"1","Statement":[{"Effect":"Allow","Action":"alb:*","Resource":"*"}]}';
    await ram().call("CreatePolicyVersion", { PolicyName: "albflow-verify", PolicyDocument, SetAsDefault: "true" });
    await ram().call("CreatePolicy", { PolicyName: "generous", PolicyDocument });
    const generous = { PolicyName: "generous", PolicyType: "Custom", RoleName: "albflow-report" };
    await ram().call("AttachPolicyToRole", generous);

    const { component, said } = componentOf(RolesComponent);
    expect(await component.deploy(inputsFor(PROPS))).toMatchObject({ changed: 2, created: 0 });
    expect(said).toEqual(
      expect.arrayContaining([
        "~ policy albflow-verify",
        "~ policy albflow-report on its role",
        "    detach generous, which this deployment does not give",
      ]),
    );
    expect(
      (await documentOf("albflow-verify")).Statement.flatMap(({ Action }: { Action: string[] }) => Action),
    ).toContain("alb:GetListenerAttribute");
    expect(await component.deploy(inputsFor(PROPS))).toMatchObject({ unchanged: count });
  });

  test("gives the log triggers' role what it needs for its logstore and its function", async () => {
    const logTriggers = [{ function: "report", project: "access", logstore: "alb_access" }];
    const { component } = componentOf(RolesComponent);
    expect(await component.deploy(inputsFor({ ...PROPS, logTriggers }))).toMatchObject({ created: 3 });
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
      Resource: ["acs:log:cn-hangzhou:1234567890123456:project/albflow-reports/logstore/albflow"],
    });
    expect(Statement).toContainEqual({
      Effect: "Allow",
      Action: ["log:ListLogStores"],
      Resource: ["acs:log:cn-hangzhou:1234567890123456:project/access/logstore/*"],
    });
    expect(await component.remove(inputsFor({ ...PROPS, logTriggers }))).toMatchObject({
      removed: 2 * (functions.length + 2),
    });
    expect(await component.remove(inputsFor(PROPS))).toMatchObject({ removed: 0 });
  });

  test("says whose keys are refused, without the keys", async () => {
    const { component } = componentOf(RolesComponent);
    await expect(component.deploy(inputsFor(PROPS, "outsider"))).rejects.toThrow(/^ram GetRole: /);
    await expect(component.deploy(inputsFor(PROPS, "outsider"))).rejects.not.toThrow(/Signature=/);
  });

  test("names an unknown key in a list by its path", async () => {
    const { component } = componentOf(RolesComponent);
    const logTriggers = [{ function: "report", project: "access", logstore: "alb_access", speed: 1 }];
    await expect(component.deploy(inputsFor({ ...PROPS, logTriggers }))).rejects.toThrow(
      "s.yaml: resources.it.props.logTriggers.0.speed: there is no such property",
    );
  });
});

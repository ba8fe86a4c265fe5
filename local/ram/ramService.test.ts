import PopCore from "@alicloud/pop-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ACCOUNT, testContext } from "../../test/local/testContext.ts";
import { listen, type WireServer } from "../wire/server.ts";
import { createRamService } from "./ramService.ts";

const context = testContext();
let server: WireServer;
beforeAll(async () => {
  server = await listen(createRamService(context), { port: 0 });
});
afterAll(() => server.close());

type Scope = { accessKeyId: string; accessKeySecret: string; securityToken?: string };
const root: Scope = { accessKeyId: "local", accessKeySecret: "local" };

/** One call of the generic RPC client, by POST. */
function call(action: string, parameters: object = {}, keys = root): Promise<Record<string, unknown>> {
  const sts = action === "AssumeRole" || action === "GetCallerIdentity";
  const apiVersion = sts ? "2015-04-01" : "2015-05-01";
  return new PopCore({ ...keys, endpoint: `http://127.0.0.1:${server.port}`, apiVersion }).request(action, parameters, {
    method: "POST",
  });
}

/** The same, for whoever looks deep into the answer. */
const answerOf = (action: string, parameters: object) =>
  call(action, parameters) as Promise<Record<string, Record<string, never>>>;

const trust = (principal: object) =>
  JSON.stringify({ Version: "1", Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: principal }] });
const policy = (Action: string) =>
  JSON.stringify({ Version: "1", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
const arn = (name: string) => `acs:ram::${ACCOUNT}:role/${name}`;

describe("a deployment", () => {
  it("makes a role with a policy, which a service may then act in", async () => {
    const made = await call("CreateRole", {
      RoleName: "albflow-Worker",
      Description: "of a function",
      AssumeRolePolicyDocument: trust({ Service: ["fc.aliyuncs.com"] }),
    });
    expect(made).toMatchObject({
      RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
      Role: {
        RoleName: "albflow-Worker",
        Arn: arn("albflow-worker"),
        Description: "of a function",
        MaxSessionDuration: 3600,
      },
    });
    await call("CreatePolicy", { PolicyName: "albflow-Worker", PolicyDocument: policy("alb:ListListeners") });
    await call("AttachPolicyToRole", {
      PolicyType: "Custom",
      PolicyName: "albflow-Worker",
      RoleName: "albflow-Worker",
    });
    const worker = context.ram.identityOfRole(arn("albflow-worker"), "fc.aliyuncs.com");
    expect(() => context.ram.authorise(worker, "alb:ListListeners", "*")).not.toThrow();
    expect(() => context.ram.authorise(worker, "alb:StopListener", "*")).toThrow("not authorized");
  });

  it("a role is found whatever the case of its name", async () => {
    // As the vendor's component writes it, which makes lower case of every ARN.
    expect(() => context.ram.identityOfRole(arn("albflow-WORKER"), "fc.aliyuncs.com")).not.toThrow();
    expect(await call("GetRole", { RoleName: "ALBFLOW-worker" })).toMatchObject({
      Role: { RoleName: "albflow-Worker" },
    });
  });

  it("changes the policy, and the role can do the new", async () => {
    await call("CreatePolicyVersion", {
      PolicyName: "albflow-Worker",
      PolicyDocument: policy("alb:StopListener"),
      SetAsDefault: "true",
    });
    const worker = context.ram.identityOfRole(arn("albflow-worker"), "fc.aliyuncs.com");
    expect(() => context.ram.authorise(worker, "alb:StopListener", "*")).not.toThrow();
    expect(() => context.ram.authorise(worker, "alb:ListListeners", "*")).toThrow("not authorized");
    const shown = await call("GetPolicy", { PolicyName: "albflow-Worker", PolicyType: "Custom" });
    expect(shown).toMatchObject({
      Policy: { PolicyName: "albflow-Worker", AttachmentCount: 1 },
      DefaultPolicyVersion: { PolicyDocument: policy("alb:StopListener") },
    });
  });

  it("has policies of 6,144 characters and no more", async () => {
    const PolicyDocument = policy("alb:StopListener").padEnd(6_144);
    await expect(call("CreatePolicy", { PolicyName: "long", PolicyDocument })).resolves.toBeDefined();
    await expect(
      call("CreatePolicyVersion", { PolicyName: "long", PolicyDocument: `${PolicyDocument} ` }),
    ).rejects.toMatchObject({ code: "InvalidParameter.PolicyDocument.Length" });
    await call("DeletePolicy", { PolicyName: "long" });
  });

  it("changes whom a role trusts", async () => {
    await call("UpdateRole", {
      RoleName: "albflow-Worker",
      NewAssumeRolePolicyDocument: trust({ Service: ["fnf.aliyuncs.com"] }),
    });
    expect(() => context.ram.identityOfRole(arn("albflow-worker"), "fnf.aliyuncs.com")).not.toThrow();
    expect(() => context.ram.identityOfRole(arn("albflow-worker"), "fc.aliyuncs.com")).toThrow("does not trust");
    const { Role } = await call("GetRole", { RoleName: "albflow-worker" });
    expect(Role).toMatchObject({ AssumeRolePolicyDocument: trust({ Service: ["fnf.aliyuncs.com"] }) });
  });

  it("lists roles in pages and the policies of a role", async () => {
    for (const name of ["a", "b"])
      await call("CreateRole", {
        RoleName: name,
        AssumeRolePolicyDocument: trust({ RAM: [`acs:ram::${ACCOUNT}:root`] }),
      });
    const first = await call("ListRoles", { MaxItems: 2 });
    expect(first).toMatchObject({
      IsTruncated: true,
      Marker: "albflow-worker",
      Roles: { Role: [{ RoleName: "a" }, { RoleName: "albflow-Worker" }] },
    });
    const second = await call("ListRoles", { MaxItems: 2, Marker: "albflow-worker" });
    expect(second).toMatchObject({ IsTruncated: false, Roles: { Role: [{ RoleName: "b" }] } });
    const attached = await call("ListPoliciesForRole", { RoleName: "albflow-worker" });
    expect(attached).toMatchObject({ Policies: { Policy: [{ PolicyName: "albflow-Worker", PolicyType: "Custom" }] } });
  });

  it.each([
    ["CreateRole", { RoleName: "a", AssumeRolePolicyDocument: trust({}) }, "EntityAlreadyExists.Role"],
    [
      "CreateRole",
      { RoleName: "__proto__", AssumeRolePolicyDocument: trust({}) },
      "InvalidParameter.RoleName.InvalidChars",
    ],
    ["CreateRole", { RoleName: "c", AssumeRolePolicyDocument: "no json" }, "MalformedPolicyDocument"],
    ["CreateRole", { AssumeRolePolicyDocument: trust({}) }, "MissingRoleName"],
    ["GetRole", { RoleName: "nobody" }, "EntityNotExist.Role"],
    ["DeleteRole", { RoleName: "albflow-Worker" }, "DeleteConflict.Role.Policy"],
    ["DeletePolicy", { PolicyName: "albflow-Worker" }, "DeleteConflict.Policy.Role"],
    ["DeletePolicy", { PolicyName: "AliyunLogFullAccess" }, "NoPermission"],
    ["CreatePolicy", { PolicyName: "albflow-Worker", PolicyDocument: policy("*") }, "EntityAlreadyExists.Policy"],
    ["CreatePolicy", { PolicyName: "p", PolicyDocument: '{"Version":"2"}' }, "MalformedPolicyDocument"],
    [
      "AttachPolicyToRole",
      { PolicyName: "albflow-Worker", RoleName: "albflow-Worker" },
      "EntityAlreadyExists.Role.Policy",
    ],
    ["AttachPolicyToRole", { PolicyName: "nothing", RoleName: "a" }, "EntityNotExist.Policy"],
    ["DetachPolicyFromRole", { PolicyName: "albflow-Worker", RoleName: "a" }, "EntityNotExist.Role.Policy"],
    ["CreateUser", { UserName: "u" }, "NotEmulated"],
  ])("is refused %s with %j: %s", async (action, parameters, code) => {
    await expect(call(action, parameters)).rejects.toMatchObject({ code, data: { HostId: "ram.aliyuncs.com" } });
  });

  it("takes everything away again", async () => {
    await call("DetachPolicyFromRole", { PolicyName: "albflow-Worker", RoleName: "albflow-Worker" });
    await expect(call("DeletePolicy", { PolicyName: "albflow-Worker" })).rejects.toMatchObject({
      code: "DeleteConflict.Policy.Version",
    });
    await call("DeletePolicy", { PolicyName: "albflow-Worker", CascadingDelete: "true" });
    for (const RoleName of ["a", "b", "albflow-Worker"]) await call("DeleteRole", { RoleName });
    expect(await call("ListRoles")).toMatchObject({ Roles: { Role: [] } });
    expect(context.ram.directory).toEqual({ roles: {}, policies: {} });
  });
});

describe("versions of a policy", () => {
  const version = async (PolicyName: string) => {
    const { DefaultPolicyVersion, Policy } = await answerOf("GetPolicy", { PolicyName, PolicyType: "Custom" });
    expect(Policy?.DefaultVersion).toBe(DefaultPolicyVersion?.VersionId);
    return [DefaultPolicyVersion?.VersionId, DefaultPolicyVersion?.PolicyDocument];
  };
  const PolicyName = "versioned";
  const names = async () => {
    const { PolicyVersions } = await answerOf("ListPolicyVersions", { PolicyName, PolicyType: "Custom" });
    const versions: { VersionId: string; IsDefaultVersion: boolean }[] = PolicyVersions?.PolicyVersion ?? [];
    return versions.map(({ VersionId, IsDefaultVersion }) => (IsDefaultVersion ? `${VersionId}*` : VersionId));
  };

  it("are counted up; the default one is in force until another is made it", async () => {
    await call("CreatePolicy", { PolicyName, PolicyDocument: policy("alb:*") });
    const added = { PolicyName, PolicyDocument: policy("fc:*") };
    expect(await call("CreatePolicyVersion", { ...added, SetAsDefault: "false" })).toMatchObject({
      PolicyVersion: { VersionId: "v2", IsDefaultVersion: false },
    });
    expect(await version(PolicyName)).toEqual(["v1", policy("alb:*")]);
    await call("SetDefaultPolicyVersion", { PolicyName, VersionId: "v2" });
    expect(await version(PolicyName)).toEqual(["v2", policy("fc:*")]);
    expect(await names()).toEqual(["v2*", "v1"]);
  });

  it("are at most five, unless the oldest is to go", async () => {
    for (const product of ["a", "b", "c"]) {
      await call("CreatePolicyVersion", { PolicyName, PolicyDocument: policy(`${product}:*`) });
    }
    const sixth = { PolicyName, PolicyDocument: policy("d:*"), SetAsDefault: "true" };
    await expect(call("CreatePolicyVersion", sixth)).rejects.toMatchObject({ code: "LimitExceeded.Policy.Version" });
    await call("CreatePolicyVersion", { ...sixth, RotateStrategy: "DeleteOldestNonDefaultVersionWhenLimitExceeded" });
    expect(await names()).toEqual(["v6*", "v5", "v4", "v3", "v2"]);
  });

  it("hold a policy that is to be deleted; the default one cannot go before it", async () => {
    await expect(call("DeletePolicyVersion", { PolicyName, VersionId: "v6" })).rejects.toMatchObject({
      code: "DeleteConflict.PolicyVersion.Default",
    });
    await call("DeletePolicyVersion", { PolicyName, VersionId: "v2" });
    await expect(call("DeletePolicy", { PolicyName })).rejects.toMatchObject({ code: "DeleteConflict.Policy.Version" });
    await call("DeletePolicy", { PolicyName, CascadingDelete: "true" });
    await expect(call("GetPolicy", { PolicyName })).rejects.toMatchObject({ code: "EntityNotExist.Policy" });
  });
});

describe("what a policy is attached to, described by and tagged with", () => {
  it("is told to whoever would remove it", async () => {
    await call("CreateRole", {
      RoleName: "holder",
      AssumeRolePolicyDocument: trust({ RAM: ["acs:ram::1234567890123456:root"] }),
    });
    await call("CreatePolicy", { PolicyName: "held", PolicyDocument: policy("alb:*") });
    await call("AttachPolicyToRole", { PolicyName: "held", PolicyType: "Custom", RoleName: "holder" });
    const entities = await call("ListEntitiesForPolicy", { PolicyName: "held", PolicyType: "Custom" });
    expect(entities).toMatchObject({
      Users: { User: [] },
      Groups: { Group: [] },
      Roles: { Role: [{ RoleName: "holder", AttachDate: expect.stringMatching(/^20/) }] },
    });
    await call("UpdatePolicyDescription", { PolicyName: "held", NewDescription: "of the test" });
    expect(await call("GetPolicy", { PolicyName: "held" })).toMatchObject({ Policy: { Description: "of the test" } });
  });

  it("are the tags that were put on it", async () => {
    const names = { ResourceType: "policy", "ResourceNames.1": "held" };
    await call("TagResources", { ...names, "Tag.1.Key": "env", "Tag.1.Value": "test" });
    expect((await call("ListTagResources", names)).TagResources).toEqual([
      { ResourceName: "held", ResourceType: "policy", TagKey: "env", TagValue: "test" },
    ]);
    const byTag = { "Tag.1.Key": "env", "Tag.1.Value": "test" };
    expect(await answerOf("ListPolicies", byTag)).toMatchObject({ Policies: { Policy: [{ PolicyName: "held" }] } });
    // The SDKs send lists of these actions as JSON text.
    await call("TagResources", { ResourceType: "policy", ResourceNames: '["held"]', Tag: '[{"Key":"a","Value":"b"}]' });
    await call("UntagResources", { ResourceType: "policy", ResourceNames: '["held"]', TagKeys: '["a"]' });
    await call("UntagResources", { ...names, "TagKeys.1": "env" });
    expect((await call("ListTagResources", names)).TagResources).toEqual([]);
    await call("DetachPolicyFromRole", { PolicyName: "held", RoleName: "holder" });
    await call("DeletePolicy", { PolicyName: "held" });
    await call("DeleteRole", { RoleName: "holder" });
  });
});

describe("STS", () => {
  it("narrows a session to what its caller allows it", async () => {
    await call("CreateRole", {
      RoleName: "wide",
      AssumeRolePolicyDocument: trust({ RAM: ["acs:ram::1234567890123456:root"] }),
    });
    await call("CreatePolicy", { PolicyName: "wide", PolicyDocument: policy("alb:*") });
    await call("AttachPolicyToRole", { PolicyName: "wide", PolicyType: "Custom", RoleName: "wide" });
    context.ram.assumeRole("acs:ram::1234567890123456:role/wide", "acs:ram::1234567890123456:root", 900, {
      sessionName: "narrow",
    });
    const narrow = {
      accountId: "1234567890123456",
      accessKeyId: "STS.a",
      roleName: "wide",
      sessionPolicy: {
        Version: "1" as const,
        Statement: [{ Effect: "Allow" as const, Action: "alb:GetListenerAttribute", Resource: "*" }],
      },
    };
    expect(() => context.ram.authorise(narrow, "alb:GetListenerAttribute", "*")).not.toThrow();
    expect(() => context.ram.authorise(narrow, "alb:StopListener", "*")).toThrow(
      expect.objectContaining({ code: "NoPermission" }),
    );
    const given = {
      RoleArn: "acs:ram::1234567890123456:role/wide",
      RoleSessionName: "narrow",
      SourceIdentity: "alice",
      Policy: policy("alb:GetListenerAttribute"),
    };
    const { Credentials, SourceIdentity, AssumedRoleUser } = await answerOf("AssumeRole", given);
    expect([SourceIdentity, AssumedRoleUser?.Arn]).toEqual([
      "alice",
      "acs:ram::1234567890123456:assumed-role/wide/narrow",
    ]);
    const sessions = context.ram.sessions() as Record<string, { identity: { sessionPolicy?: object } }>;
    expect(sessions[Credentials?.AccessKeyId ?? ""]?.identity.sessionPolicy).toMatchObject({
      Statement: [{ Action: "alb:GetListenerAttribute" }],
    });
    await expect(call("AssumeRole", { ...given, Policy: "{}" })).rejects.toMatchObject({
      code: "MalformedPolicyDocument",
    });
    await call("DetachPolicyFromRole", { PolicyName: "wide", RoleName: "wide" });
    await call("DeletePolicy", { PolicyName: "wide" });
    await call("DeleteRole", { RoleName: "wide" });
  });

  it("gives the account the credentials of a role that trusts it, and says who one is", async () => {
    await call("CreateRole", {
      RoleName: "ops",
      AssumeRolePolicyDocument: trust({ RAM: [`acs:ram::${ACCOUNT}:root`] }),
    });
    await call("AttachPolicyToRole", { PolicyType: "System", PolicyName: "AliyunLogFullAccess", RoleName: "ops" });
    const { Credentials, AssumedRoleUser } = (await call("AssumeRole", {
      RoleArn: arn("ops"),
      RoleSessionName: "s1",
      DurationSeconds: 900,
    })) as {
      Credentials: Record<string, string>;
      AssumedRoleUser: object;
    };
    expect(AssumedRoleUser).toMatchObject({ Arn: `acs:ram::${ACCOUNT}:assumed-role/ops/s1` });
    const keys = {
      accessKeyId: Credentials.AccessKeyId ?? "",
      accessKeySecret: Credentials.AccessKeySecret ?? "",
      securityToken: Credentials.SecurityToken ?? "",
    };
    expect(await call("GetCallerIdentity", {}, keys)).toMatchObject({
      IdentityType: "AssumedRoleUser",
      AccountId: ACCOUNT,
    });
    expect(await call("GetCallerIdentity")).toMatchObject({ IdentityType: "Account", Arn: `acs:ram::${ACCOUNT}:root` });
    await expect(call("ListRoles", {}, keys)).rejects.toMatchObject({
      code: "NoPermission",
      data: { AccessDeniedDetail: { AuthAction: "ram:ListRoles", NoPermissionType: "ImplicitDeny" } },
    });
  });

  it("refuses a role that does not trust the account, and a session longer than the role allows", async () => {
    await call("CreateRole", {
      RoleName: "service",
      AssumeRolePolicyDocument: trust({ Service: ["fc.aliyuncs.com"] }),
    });
    const assume = (name: string, seconds: number) =>
      call("AssumeRole", { RoleArn: arn(name), RoleSessionName: "s1", DurationSeconds: seconds });
    await expect(assume("service", 900)).rejects.toMatchObject({ code: "NoPermission" });
    await expect(assume("ops", 7200)).rejects.toMatchObject({ code: "InvalidParameter.DurationSeconds" });
  });

  it("meets the faults that somebody asked for", async () => {
    context.faults.set("ListRoles", { kind: "throttle" });
    await expect(call("ListRoles")).rejects.toMatchObject({ code: "Throttling.User" });
    expect(context.calls.at(-1)).toMatchObject({ service: "ram", action: "ListRoles", fault: "throttle", status: 400 });
    await expect(call("ListRoles")).resolves.toBeDefined();
  });
});

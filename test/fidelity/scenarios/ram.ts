import type { Recording } from "../recording.ts";

/** Every action of RAM and STS, over roles and policies with versions, tags and attachments. */
export async function ramScenario({ call }: Recording): Promise<void> {
  const ram = <Answer = Record<string, never>>(action: string, parameters: object = {}) =>
    call<Answer>("ram", action, parameters);
  const document = (Action: string) =>
    JSON.stringify({ Version: "1", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
  const trust = JSON.stringify({
    Version: "1",
    Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: { RAM: ["acs:ram::1234567890123456:root"] } }],
  });
  const tags = { Tag: [{ Key: "env", Value: "test" }] };
  const role = { RoleName: "fidelity" };
  await ram("CreateRole", {
    ...role,
    AssumeRolePolicyDocument: trust,
    Description: "first",
    MaxSessionDuration: 7200,
    ...tags,
  });
  await ram("CreateRole", { RoleName: "other", AssumeRolePolicyDocument: trust });
  await ram("GetRole", role);
  await ram("UpdateRole", { ...role, NewDescription: "second", NewMaxSessionDuration: 3600 });
  await ram("GetRole", role);
  await ram("ListRoles", { MaxItems: 1 });
  await ram("ListRoles", {});
  const policy = { PolicyName: "fidelity" };
  const typed = { ...policy, PolicyType: "Custom" };
  await ram("CreatePolicy", { ...policy, PolicyDocument: document("alb:*"), Description: "first", ...tags });
  await ram("CreatePolicy", { PolicyName: "other", PolicyDocument: document("alb:*") });
  await ram("GetPolicy", typed);
  await ram("UpdatePolicyDescription", { ...policy, NewDescription: "second" });
  await ram("CreatePolicyVersion", { ...policy, PolicyDocument: document("fc:*"), SetAsDefault: false });
  await ram("ListPolicyVersions", typed);
  await ram("GetPolicyVersion", { ...typed, VersionId: "v2" });
  await ram("SetDefaultPolicyVersion", { ...policy, VersionId: "v2" });
  await ram("DeletePolicyVersion", { ...policy, VersionId: "v1" });
  await ram("AttachPolicyToRole", { ...typed, ...role });
  await ram("GetPolicy", typed);
  await ram("ListPolicies", { PolicyType: "Custom", MaxItems: 1 });
  await ram("ListPolicies", {});
  await ram("ListPoliciesForRole", role);
  await ram("ListEntitiesForPolicy", typed);
  const named = { ResourceType: "policy", ResourceNames: ["fidelity"] };
  await ram("TagResources", { ...named, Tag: [{ Key: "team", Value: "web" }] });
  await ram("ListTagResources", { ...named, PageSize: 1 });
  await ram("ListEntitiesForPolicy", typed);
  await ram("UntagResources", { ...named, TagKeys: ["team"] });
  await ram("CreateServiceLinkedRole", { ServiceName: "logdelivery.alb.aliyuncs.com" });
  await ram("CheckServiceLinkedRoleExistence", { ServiceName: "logdelivery.alb.aliyuncs.com" });
  const trail = { Name: "fidelity-trail" };
  const SlsProjectArn = "acs:log:cn-hangzhou:1234567890123456:project/albflow-traces";
  await ram("CreateTrail", { ...trail, SlsProjectArn, EventRW: "Write", TrailRegion: "cn-hangzhou" });
  await ram("StartLogging", trail);
  await ram("DescribeTrails", {});
  await ram("DeleteTrail", trail);
  await call("sts", "GetCallerIdentity", {});
  await call("sts", "AssumeRole", {
    RoleArn: "acs:ram::1234567890123456:role/fidelity",
    RoleSessionName: "session",
    SourceIdentity: "alice",
    Policy: document("alb:GetListenerAttribute"),
  });
  await ram("DetachPolicyFromRole", { ...typed, ...role });
  await ram("DeletePolicy", policy);
  await ram("DeleteRole", role);
}

import { expect } from "vitest";
import { codeOf, listed, type Provider, waited } from "./provider.ts";

interface LoadBalancer {
  LoadBalancerStatus: string;
  Ipv6AddressType: string;
}

const zones = (...letters: string[]) =>
  letters.map((letter) => ({ ZoneId: `cn-hangzhou-${letter}`, VSwitchId: `vsw-${letter}` }));

/** alicloud_alb_load_balancer, with every argument that can change, changed. */
export async function loadBalancerLives(provider: Provider): Promise<void> {
  const { alb } = provider;
  const create = {
    ClientToken: "TF-CreateLoadBalancer-1",
    DeletionProtectionEnabled: false,
    VpcId: "vpc-local",
    AddressType: "Internet",
    LoadBalancerName: "tf-lb",
    AddressAllocatedMode: "Fixed",
    ResourceGroupId: "rg-default",
    LoadBalancerEdition: "Basic",
    ZoneMappings: zones("g", "h"),
    LoadBalancerBillingConfig: { PayType: "PostPay" },
    ModificationProtectionConfig: { Status: "NonProtection" },
    AddressIpVersion: "DualStack",
    Tags: [{ Key: "Created", Value: "TF" }],
  };
  const { LoadBalancerId } = await alb<{ LoadBalancerId: string }>("CreateLoadBalancer", create);
  // The provider asks again with the same token when it saw no answer.
  expect(await alb("CreateLoadBalancer", create)).toMatchObject({ LoadBalancerId });
  const read = () => alb<LoadBalancer>("GetLoadBalancerAttribute", { LoadBalancerId });
  const active = () => waited(provider, read, ({ LoadBalancerStatus }) => LoadBalancerStatus, "Active");
  expect(await active()).toMatchObject({
    AddressAllocatedMode: "Fixed",
    AddressIpVersion: "DualStack",
    AddressType: "Internet",
    Ipv6AddressType: "Intranet",
    LoadBalancerEdition: "Basic",
    DeletionProtectionConfig: { Enabled: false },
    LoadBalancerBillingConfig: { PayType: "PostPay" },
    ModificationProtectionConfig: { Status: "NonProtection" },
    DNSName: expect.any(String),
    CreateTime: expect.any(String),
    VpcId: "vpc-local",
    ZoneMappings: zones("g", "h").map((zone) => expect.objectContaining(zone)),
  });
  await alb("EnableDeletionProtection", { ResourceId: LoadBalancerId, ClientToken: "TF-1" });
  expect(await active()).toMatchObject({
    DeletionProtectionConfig: { Enabled: true, EnabledTime: expect.any(String) },
  });
  await alb("DisableDeletionProtection", { ResourceId: LoadBalancerId, ClientToken: "TF-2" });
  for (const [action, kind] of [
    ["EnableLoadBalancerIpv6Internet", "Internet"],
    ["DisableLoadBalancerIpv6Internet", "Intranet"],
  ] as const) {
    await alb(action, { LoadBalancerId, ClientToken: `TF-${action}` });
    await waited(provider, read, ({ Ipv6AddressType }) => Ipv6AddressType, kind);
    await active();
  }
  const protection = { Status: "ConsoleProtection", Reason: "TF_Test" };
  await alb("UpdateLoadBalancerAttribute", {
    LoadBalancerId,
    LoadBalancerName: "tf-lb-2",
    ModificationProtectionConfig: protection,
  });
  expect(await active()).toMatchObject({ LoadBalancerName: "tf-lb-2", ModificationProtectionConfig: protection });
  await alb("UpdateLoadBalancerEdition", { LoadBalancerId, LoadBalancerEdition: "Standard" });
  expect(await active()).toMatchObject({ LoadBalancerEdition: "Standard" });
  await alb("MoveResourceGroup", {
    ResourceId: LoadBalancerId,
    NewResourceGroupId: "rg-other",
    ResourceType: "loadbalancer",
  });
  expect(await active()).toMatchObject({ ResourceGroupId: "rg-other" });
  await alb("UpdateLoadBalancerZones", { LoadBalancerId, ZoneMappings: zones("g", "j") });
  expect((await active()) as object).toMatchObject({
    ZoneMappings: zones("g", "j").map((zone) => expect.objectContaining(zone)),
  });
  await alb("UpdateLoadBalancerAddressTypeConfig", { LoadBalancerId, AddressType: "Intranet" });
  expect(await active()).toMatchObject({ AddressType: "Intranet" });
  const tagged = { ResourceType: "loadbalancer", "ResourceId.1": LoadBalancerId };
  await alb("UnTagResources", { ...tagged, "TagKey.1": "Created" });
  await alb("TagResources", { ...tagged, "Tag.1.Key": "For", "Tag.1.Value": "Test" });
  expect(await active()).toMatchObject({ Tags: [{ Key: "For", Value: "Test" }] });
  await alb("EnableLoadBalancerAccessLog", { LoadBalancerId, LogProject: "albflow-traces", LogStore: "alb_tf" });
  expect(await active()).toMatchObject({ AccessLogConfig: { LogProject: "albflow-traces", LogStore: "alb_tf" } });
  await alb("DisableLoadBalancerAccessLog", { LoadBalancerId });
  await active();
  const { JobId } = await alb<{ JobId: string }>("DeleteLoadBalancer", { LoadBalancerId, ClientToken: "TF-3" });
  await waited(
    provider,
    () => alb<{ Jobs: { Status: string }[] }>("ListAsynJobs", { "JobIds.1": JobId, ResourceType: "loadbalancer" }),
    ({ Jobs }) => Jobs[0]?.Status,
    "Succeeded",
  );
  expect(await codeOf(read())).toBe("ResourceNotFound.LoadBalancer");
  expect(await codeOf(alb("DeleteLoadBalancer", { LoadBalancerId }))).toBe("ResourceNotFound.LoadBalancer");
}

/** alicloud_alb_acl, alicloud_alb_acl_entry_attachment and alicloud_alb_listener_acl_attachment. */
export async function aclLives(provider: Provider): Promise<void> {
  const { alb } = provider;
  const { AclId } = await alb<{ AclId: string }>("CreateAcl", { AclName: "tf-acl", ResourceGroupId: "rg-default" });
  const found = async () =>
    (
      await listed<{ AclId: string; AclStatus: string; AclName: string }>(alb, "ListAcls", "Acls", { MaxResults: 100 })
    ).find((row) => row.AclId === AclId);
  const available = () => waited(provider, found, (row) => row?.AclStatus, "Available");
  await available();
  const tagged = { ResourceType: "acl", "ResourceId.1": AclId };
  await alb("TagResources", { ...tagged, "Tag.1.Key": "Created", "Tag.1.Value": "TF" });
  expect(await listed(alb, "ListTagResources", "TagResources", tagged)).toMatchObject([
    { TagKey: "Created", TagValue: "TF" },
  ]);
  await alb("AddEntriesToAcl", { AclId, AclEntries: [{ Description: "one", Entry: "10.0.0.0/24" }] });
  await available();
  const entries = () =>
    listed<{ Entry: string; Status: string }>(alb, "ListAclEntries", "AclEntries", { AclId, MaxResults: 50 });
  expect(await entries()).toMatchObject([{ Description: "one", Entry: "10.0.0.0/24", Status: "Available" }]);
  await alb("UpdateAclAttribute", { AclId, AclName: "tf-acl-2" });
  expect(await available()).toMatchObject({ AclName: "tf-acl-2" });
  await alb("MoveResourceGroup", { ResourceId: AclId, NewResourceGroupId: "rg-other", ResourceType: "acl" });
  expect(await available()).toMatchObject({ ResourceGroupId: "rg-other" });
  // Attached to a listener, and taken off.
  const ListenerId = "lsn-plain";
  const listener = () =>
    alb<{
      ListenerStatus: string;
      AclConfig?: { AclType: string; AclRelations?: { AclId: string; Status: string }[] };
    }>("GetListenerAttribute", { ListenerId });
  await alb("AssociateAclsWithListener", { ListenerId, AclIds: [AclId], AclType: "White", ClientToken: "TF-4" });
  const relation = ({ AclConfig }: Awaited<ReturnType<typeof listener>>) =>
    AclConfig?.AclRelations?.find((row) => row.AclId === AclId)?.Status;
  expect(await waited(provider, listener, relation, "Associated")).toMatchObject({ AclConfig: { AclType: "White" } });
  expect(await codeOf(alb("DeleteAcl", { AclId }))).toBe("ResourceInUse.Acl");
  await alb("DissociateAclsFromListener", { ListenerId, AclIds: [AclId], ClientToken: "TF-5" });
  await waited(provider, listener, relation, undefined);
  await waited(provider, listener, ({ ListenerStatus }) => ListenerStatus, "Running");
  await alb("RemoveEntriesFromAcl", { AclId, Entries: ["10.0.0.0/24"] });
  await available();
  expect(await entries()).toEqual([]);
  await alb("DeleteAcl", { AclId, ClientToken: "TF-6" });
  await waited(provider, found, (row) => row?.AclStatus, undefined);
  expect(await codeOf(alb("ListAclEntries", { AclId }))).toBe("ResourceNotFound.Acl");
  expect(await codeOf(alb("DeleteAcl", { AclId }))).toBe("ResourceNotFound.Acl");
}

/** alicloud_alb_health_check_template. */
export async function healthCheckTemplateLives(provider: Provider): Promise<void> {
  const { alb } = provider;
  const { HealthCheckTemplateId } = await alb<{ HealthCheckTemplateId: string }>("CreateHealthCheckTemplate", {
    HealthCheckTemplateName: "tf-template",
    ClientToken: "TF-7",
  });
  const read = () => alb("GetHealthCheckTemplateAttribute", { HealthCheckTemplateId });
  expect(await read()).toMatchObject({
    HealthCheckTemplateName: "tf-template",
    HealthCheckCodes: ["http_2xx"],
    HealthCheckConnectPort: 0,
    HealthCheckHttpVersion: "HTTP1.1",
    HealthCheckInterval: 2,
    HealthCheckMethod: "HEAD",
    HealthCheckPath: "/",
    HealthCheckProtocol: "HTTP",
    HealthCheckTimeout: 5,
    HealthyThreshold: 3,
    UnhealthyThreshold: 3,
  });
  const changed = { HealthCheckTemplateName: "tf-template-2", HealthCheckInterval: 3, HealthCheckCodes: ["http_3xx"] };
  await alb("UpdateHealthCheckTemplateAttribute", { HealthCheckTemplateId, ...changed });
  expect(await read()).toMatchObject(changed);
  await alb("DeleteHealthCheckTemplates", { HealthCheckTemplateIds: [HealthCheckTemplateId], ClientToken: "TF-8" });
  expect(await codeOf(read())).toBe("ResourceNotFound.HealthCheckTemplate");
}

/** alicloud_alb_security_policy. */
export async function securityPolicyLives(provider: Provider): Promise<void> {
  const { alb } = provider;
  const { SecurityPolicyId } = await alb<{ SecurityPolicyId: string }>("CreateSecurityPolicy", {
    SecurityPolicyName: "tf-policy",
    TLSVersions: ["TLSv1.0"],
    Ciphers: ["ECDHE-ECDSA-AES128-SHA", "AES256-SHA"],
  });
  const found = async () =>
    (
      await listed<{ SecurityPolicyId: string; SecurityPolicyStatus: string }>(
        alb,
        "ListSecurityPolicies",
        "SecurityPolicies",
        { MaxResults: 100 },
      )
    ).find((row) => row.SecurityPolicyId === SecurityPolicyId);
  const available = () => waited(provider, found, (row) => row?.SecurityPolicyStatus, "Available");
  expect(await found()).toMatchObject({ SecurityPolicyName: "tf-policy", TLSVersions: ["TLSv1.0"] });
  await available();
  const changed = { SecurityPolicyName: "tf-policy-2", TLSVersions: ["TLSv1.2"], Ciphers: ["AES256-SHA256"] };
  await alb("UpdateSecurityPolicyAttribute", { SecurityPolicyId, ...changed });
  expect(await available()).toMatchObject(changed);
  await alb("MoveResourceGroup", {
    ResourceId: SecurityPolicyId,
    NewResourceGroupId: "rg-other",
    ResourceType: "securitypolicy",
  });
  expect(await available()).toMatchObject({ ResourceGroupId: "rg-other" });
  const tagged = { ResourceType: "securitypolicy", "ResourceId.1": SecurityPolicyId };
  await alb("TagResources", { ...tagged, "Tag.1.Key": "Created", "Tag.1.Value": "TF" });
  expect(await listed(alb, "ListTagResources", "TagResources", tagged)).toMatchObject([{ TagKey: "Created" }]);
  await alb("UnTagResources", { ...tagged, "TagKey.1": "Created" });
  await alb("DeleteSecurityPolicy", { SecurityPolicyId, ClientToken: "TF-9" });
  await waited(provider, found, (row) => row?.SecurityPolicyStatus, undefined);
}

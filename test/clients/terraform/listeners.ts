import { expect } from "vitest";
import { codeOf, listed, type Provider, waited } from "./provider.ts";

interface ServerGroup {
  ServerGroupId: string;
  ServerGroupStatus: string;
}

async function groupOf({ alb }: Provider, ServerGroupId: string): Promise<ServerGroup | undefined> {
  const groups = await listed<ServerGroup>(alb, "ListServerGroups", "ServerGroups", { MaxResults: 100 });
  return groups.find((row) => row.ServerGroupId === ServerGroupId);
}

/** A group's answer to CreateServerGroup, once the provider has waited for it. */
async function created(provider: Provider, parameters: object): Promise<ServerGroup> {
  const { ServerGroupId } = await provider.alb<{ ServerGroupId: string }>("CreateServerGroup", parameters);
  const read = () => groupOf(provider, ServerGroupId);
  const group = await waited(provider, read, (row) => row?.ServerGroupStatus, "Available");
  if (group === undefined) throw new Error("unreachable");
  return group;
}

/** alicloud_alb_server_group, of each type, with tags, servers and every block that can change. */
export async function serverGroupLives(provider: Provider): Promise<void> {
  const { alb } = provider;
  const health = { HealthCheckEnabled: false };
  const sticky = { StickySessionEnabled: true, StickySessionType: "Server", Cookie: "tf-testAcc" };
  const group = await created(provider, {
    ServerGroupName: "tf-group",
    Protocol: "HTTP",
    VpcId: "vpc-local",
    HealthCheckConfig: health,
    StickySessionConfig: sticky,
    ClientToken: "TF-10",
  });
  expect(group).toMatchObject({
    ServerGroupType: "Instance",
    Protocol: "HTTP",
    Scheduler: "Wrr",
    HealthCheckConfig: { HealthCheckEnabled: false },
    StickySessionConfig: sticky,
  });
  const { ServerGroupId } = group;
  const available = () =>
    waited(
      provider,
      () => groupOf(provider, ServerGroupId),
      (row) => row?.ServerGroupStatus,
      "Available",
    );
  const tagged = { ResourceType: "servergroup", "ResourceId.1": ServerGroupId };
  await alb("TagResources", { ...tagged, "Tag.1.Key": "Created", "Tag.1.Value": "TF" });
  const server = { Port: 80, ServerIp: "10.0.0.9", ServerId: "i-tf", ServerType: "Ecs" };
  await alb("AddServersToServerGroup", { ServerGroupId, Servers: [{ ...server, Description: "tf", Weight: 10 }] });
  await available();
  expect(await alb("ListServerGroupServers", { ServerGroupId })).toMatchObject({
    Servers: [{ ...server, Description: "tf", Weight: 10, ServerGroupId, Status: "Available" }],
  });
  const checked = {
    HealthCheckEnabled: true,
    HealthCheckCodes: ["http_2xx", "http_3xx"],
    HealthCheckConnectPort: 46325,
    HealthCheckHost: "tf-testAcc.com",
    HealthCheckHttpVersion: "HTTP1.1",
    HealthCheckInterval: 2,
    HealthCheckMethod: "HEAD",
    HealthCheckPath: "/tf-testAcc",
    HealthCheckProtocol: "HTTP",
    HealthCheckTimeout: 5,
    HealthyThreshold: 3,
    UnhealthyThreshold: 3,
  };
  await alb("UpdateServerGroupAttribute", {
    ServerGroupId,
    Scheduler: "Wlc",
    ServerGroupName: "tf-group-2",
    HealthCheckConfig: checked,
    StickySessionConfig: { StickySessionEnabled: true, StickySessionType: "Insert", CookieTimeout: 1000 },
  });
  expect(await available()).toMatchObject({
    Scheduler: "Wlc",
    ServerGroupName: "tf-group-2",
    HealthCheckConfig: checked,
    StickySessionConfig: { StickySessionType: "Insert", CookieTimeout: 1000 },
  });
  await alb("MoveResourceGroup", {
    ResourceId: ServerGroupId,
    NewResourceGroupId: "rg-other",
    ResourceType: "servergroup",
  });
  expect(await available()).toMatchObject({ ResourceGroupId: "rg-other" });
  await alb("RemoveServersFromServerGroup", { ServerGroupId, Servers: [server] });
  await available();
  await alb("DeleteServerGroup", { ServerGroupId, ClientToken: "TF-11" });
  await waited(
    provider,
    () => groupOf(provider, ServerGroupId),
    (row) => row?.ServerGroupStatus,
    undefined,
  );

  const byIp = await created(provider, {
    ServerGroupName: "tf-ip",
    ServerGroupType: "Ip",
    Protocol: "HTTP",
    VpcId: "vpc-local",
    HealthCheckConfig: health,
  });
  const remote = { Port: 80, ServerIp: "10.0.0.10", ServerId: "10.0.0.10", ServerType: "Ip", RemoteIpEnabled: true };
  await alb("AddServersToServerGroup", { ServerGroupId: byIp.ServerGroupId, Servers: [{ ...remote, Weight: 5 }] });
  await waited(
    provider,
    () => groupOf(provider, byIp.ServerGroupId),
    (row) => row?.ServerGroupStatus,
    "Available",
  );
  expect(await alb("ListServerGroupServers", { ServerGroupId: byIp.ServerGroupId })).toMatchObject({
    Servers: [remote],
  });
  await alb("DeleteServerGroup", { ServerGroupId: byIp.ServerGroupId });

  const byFunction = await created(provider, {
    ServerGroupName: "tf-fc",
    ServerGroupType: "Fc",
    HealthCheckConfig: health,
  });
  // The provider refuses a group of functions that tells a protocol, and casts what is not an object.
  expect(byFunction).not.toHaveProperty("Protocol");
  expect(byFunction).toMatchObject({ StickySessionConfig: {} });
  await alb("DeleteServerGroup", { ServerGroupId: byFunction.ServerGroupId });
}

/** alicloud_alb_listener, alicloud_alb_rule and alicloud_alb_listener_additional_certificate_attachment. */
export async function listenerLives(provider: Provider): Promise<void> {
  const { alb } = provider;
  const { ServerGroupId } = await created(provider, {
    ServerGroupName: "tf-target",
    ServerGroupType: "Ip",
    Protocol: "HTTP",
    VpcId: "vpc-local",
    HealthCheckConfig: { HealthCheckEnabled: false },
  });
  const forward = [{ Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId }] } }];
  const { ListenerId } = await alb<{ ListenerId: string }>("CreateListener", {
    LoadBalancerId: "alb-demo",
    ListenerProtocol: "HTTPS",
    ListenerPort: 8453,
    ListenerDescription: "tf-listener",
    Certificates: [{ CertificateId: "24664588-cn-hangzhou" }],
    DefaultActions: forward,
    ClientToken: "TF-12",
  });
  interface Listener {
    ListenerStatus: string;
    DefaultActions: { ForwardGroupConfig: { ServerGroupTuples: { ServerGroupId: string }[] } }[];
  }
  const read = () => alb<Listener>("GetListenerAttribute", { ListenerId });
  const running = () => waited(provider, read, ({ ListenerStatus }) => ListenerStatus, "Running");
  const found = await running();
  expect(found).toMatchObject({
    LogConfig: { AccessLogRecordCustomizedHeadersEnabled: false },
    GzipEnabled: true,
    Http2Enabled: true,
    IdleTimeout: 15,
    RequestTimeout: 60,
    SecurityPolicyId: "tls_cipher_policy_1_0",
    QuicConfig: { QuicUpgradeEnabled: false },
    XForwardedForConfig: { XForwardedForEnabled: true },
    DefaultActions: forward,
  });
  // What was never set is not told: the provider would plan to take it away.
  expect(Reflect.get(found, "LogConfig")).not.toHaveProperty("AccessLogTracingConfig");
  await alb("UpdateListenerAttribute", {
    ListenerId,
    ListenerDescription: "tf-listener-2",
    Certificates: [{ CertificateId: "25113402-cn-hangzhou" }],
    DefaultActions: forward,
    GzipEnabled: false,
    IdleTimeout: 30,
    RequestTimeout: 40,
    SecurityPolicyId: "tls_cipher_policy_1_1",
    XForwardedForConfig: { XForwardedForProtoEnabled: true, XForwardedForSLBIdEnabled: true },
    ClientToken: "TF-13",
  });
  expect(await running()).toMatchObject({
    ListenerDescription: "tf-listener-2",
    Certificates: [{ CertificateId: "25113402-cn-hangzhou" }],
    GzipEnabled: false,
    IdleTimeout: 30,
    RequestTimeout: 40,
    SecurityPolicyId: "tls_cipher_policy_1_1",
    XForwardedForConfig: { XForwardedForProtoEnabled: true, XForwardedForSLBIdEnabled: true },
  });
  const tagged = { ResourceType: "listener", "ResourceId.1": ListenerId };
  await alb("TagResources", { ...tagged, "Tag.1.Key": "Created", "Tag.1.Value": "TF" });
  expect(await listed(alb, "ListTagResources", "TagResources", tagged)).toMatchObject([{ TagKey: "Created" }]);
  for (const [action, status] of [
    ["StopListener", "Stopped"],
    ["StartListener", "Running"],
  ] as const) {
    await alb(action, { ListenerId, ClientToken: `TF-${action}` });
    await waited(provider, read, ({ ListenerStatus }) => ListenerStatus, status);
  }

  const CertificateId = "24870011-cn-hangzhou";
  const Certificates = [{ CertificateId }];
  await alb("AssociateAdditionalCertificatesWithListener", { ListenerId, Certificates, ClientToken: "TF-14" });
  const attached = async () =>
    (
      await listed<{ CertificateId: string; Status: string }>(alb, "ListListenerCertificates", "Certificates", {
        ListenerId,
        MaxResults: 50,
      })
    ).find((row) => row.CertificateId === CertificateId);
  await waited(provider, attached, (row) => row?.Status, "Associated");
  await running();
  await alb("DissociateAdditionalCertificatesFromListener", { ListenerId, Certificates, ClientToken: "TF-15" });
  await waited(provider, attached, (row) => row?.Status, undefined);
  await running();

  const { RuleId } = await alb<{ RuleId: string }>("CreateRule", {
    ListenerId,
    RuleName: "tf-rule",
    Priority: 555,
    RuleConditions: [{ Type: "Cookie", CookieConfig: { Values: [{ Key: "created", Value: "tf" }] } }],
    RuleActions: [{ Type: "ForwardGroup", Order: 9, ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId }] } }],
    ClientToken: "TF-16",
  });
  const rule = async () =>
    (await listed<{ RuleId: string; RuleStatus: string }>(alb, "ListRules", "Rules", { MaxResults: 50 })).find(
      (row) => row.RuleId === RuleId,
    );
  const ruleAvailable = () => waited(provider, rule, (row) => row?.RuleStatus, "Available");
  expect(await ruleAvailable()).toMatchObject({ ListenerId, RuleName: "tf-rule", Priority: 555 });
  const conditions = [{ Type: "QueryString", QueryStringConfig: { Values: [{ Key: "tf", Value: "test" }] } }];
  await alb("UpdateRuleAttribute", { RuleId, RuleName: "tf-rule-2", Priority: 556, RuleConditions: conditions });
  expect(await ruleAvailable()).toMatchObject({ RuleName: "tf-rule-2", Priority: 556, RuleConditions: conditions });
  await alb("DeleteRule", { RuleId, ClientToken: "TF-17" });
  await waited(provider, rule, (row) => row?.RuleStatus, undefined);

  await alb("DeleteListener", { ListenerId, ClientToken: "TF-18" });
  await waited(
    provider,
    () => codeOf(read()),
    (code) => (code === "no refusal" ? undefined : code),
    "ResourceNotFound.Listener",
  );
  await alb("DeleteServerGroup", { ServerGroupId });
}

import { beforeEach, describe, expect, test } from "vitest";
import { type AlbRig, rigSeed } from "../../test/local/alb/rigSeed.ts";

/** When a field is there and when it is not, as the vendor's Terraform provider needs it for a plan without changes. */

let rig: AlbRig;
beforeEach(async () => {
  rig = await rigSeed({ changeMs: 0 });
});

const first = async (action: string, list: string, parameters: Record<string, unknown>) =>
  (await rig.call(action, parameters))[list]?.[0] as unknown as Record<string, unknown>;

test("a listener on which tracing was never set has no AccessLogTracingConfig, in either read", async () => {
  expect((await rig.call("GetListenerAttribute", { ListenerId: "lsn-1" })).LogConfig).toEqual({
    AccessLogRecordCustomizedHeadersEnabled: false,
  });
  expect((await first("ListListeners", "Listeners", { ListenerIds: ["lsn-1"] })).LogConfig).toEqual({
    AccessLogRecordCustomizedHeadersEnabled: false,
  });
});

test("a listener whose tracing was set and taken back says that it is off", async () => {
  const set = (AccessLogTracingConfig: object) =>
    rig.call("UpdateListenerLogConfig", { ListenerId: "lsn-1", AccessLogTracingConfig });
  await set({ TracingEnabled: true, TracingSample: 100 });
  await set({ TracingEnabled: false });
  expect((await rig.call("GetListenerAttribute", { ListenerId: "lsn-1" })).LogConfig).toEqual({
    AccessLogRecordCustomizedHeadersEnabled: false,
    AccessLogTracingConfig: { TracingEnabled: false },
  });
});

test("a listener whose mutual TLS is turned off keeps its CA", async () => {
  const Identifier = rig.cas.putCaCertificate({
    certificatePem: rig.cas.certificate("1001")?.certificatePem ?? "",
    identifier: "1ef0c11e-c0a1-6e40-9d52-00163e0c1a01",
  });
  const update = (parameters: object) => rig.call("UpdateListenerAttribute", { ListenerId: "lsn-1", ...parameters });
  await update({ CaEnabled: true, CaCertificates: [{ CertificateId: Identifier }] });
  await update({ CaEnabled: false });
  expect(await rig.call("GetListenerAttribute", { ListenerId: "lsn-1" })).toMatchObject({
    CaEnabled: false,
    CaCertificates: [{ CertificateId: "1ef0c11e-c0a1-6e40-9d52-00163e0c1a01" }],
  });
});

test("a load balancer without an access log has an empty AccessLogConfig, in either read", async () => {
  expect(await rig.call("GetLoadBalancerAttribute", { LoadBalancerId: "alb-2" })).toHaveProperty("AccessLogConfig", {});
  expect(await first("ListLoadBalancers", "LoadBalancers", { LoadBalancerIds: ["alb-2"] })).toHaveProperty(
    "AccessLogConfig",
    {},
  );
});

test("a server group of functions has no protocol and an empty StickySessionConfig", async () => {
  const { ServerGroupId } = await rig.call("CreateServerGroup", {
    ServerGroupName: "functions",
    ServerGroupType: "Fc",
    HealthCheckConfig: { HealthCheckEnabled: false },
  });
  const group = await first("ListServerGroups", "ServerGroups", { ServerGroupIds: [ServerGroupId] });
  expect(group).not.toHaveProperty("Protocol");
  expect(group.StickySessionConfig).toEqual({});
});

test.each([
  { Protocol: "HTTPS" },
  { StickySessionConfig: { StickySessionEnabled: true, StickySessionType: "Insert" } },
])("a server group of functions that is to have %o is refused", async (more) => {
  const parameters = {
    ServerGroupName: "functions",
    ServerGroupType: "Fc",
    HealthCheckConfig: { HealthCheckEnabled: false },
    ...more,
  };
  expect(await rig.refusal("CreateServerGroup", parameters)).toBe("InvalidParameter");
});

test("IPv6 of a dual-stack load balancer is internal until it is opened; IPv4 alone has none to open", async () => {
  const { LoadBalancerId } = await rig.call("CreateLoadBalancer", {
    VpcId: "vpc-local",
    AddressType: "Internet",
    AddressIpVersion: "DualStack",
    LoadBalancerEdition: "Standard",
    LoadBalancerBillingConfig: { PayType: "PostPay" },
    ZoneMappings: [
      { ZoneId: "cn-hangzhou-b", VSwitchId: "vsw-b" },
      { ZoneId: "cn-hangzhou-g", VSwitchId: "vsw-g" },
    ],
  });
  const type = async () => (await rig.call("GetLoadBalancerAttribute", { LoadBalancerId })).Ipv6AddressType;
  await rig.alb.settled();
  expect(await type()).toBe("Intranet");
  await rig.call("EnableLoadBalancerIpv6Internet", { LoadBalancerId });
  expect(await type()).toBe("Internet");
  await rig.call("DisableLoadBalancerIpv6Internet", { LoadBalancerId });
  expect(await type()).toBe("Intranet");
  expect(await rig.call("GetLoadBalancerAttribute", { LoadBalancerId: "alb-1" })).not.toHaveProperty("Ipv6AddressType");
  expect(await rig.refusal("EnableLoadBalancerIpv6Internet", { LoadBalancerId: "alb-1" })).toBe(
    "OperationDenied.AddressIpVersion",
  );
});

test("zones that stay keep their addresses, the last one in service cannot be shifted away", async () => {
  const LoadBalancerId = "alb-2";
  const zones = async () =>
    (await rig.call("GetLoadBalancerAttribute", { LoadBalancerId })).ZoneMappings as unknown as {
      ZoneId: string;
      Status: string;
    }[];
  await rig.call("UpdateLoadBalancerZones", {
    LoadBalancerId,
    ZoneMappings: [
      { ZoneId: "cn-hangzhou-b", VSwitchId: "vsw-b" },
      { ZoneId: "cn-hangzhou-j", VSwitchId: "vsw-j" },
    ],
  });
  expect((await zones()).map(({ ZoneId, Status }) => [ZoneId, Status])).toEqual([
    ["cn-hangzhou-b", "Active"],
    ["cn-hangzhou-j", "Active"],
  ]);
  const shift = (ZoneId: string) => ({ LoadBalancerId, ZoneMappings: [{ ZoneId, VSwitchId: "vsw-b" }] });
  await rig.call("StartShiftLoadBalancerZones", shift("cn-hangzhou-b"));
  expect((await zones())[0]?.Status).toBe("Stopped");
  expect(await rig.refusal("StartShiftLoadBalancerZones", shift("cn-hangzhou-j"))).toBe(
    "OperationDenied.OnlyOneAvailableZone",
  );
});

test("a template gives a server group its health check, and is not there once it is deleted", async () => {
  const { HealthCheckTemplateId } = await rig.call("CreateHealthCheckTemplate", {
    HealthCheckTemplateName: "thorough",
    HealthCheckInterval: 7,
    HealthCheckPath: "/health",
  });
  await rig.call("ApplyHealthCheckTemplateToServerGroup", { HealthCheckTemplateId, ServerGroupId: "sgp-1" });
  expect(await first("ListServerGroups", "ServerGroups", { ServerGroupIds: ["sgp-1"] })).toMatchObject({
    HealthCheckConfig: { HealthCheckEnabled: true, HealthCheckInterval: 7, HealthCheckPath: "/health" },
  });
  await rig.call("DeleteHealthCheckTemplates", { HealthCheckTemplateIds: [HealthCheckTemplateId] });
  expect(await rig.refusal("GetHealthCheckTemplateAttribute", { HealthCheckTemplateId })).toBe(
    "ResourceNotFound.HealthCheckTemplate",
  );
});

test.each([
  ["loadbalancer", "alb-2", "ListLoadBalancers", "LoadBalancers", { LoadBalancerIds: ["alb-2"] }],
  ["acl", "acl-1", "ListAcls", "Acls", { AclIds: ["acl-1"] }],
  ["securitypolicy", "spy-1", "ListSecurityPolicies", "SecurityPolicies", { SecurityPolicyIds: ["spy-1"] }],
  ["servergroup", "sgp-1", "ListServerGroups", "ServerGroups", { ServerGroupIds: ["sgp-1"] }],
])("a %s moves into another resource group", async (ResourceType, ResourceId, action, list, parameters) => {
  await rig.call("MoveResourceGroup", { ResourceType, ResourceId, NewResourceGroupId: "rg-other" });
  expect((await first(action, list, parameters)).ResourceGroupId).toBe("rg-other");
});

test("a load balancer whose mode of addresses is left out has fixed ones, as the API's text says", async () => {
  const { LoadBalancerId } = await rig.call("CreateLoadBalancer", {
    VpcId: "vpc-1",
    AddressType: "Internet",
    LoadBalancerEdition: "Standard",
    LoadBalancerBillingConfig: { PayType: "PostPay" },
    ZoneMappings: ["b", "g"].map((zone) => ({ ZoneId: `cn-hangzhou-${zone}`, VSwitchId: `vsw-${zone}` })),
  });
  expect(await rig.call("GetLoadBalancerAttribute", { LoadBalancerId })).toHaveProperty(
    "AddressAllocatedMode",
    "Fixed",
  );
});

describe("where no document says what the cloud does", () => {
  test("tracing that is off keeps the sample that came with it, and is told none where none came", async () => {
    const set = async (AccessLogTracingConfig: object) => {
      await rig.call("UpdateListenerLogConfig", { ListenerId: "lsn-1", AccessLogTracingConfig });
      return (await rig.call("GetListenerAttribute", { ListenerId: "lsn-1" })).LogConfig;
    };
    expect(await set({ TracingEnabled: false, TracingSample: 800, TracingType: "Zipkin" })).toMatchObject({
      AccessLogTracingConfig: { TracingEnabled: false, TracingSample: 800, TracingType: "Zipkin" },
    });
    expect(await set({ TracingEnabled: false })).toMatchObject({ AccessLogTracingConfig: { TracingEnabled: false } });
    expect(await set({ TracingEnabled: false })).not.toHaveProperty("AccessLogTracingConfig.TracingSample");
  });

  test("tracing is refused without an access log even where it is only to be off", async () => {
    await rig.call("DisableLoadBalancerAccessLog", { LoadBalancerId: "alb-1" });
    const update = { ListenerId: "lsn-1", AccessLogTracingConfig: { TracingEnabled: false } };
    await expect(rig.call("UpdateListenerLogConfig", update)).rejects.toMatchObject({
      code: "OperationDenied.AccessLogDisabled",
    });
  });

  test("an access log may go to a project that is not there, and its records are lost", async () => {
    const target = { LoadBalancerId: "alb-2", LogProject: "no-such-project", LogStore: "none" };
    await rig.call("EnableLoadBalancerAccessLog", target);
    expect(await rig.call("GetLoadBalancerAttribute", { LoadBalancerId: "alb-2" })).toMatchObject({
      AccessLogConfig: { LogProject: "no-such-project", LogStore: "none" },
    });
  });

  test("a server group tells its StickySessionConfig though none was sent", async () => {
    const { ServerGroupId } = await rig.call("CreateServerGroup", {
      ServerGroupName: "plain",
      VpcId: "vpc-1",
      HealthCheckConfig: { HealthCheckEnabled: false },
    });
    const group = await first("ListServerGroups", "ServerGroups", { ServerGroupIds: [ServerGroupId] });
    expect(group.StickySessionConfig).toEqual({ StickySessionEnabled: false });
  });

  test("a policy is Configuring once it is made, and Available a moment later", async () => {
    rig = await rigSeed({ changeMs: 1_000 });
    const { SecurityPolicyId } = await rig.call("CreateSecurityPolicy", {
      SecurityPolicyName: "fresh",
      TLSVersions: ["TLSv1.2"],
      Ciphers: ["ECDHE-RSA-AES128-GCM-SHA256"],
    });
    const status = async () =>
      (await first("ListSecurityPolicies", "SecurityPolicies", { SecurityPolicyIds: [SecurityPolicyId] }))
        .SecurityPolicyStatus;
    expect(await status()).toBe("Configuring");
    await rig.clock.advance(2_000);
    expect(await status()).toBe("Available");
  });
});

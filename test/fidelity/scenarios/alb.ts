import type { Recording } from "../recording.ts";

/** Every action of ALB, over resources of every kind with every setting, each read again after it was written. */
export async function albScenario({ call, cloud }: Recording): Promise<void> {
  const alb = <Answer = Record<string, never>>(action: string, parameters: object = {}) =>
    call<Answer>("alb", action, parameters);
  const settle = () => cloud.alb.settled();

  await alb("DescribeRegions", { AcceptLanguage: "en-US" });
  await alb("DescribeZones", { AcceptLanguage: "en-US" });

  // Load balancers: of either address type, with and without IPv6, access log, protection, tags.
  const zones = (...letters: string[]) =>
    letters.map((letter) => ({ ZoneId: `cn-hangzhou-${letter}`, VSwitchId: `vsw-${letter}` }));
  const dual = await alb<{ LoadBalancerId: string }>("CreateLoadBalancer", {
    VpcId: "vpc-local",
    AddressType: "Internet",
    AddressIpVersion: "DualStack",
    AddressAllocatedMode: "Fixed",
    LoadBalancerName: "dual",
    LoadBalancerEdition: "Standard",
    LoadBalancerBillingConfig: { PayType: "PostPay", BandwidthPackageId: "cbwp-local" },
    ZoneMappings: zones("g", "h").map((zone) => ({ ...zone, AllocationId: `eip-${zone.ZoneId}`, EipType: "Common" })),
    DeletionProtectionEnabled: true,
    ModificationProtectionConfig: { Status: "ConsoleProtection", Reason: "of the platform" },
    SecurityGroupIds: [{ SecurityGroupId: "sg-local" }],
    Tag: [{ Key: "env", Value: "test" }],
  });
  await settle();
  const { LoadBalancerId } = dual;
  const read = async () => {
    await settle();
    await alb("GetLoadBalancerAttribute", { LoadBalancerId });
    await alb("ListLoadBalancers", { LoadBalancerIds: [LoadBalancerId] });
  };
  await read();
  await alb("EnableLoadBalancerIpv6Internet", { LoadBalancerId });
  await read();
  await alb("DisableLoadBalancerIpv6Internet", { LoadBalancerId });
  await alb("UpdateLoadBalancerAttribute", { LoadBalancerId, LoadBalancerName: "renamed" });
  await settle();
  await alb("DisableDeletionProtection", { ResourceId: LoadBalancerId });
  await alb("EnableDeletionProtection", { ResourceId: LoadBalancerId });
  await alb("DisableDeletionProtection", { ResourceId: LoadBalancerId });
  await alb("EnableLoadBalancerAccessLog", { LoadBalancerId, LogProject: "albflow-traces", LogStore: "alb_traced" });
  await read();
  await alb("UpdateLoadBalancerZones", { LoadBalancerId, ZoneMappings: zones("g", "j") });
  await settle();
  await alb("StartShiftLoadBalancerZones", { LoadBalancerId, ZoneMappings: zones("j") });
  await read();
  await alb("CancelShiftLoadBalancerZones", { LoadBalancerId, ZoneMappings: zones("j") });
  await settle();
  await alb("LoadBalancerJoinSecurityGroup", { LoadBalancerId, SecurityGroupIds: ["sg-other"] });
  await settle();
  await alb("LoadBalancerLeaveSecurityGroup", { LoadBalancerId, SecurityGroupIds: ["sg-local"] });
  await settle();
  await alb("DetachCommonBandwidthPackageFromLoadBalancer", {
    LoadBalancerId,
    RegionId: "cn-hangzhou",
    BandwidthPackageId: "cbwp-local",
  });
  await settle();
  await alb("AttachCommonBandwidthPackageToLoadBalancer", {
    LoadBalancerId,
    RegionId: "cn-hangzhou",
    BandwidthPackageId: "cbwp-other",
  });
  await settle();
  await alb("UpdateLoadBalancerAddressTypeConfig", { LoadBalancerId, AddressType: "Intranet" });
  await read();
  await alb("MoveResourceGroup", {
    ResourceType: "loadbalancer",
    ResourceId: LoadBalancerId,
    NewResourceGroupId: "rg-other",
  });
  await alb("UpdateLoadBalancerEdition", { LoadBalancerId: "alb-basic", LoadBalancerEdition: "Standard" });
  await settle();
  await alb("GetLoadBalancerAttribute", { LoadBalancerId: "alb-basic" });

  // Health-check templates.
  const { HealthCheckTemplateId } = await alb<{ HealthCheckTemplateId: string }>("CreateHealthCheckTemplate", {
    HealthCheckTemplateName: "thorough",
    HealthCheckConnectPort: 8080,
    HealthCheckHost: "health.example.com",
    HealthCheckHttpVersion: "HTTP1.1",
    HealthCheckInterval: 5,
    HealthCheckMethod: "GET",
    HealthCheckPath: "/health",
    HealthCheckProtocol: "HTTP",
    HealthCheckTimeout: 4,
    HealthyThreshold: 4,
    UnhealthyThreshold: 5,
    HealthCheckCodes: ["http_2xx", "http_3xx"],
    Tag: [{ Key: "env", Value: "test" }],
  });
  await alb("GetHealthCheckTemplateAttribute", { HealthCheckTemplateId });
  await alb("UpdateHealthCheckTemplateAttribute", { HealthCheckTemplateId, HealthCheckInterval: 7 });
  await alb("ListHealthCheckTemplates", {});
  await alb("CreateHealthCheckTemplate", { HealthCheckTemplateName: "another" });
  await alb("ListHealthCheckTemplates", {});
  await alb("ListHealthCheckTemplates", { MaxResults: 1 });

  // Server groups of each type.
  const group = async (parameters: object) =>
    (await alb<{ ServerGroupId: string }>("CreateServerGroup", { VpcId: "vpc-local", ...parameters })).ServerGroupId;
  const byIp = await group({
    ServerGroupName: "by-ip",
    ServerGroupType: "Ip",
    Protocol: "HTTP",
    Scheduler: "Sch",
    UchConfig: { Type: "QueryString", Value: "user" },
    HealthCheckConfig: {
      HealthCheckEnabled: true,
      HealthCheckConnectPort: 80,
      HealthCheckHost: "a.example.com",
      HealthCheckCodes: ["http_2xx"],
      HealthCheckHttpVersion: "HTTP1.1",
    },
    StickySessionConfig: {
      StickySessionEnabled: true,
      StickySessionType: "Server",
      Cookie: "who",
      CookieTimeout: 1000,
    },
    ConnectionDrainConfig: { ConnectionDrainEnabled: true, ConnectionDrainTimeout: 10 },
    ResourceGroupId: "rg-other",
    UpstreamKeepaliveEnabled: true,
    CrossZoneEnabled: true,
    Ipv6Enabled: true,
    ServiceName: "shop",
    IpVersionAffinityMode: "Affinity",
    Tag: [{ Key: "env", Value: "test" }],
  });
  const byFunction = await group({
    ServerGroupName: "by-function",
    ServerGroupType: "Fc",
    VpcId: undefined,
    HealthCheckConfig: { HealthCheckEnabled: false },
  });
  const byInstance = await group({
    ServerGroupName: "by-instance",
    ServerGroupType: "Instance",
    HealthCheckConfig: { HealthCheckEnabled: false },
    SlowStartConfig: { SlowStartEnabled: true, SlowStartDuration: 40 },
  });
  await settle();
  await alb("ListServerGroups", {});
  await alb("ListServerGroups", { MaxResults: 1 });
  await alb("ApplyHealthCheckTemplateToServerGroup", { ServerGroupId: byInstance, HealthCheckTemplateId });
  const more = { ServerId: "10.0.0.9", ServerType: "Ip", ServerIp: "10.0.0.9", Port: 80, Weight: 1 };
  const servers = [
    {
      ServerId: "10.0.0.1",
      ServerType: "Ip",
      ServerIp: "10.0.0.1",
      Port: 80,
      Weight: 50,
      Description: "first",
      RemoteIpEnabled: true,
    },
  ];
  await settle();
  await alb("AddServersToServerGroup", { ServerGroupId: byIp, Servers: [...servers, more] });
  await settle();
  await alb("ListServerGroupServers", { ServerGroupId: byIp, MaxResults: 1 });
  await settle();
  await alb("ListServerGroupServers", { ServerGroupId: byIp });
  await alb("UpdateServerGroupServersAttribute", { ServerGroupId: byIp, Servers: [{ ...servers[0], Weight: 60 }] });
  await settle();
  await alb("ListServerGroupServers", { ServerGroupId: byIp });
  await alb("ReplaceServersInServerGroup", {
    ServerGroupId: byIp,
    AddedServers: [{ ...servers[0], ServerId: "10.0.0.2", ServerIp: "10.0.0.2" }],
    RemovedServers: servers,
  });
  await settle();
  await alb("RemoveServersFromServerGroup", {
    ServerGroupId: byIp,
    Servers: [{ ServerId: "10.0.0.2", ServerType: "Ip", Port: 80 }],
  });
  await settle();
  await alb("UpdateServerGroupAttribute", { ServerGroupId: byIp, ServerGroupName: "renamed" });
  await settle();
  await alb("ListServerGroups", {});

  // Security policies and access control lists.
  const { SecurityPolicyId } = await alb<{ SecurityPolicyId: string }>("CreateSecurityPolicy", {
    SecurityPolicyName: "modern",
    TLSVersions: ["TLSv1.2", "TLSv1.3"],
    Ciphers: ["ECDHE-RSA-AES128-GCM-SHA256", "TLS_AES_128_GCM_SHA256"],
    ResourceGroupId: "rg-other",
    Tag: [{ Key: "env", Value: "test" }],
  });
  await settle();
  await alb("ListSecurityPolicies", {});
  await alb("UpdateSecurityPolicyAttribute", { SecurityPolicyId, SecurityPolicyName: "stricter" });
  await settle();
  await alb("ListSecurityPolicies", {});
  await alb("ListSystemSecurityPolicies", {});
  const { AclId } = await alb<{ AclId: string }>("CreateAcl", {
    AclName: "office",
    ResourceGroupId: "rg-other",
    Tag: [{ Key: "env", Value: "test" }],
  });
  await settle();
  await alb("ListAcls", {});
  await alb("AddEntriesToAcl", {
    AclId,
    AclEntries: [
      { Entry: "10.0.0.0/8", Description: "office" },
      { Entry: "10.1.0.0/16", Description: "branch" },
    ],
  });
  await settle();
  await alb("UpdateAclAttribute", { AclId, AclName: "staff" });
  await alb("ListAclEntries", { AclId });
  await alb("ListAclEntries", { AclId, MaxResults: 1 });
  await alb("ListAcls", {});

  // Listeners of each protocol with everything set, in use of all of the above.
  const action = (ServerGroupId: string) => ({
    Type: "ForwardGroup",
    ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId }] },
  });
  const listener = async (parameters: object) =>
    (
      await alb<{ ListenerId: string }>("CreateListener", {
        LoadBalancerId,
        DefaultActions: [action("sgp-demo")],
        ...parameters,
      })
    ).ListenerId;
  const quic = await listener({
    ListenerProtocol: "QUIC",
    ListenerPort: 443,
    Certificates: [{ CertificateId: "25200100-cn-hangzhou" }],
  });
  await settle();
  const https = await listener({
    ListenerProtocol: "HTTPS",
    ListenerPort: 443,
    ListenerDescription: "everything",
    RequestTimeout: 50,
    IdleTimeout: 12,
    GzipEnabled: true,
    Http2Enabled: true,
    SecurityPolicyId,
    Certificates: [{ CertificateId: "24664588-cn-hangzhou" }],
    CaEnabled: true,
    CaCertificates: [{ CertificateId: "1ef0c11e-c0a1-6e40-9d52-00163e0c1a01" }],
    QuicConfig: { QuicUpgradeEnabled: true, QuicListenerId: quic },
    XForwardedForConfig: {
      XForwardedForEnabled: true,
      XForwardedForProtoEnabled: true,
      XForwardedForSLBIdEnabled: true,
      XForwardedForSLBPortEnabled: true,
      XForwardedForHostEnabled: true,
      XForwardedForClientSrcPortEnabled: true,
      XForwardedForClientSourceIpsEnabled: true,
      XForwardedForClientSourceIpsTrusted: "10.0.0.0/8",
      XForwardedForProcessingMode: "append",
      XForwardedForClientCertSubjectDNEnabled: true,
      XForwardedForClientCertSubjectDNAlias: "subject",
      XForwardedForClientCertIssuerDNEnabled: true,
      XForwardedForClientCertIssuerDNAlias: "issuer",
      XForwardedForClientCertFingerprintEnabled: true,
      XForwardedForClientCertFingerprintAlias: "fingerprint",
      XForwardedForClientCertClientVerifyEnabled: true,
      XForwardedForClientCertClientVerifyAlias: "verify",
    },
    Tag: [{ Key: "env", Value: "test" }],
  });
  await settle();
  await alb("GetListenerAttribute", { ListenerId: https });
  await alb("ListSecurityPolicyRelations", { SecurityPolicyIds: [SecurityPolicyId] });
  await alb("AssociateAdditionalCertificatesWithListener", {
    ListenerId: https,
    Certificates: [{ CertificateId: "24870011-cn-hangzhou" }],
  });
  await settle();
  await alb("ListListenerCertificates", { ListenerId: https });
  await alb("ListListenerCertificates", { ListenerId: https, MaxResults: 1 });
  await alb("ListListenerCertificates", { ListenerId: https, CertificateType: "Ca" });
  await alb("DissociateAdditionalCertificatesFromListener", {
    ListenerId: https,
    Certificates: [{ CertificateId: "24870011-cn-hangzhou" }],
  });
  await settle();
  await alb("AssociateAclsWithListener", { ListenerId: https, AclIds: [AclId], AclType: "White" });
  await settle();
  await alb("ListAclRelations", { AclIds: [AclId] });
  await alb("UpdateListenerAttribute", { ListenerId: https, IdleTimeout: 13 });
  await settle();
  await alb("UpdateListenerLogConfig", {
    ListenerId: https,
    AccessLogRecordCustomizedHeadersEnabled: true,
    AccessLogTracingConfig: { TracingEnabled: true, TracingSample: 100, TracingType: "Zipkin" },
  });
  await settle();
  await alb("GetListenerAttribute", { ListenerId: https });
  await alb("ListListeners", { ListenerIds: [https, "lsn-plain", quic] });
  await alb("GetListenerAttribute", { ListenerId: quic });
  await alb("ListListeners", { MaxResults: 1 });

  // Rules with every kind of condition and action.
  const conditions = [
    { Type: "Host", HostConfig: { Values: ["a.example.com"] } },
    { Type: "Path", PathConfig: { Values: ["/a/*"] } },
    { Type: "Method", MethodConfig: { Values: ["GET"] } },
    { Type: "Header", HeaderConfig: { Key: "x-a", Values: ["1"] } },
    { Type: "QueryString", QueryStringConfig: { Values: [{ Key: "a", Value: "1" }] } },
    { Type: "Cookie", CookieConfig: { Values: [{ Key: "a", Value: "1" }] } },
    { Type: "SourceIp", SourceIpConfig: { Values: ["10.0.0.1"] } },
  ];
  const actions = [
    {
      Type: "InsertHeader",
      Order: 1,
      InsertHeaderConfig: { Key: "x-b", Value: "2", ValueType: "UserDefined", CoverEnabled: true },
    },
    { Type: "RemoveHeader", Order: 2, RemoveHeaderConfig: { Key: "x-c" } },
    { Type: "TrafficLimit", Order: 3, TrafficLimitConfig: { QPS: 100, PerIpQps: 80, QPSPerIp: 80 } },
    {
      Type: "Cors",
      Order: 4,
      CorsConfig: {
        AllowCredentials: "on",
        AllowHeaders: ["x-a"],
        AllowMethods: ["GET"],
        AllowOrigin: ["https://a.example.com"],
        ExposeHeaders: ["x-b"],
        MaxAge: 100,
      },
    },
    { Type: "Rewrite", Order: 5, RewriteConfig: { Host: "b.example.com", Path: "/b", Query: "c=1" } },
    {
      Type: "TrafficMirror",
      Order: 6,
      TrafficMirrorConfig: {
        TargetType: "ForwardGroupMirror",
        MirrorGroupConfig: { ServerGroupTuples: [{ ServerGroupId: byInstance, Weight: 100 }] },
      },
    },
    {
      Type: "ForwardGroup",
      Order: 7,
      ForwardGroupConfig: {
        ServerGroupTuples: [{ ServerGroupId: "sgp-demo", Weight: 90 }],
        ServerGroupStickySession: { Enabled: true, Timeout: 100 },
      },
    },
  ];
  const rule = (more: object) => ({
    RuleName: "rule",
    Priority: 11,
    RuleConditions: conditions.slice(0, 5),
    RuleActions: actions.slice(0, 5).concat(actions.slice(6)),
    ...more,
  });
  const tries: [string, object][] = [
    ["every kind", rule({ Tag: [{ Key: "env", Value: "test" }] })],
    ["cookie and address", rule({ Priority: 12, RuleConditions: conditions.slice(5), RuleActions: actions.slice(5) })],
    [
      "redirect",
      rule({
        Priority: 13,
        RuleActions: [
          {
            Type: "Redirect",
            Order: 1,
            RedirectConfig: {
              Host: "b.example.com",
              HttpCode: "301",
              Path: "/b",
              Port: "443",
              Protocol: "HTTPS",
              Query: "a=1",
            },
          },
        ],
      }),
    ],
    [
      "fixed",
      rule({
        Priority: 14,
        RuleActions: [
          {
            Type: "FixedResponse",
            Order: 1,
            FixedResponseConfig: { HttpCode: "503", ContentType: "text/plain", Content: "no" },
          },
        ],
      }),
    ],
    [
      "answers",
      rule({
        Priority: 15,
        Direction: "Response",
        RuleConditions: [
          { Type: "ResponseStatusCode", ResponseStatusCodeConfig: { Values: ["404"] } },
          { Type: "ResponseHeader", ResponseHeaderConfig: { Key: "x-d", Values: ["1"] } },
        ],
        RuleActions: [actions[0]],
      }),
    ],
  ];
  const ids: string[] = [];
  for (const [, parameters] of tries)
    ids.push((await alb<{ RuleId: string }>("CreateRule", { ListenerId: https, ...parameters })).RuleId);
  await settle();
  const several = await alb<{ RuleIds: { RuleId: string }[] }>("CreateRules", {
    ListenerId: https,
    Rules: [rule({ Priority: 20 })],
  });
  await settle();
  await alb("ListRules", { ListenerIds: [https] });
  await alb("ListRules", { ListenerIds: [https], Direction: "Response" });
  await alb("ListRules", { MaxResults: 1 });
  await alb("UpdateRuleAttribute", { RuleId: ids[0], RuleName: "renamed" });
  await settle();
  await alb("UpdateRulesAttribute", { Rules: [{ RuleId: ids[1], RuleName: "renamed-too" }] });
  await settle();

  await alb("ListRules", { ListenerIds: [https] });
  await alb("ListLoadBalancers", { MaxResults: 1 });
  await alb("TagResources", {
    ResourceType: "loadbalancer",
    ResourceId: [LoadBalancerId],
    Tag: [{ Key: "team", Value: "web" }],
  });
  await alb("ListTagKeys", { ResourceType: "loadbalancer", MaxResults: 1 });
  await alb("TagResources", {
    ResourceType: "loadbalancer",
    ResourceId: ["alb-demo"],
    Tag: [{ Key: "team", Value: "ops" }],
  });
  await alb("ListTagValues", { TagKey: "team", MaxResults: 1 });
  await alb("ListTagResources", { ResourceType: "loadbalancer", ResourceId: [LoadBalancerId], MaxResults: 1 });
  await alb("UnTagResources", { ResourceType: "loadbalancer", ResourceId: [LoadBalancerId], TagKey: ["team"] });
  const fault = { kind: "failJob", code: "Failed", message: "of the test" } as const;
  cloud.faults.add({ action: "StartListener", fault, count: 1 });
  await alb("StartListener", { ListenerId: "lsn-stopped" });
  await settle();
  await alb("ListAsynJobs", { ResourceIds: ["lsn-stopped"] });
  await alb("ListAsynJobs", { MaxResults: 2 });

  // Health, with a server that nobody reaches.
  await alb("GetListenerHealthStatus", { ListenerId: "lsn-ruled", IncludeRule: true });

  // Everything goes again.
  await alb("StopListener", { ListenerId: "lsn-plain" });
  await settle();
  await alb("StartListener", { ListenerId: "lsn-plain" });
  await settle();
  await alb("DissociateAclsFromListener", { ListenerId: https, AclIds: [AclId] });
  await settle();
  await alb("DeleteRule", { RuleId: ids[0] });
  await alb("DeleteRules", { RuleIds: [ids[1], ids[2], ...several.RuleIds.map(({ RuleId }) => RuleId)] });
  await settle();
  await alb("DeleteListener", { ListenerId: https });
  await settle();
  await alb("DeleteListener", { ListenerId: quic });
  await settle();
  await alb("DisableLoadBalancerAccessLog", { LoadBalancerId });
  await settle();
  await alb("DeleteSecurityPolicy", { SecurityPolicyId });
  await alb("CreateAcl", { AclName: "another" });
  await alb("ListAcls", {});
  await alb("ListAcls", { MaxResults: 1 });
  await alb("CreateSecurityPolicy", {
    SecurityPolicyName: "another",
    TLSVersions: ["TLSv1.2"],
    Ciphers: ["ECDHE-RSA-AES128-GCM-SHA256"],
  });
  await alb("ListSecurityPolicies", {});
  await alb("ListSecurityPolicies", { MaxResults: 1 });
  await alb("RemoveEntriesFromAcl", { AclId, Entries: ["10.0.0.0/8"] });
  await settle();
  await alb("DeleteAcl", { AclId });
  await alb("DeleteHealthCheckTemplates", { HealthCheckTemplateIds: [HealthCheckTemplateId] });
  for (const ServerGroupId of [byIp, byFunction, byInstance]) await alb("DeleteServerGroup", { ServerGroupId });
  await alb("DeleteLoadBalancer", { LoadBalancerId });
}

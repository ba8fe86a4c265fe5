import type { AlbSeed } from "../../../local/alb/seed.ts";

/** The seed that each contract case starts from. */
export const contractSeed: AlbSeed = {
  loadBalancers: [
    {
      LoadBalancerId: "alb-1",
      LoadBalancerName: "shop",
      AccessLogConfig: { LogProject: "logs", LogStore: "alb_shop" },
    },
    {
      LoadBalancerId: "alb-2",
      LoadBalancerName: "quiet",
      AddressIpVersion: "DualStack",
      Ipv6AddressType: "Intranet",
      BandwidthPackageId: "cbwp-1",
      SecurityGroupIds: ["sg-1"],
      ZoneMappings: [
        { ZoneId: "cn-hangzhou-b", VSwitchId: "vsw-b" },
        { ZoneId: "cn-hangzhou-g", VSwitchId: "vsw-g" },
        { ZoneId: "cn-hangzhou-h", VSwitchId: "vsw-h", Status: "Stopped" },
      ],
    },
    { LoadBalancerId: "alb-basic", LoadBalancerName: "small", LoadBalancerEdition: "Basic" },
  ],
  serverGroups: [
    {
      ServerGroupId: "sgp-1",
      ServerGroupName: "web",
      ServerGroupType: "Ip",
      VpcId: "vpc-local",
      Servers: [{ ServerId: "127.0.0.1", ServerType: "Ip", Port: 8080 }],
    },
    { ServerGroupId: "sgp-free", ServerGroupName: "free", ServerGroupType: "Ip", VpcId: "vpc-local" },
  ],
  listeners: [
    {
      ListenerId: "lsn-1",
      LoadBalancerId: "alb-1",
      ListenerProtocol: "HTTPS",
      ListenerPort: 443,
      Certificates: [{ CertificateId: "1001" }],
      AdditionalCertificates: [{ CertificateId: "1002" }],
      DefaultActions: [forwardTo("sgp-1")],
    },
    {
      ListenerId: "lsn-stopped",
      LoadBalancerId: "alb-1",
      ListenerProtocol: "HTTP",
      ListenerPort: 80,
      ListenerStatus: "Stopped",
      AclConfig: { AclType: "White", AclRelations: [{ AclId: "acl-1" }] },
      DefaultActions: [forwardTo("sgp-1")],
    },
  ],
  rules: [
    {
      RuleId: "rule-1",
      RuleName: "images",
      ListenerId: "lsn-1",
      LoadBalancerId: "alb-1",
      Priority: 10,
      RuleConditions: [{ Type: "Path", PathConfig: { Values: ["/images/*"] } }],
      RuleActions: [
        { Type: "ForwardGroup", Order: 1, ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-1" }] } },
      ],
    },
  ],
  securityPolicies: [
    {
      SecurityPolicyId: "spy-1",
      SecurityPolicyName: "strict",
      TLSVersions: ["TLSv1.2"],
      Ciphers: ["ECDHE-RSA-AES128-GCM-SHA256"],
    },
  ],
  acls: [
    { AclId: "acl-1", AclName: "office", Entries: [{ Entry: "127.0.0.0/8", Description: "this machine" }] },
    { AclId: "acl-free", AclName: "free" },
  ],
  healthCheckTemplates: [{ HealthCheckTemplateId: "hct-1", HealthCheckTemplateName: "thorough" }],
  tags: [{ ResourceId: "alb-1", ResourceType: "loadbalancer", Tags: [{ Key: "env", Value: "prod" }] }],
};

/** The certificates of that seed, by the id they are put in with: two bound, one free. */
export const contractCertificates = [1001, 1002, 1003];

/** A default action. */
export function forwardTo(ServerGroupId: string) {
  return { Type: "ForwardGroup" as const, ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId }] } };
}

import { forwardTo } from "./contractSeed.ts";

/** Parts of calls that are refused. */
export const certificate = (CertificateId: string) => [{ CertificateId }];
export const http = { ListenerProtocol: "HTTP", ListenerPort: 8000, DefaultActions: [forwardTo("sgp-1")] };
export const https = { ...http, ListenerProtocol: "HTTPS", Certificates: certificate("1001") };
const quic = { ...https, ListenerProtocol: "QUIC" };
export const group = { ServerGroupName: "more", ServerGroupType: "Ip", VpcId: "vpc-local" };
export const unchecked = { HealthCheckConfig: { HealthCheckEnabled: false } };
const host = { Type: "Host", HostConfig: { Values: ["a.b"] } };
export const rule = { RuleName: "r2", Priority: 11, RuleConditions: [host] };
export const fixed = { Type: "FixedResponse", Order: 1, FixedResponseConfig: { HttpCode: "200" } };
const server = { ServerId: "127.0.0.1", ServerType: "Ip", Port: 80 };
export const loadBalancer = {
  VpcId: "vpc-local",
  AddressType: "Intranet",
  LoadBalancerEdition: "Basic",
  LoadBalancerBillingConfig: { PayType: "PostPay" },
};

/** Calls that are refused in the contract seed: what, by which action, with which parameters, with which code. */
export const refusals: [what: string, action: string, parameters: object, code: string][] = [
  [
    "a certificate on an HTTP listener",
    "CreateListener",
    { LoadBalancerId: "alb-2", ...http, Certificates: certificate("1001") },
    "OperationDenied.HttpListenerNotSupport",
  ],
  [
    "HTTPS without a certificate",
    "CreateListener",
    { LoadBalancerId: "alb-2", ...https, Certificates: undefined },
    "MissingCertificates",
  ],
  [
    "an unknown certificate",
    "CreateListener",
    { LoadBalancerId: "alb-2", ...https, Certificates: certificate("9") },
    "ResourceNotFound.Certificate",
  ],
  [
    "a certificate of another CAS site",
    "CreateListener",
    { LoadBalancerId: "alb-2", ...https, Certificates: certificate("1001-ap-southeast-1") },
    "ResourceNotFound.Certificate",
  ],
  [
    "a port that is taken",
    "CreateListener",
    { LoadBalancerId: "alb-1", ...http, ListenerPort: 443 },
    "ResourceAlreadyExist.Listener",
  ],
  [
    "mutual TLS on Basic",
    "CreateListener",
    { LoadBalancerId: "alb-basic", ...https, CaEnabled: true, CaCertificates: certificate("ca-1") },
    "UnsupportedFeature.MutualTls",
  ],
  [
    "mutual TLS on QUIC",
    "CreateListener",
    { LoadBalancerId: "alb-2", ...quic, CaEnabled: true, CaCertificates: certificate("ca-1") },
    "InvalidParameter",
  ],
  [
    "an unknown CA certificate",
    "CreateListener",
    { LoadBalancerId: "alb-2", ...https, CaEnabled: true, CaCertificates: certificate("ca-9") },
    "ResourceNotFound.Certificate",
  ],
  [
    "a TLS policy on HTTP",
    "CreateListener",
    { LoadBalancerId: "alb-2", ...http, SecurityPolicyId: "spy-1" },
    "InvalidParameter",
  ],
  [
    "an unknown TLS policy",
    "UpdateListenerAttribute",
    { ListenerId: "lsn-1", SecurityPolicyId: "spy-9" },
    "ResourceNotFound.SecurityPolicy",
  ],
  [
    "a certificate on HTTP by update",
    "UpdateListenerAttribute",
    { ListenerId: "lsn-stopped", Certificates: certificate("1001") },
    "OperationDenied.HttpListenerNotSupport",
  ],
  [
    "an additional certificate promoted directly",
    "UpdateListenerAttribute",
    { ListenerId: "lsn-1", Certificates: certificate("1002-cn-hangzhou") },
    "ResourceAlreadyAssociated.Certificate",
  ],
  [
    "the default certificate as an additional one",
    "AssociateAdditionalCertificatesWithListener",
    { ListenerId: "lsn-1", Certificates: certificate("1001") },
    "OperationDenied.DefaultCertificateUsed",
  ],
  [
    "an additional certificate twice",
    "AssociateAdditionalCertificatesWithListener",
    { ListenerId: "lsn-1", Certificates: certificate("1002") },
    "ResourceAlreadyAssociated.Certificate",
  ],
  [
    "additional certificates on HTTP",
    "AssociateAdditionalCertificatesWithListener",
    { ListenerId: "lsn-stopped", Certificates: certificate("1002") },
    "OperationDenied.HttpListenerNotSupport",
  ],
  [
    "the bare number of a bound certificate, to dissociate",
    "DissociateAdditionalCertificatesFromListener",
    { ListenerId: "lsn-1", Certificates: certificate("1002") },
    "ResourceNotAssociated.Certificate",
  ],
  [
    "dissociating the default certificate",
    "DissociateAdditionalCertificatesFromListener",
    { ListenerId: "lsn-1", Certificates: certificate("1001-cn-hangzhou") },
    "OperationDenied.DefaultCertificateUsed",
  ],
  [
    "the certificates of an HTTP listener",
    "ListListenerCertificates",
    { ListenerId: "lsn-stopped" },
    "OperationDenied.HttpListenerNotSupport",
  ],
  ["starting what runs", "StartListener", { ListenerId: "lsn-1" }, "IncorrectStatus.Listener"],
  ["stopping what is stopped", "StopListener", { ListenerId: "lsn-stopped" }, "IncorrectStatus.Listener"],
  [
    "the access log switched on twice",
    "EnableLoadBalancerAccessLog",
    { LoadBalancerId: "alb-1", LogProject: "logs", LogStore: "x" },
    "OperationDenied.AccessLogEnabled",
  ],
  [
    "the access log switched off twice",
    "DisableLoadBalancerAccessLog",
    { LoadBalancerId: "alb-2" },
    "OperationDenied.AccessLogDisabled",
  ],
  [
    "two zones that are one",
    "CreateLoadBalancer",
    {
      ...loadBalancer,
      ZoneMappings: [
        { ZoneId: "cn-hangzhou-b", VSwitchId: "vsw-1" },
        { ZoneId: "cn-hangzhou-b", VSwitchId: "vsw-2" },
      ],
    },
    "DuplicatedParam.ZoneId",
  ],
  [
    "a zone of another region",
    "CreateLoadBalancer",
    { ...loadBalancer, ZoneMappings: [{ ZoneId: "cn-beijing-b", VSwitchId: "vsw-1" }] },
    "Mismatch.ZoneIdAndVSwitchId",
  ],
  [
    "something that is no vSwitch",
    "CreateLoadBalancer",
    { ...loadBalancer, ZoneMappings: [{ ZoneId: "cn-hangzhou-b", VSwitchId: "subnet-1" }] },
    "ResourceNotFound.VSwitch",
  ],
  [
    "an edition that goes down",
    "UpdateLoadBalancerEdition",
    { LoadBalancerId: "alb-1", LoadBalancerEdition: "Basic" },
    "InvalidParameter",
  ],
  ["deleting a server group in use", "DeleteServerGroup", { ServerGroupId: "sgp-1" }, "ResourceInUse.ServerGroup"],
  [
    "a server that is there",
    "AddServersToServerGroup",
    { ServerGroupId: "sgp-1", Servers: [{ ServerId: "127.0.0.1", ServerType: "Ip", Port: 8080 }] },
    "Conflict.BackendServer",
  ],
  [
    "an ECS instance in a group of addresses",
    "AddServersToServerGroup",
    { ServerGroupId: "sgp-1", Servers: [{ ServerId: "i-1", ServerType: "Ecs", Port: 80 }] },
    "Mismatch.ServerType",
  ],
  [
    "an address that is none",
    "AddServersToServerGroup",
    { ServerGroupId: "sgp-1", Servers: [{ ServerId: "localhost", ServerType: "Ip", Port: 80 }] },
    "IllegalParam.ServerIp",
  ],
  [
    "a server named twice",
    "AddServersToServerGroup",
    { ServerGroupId: "sgp-free", Servers: [server, server] },
    "DuplicatedParam.BackendServer",
  ],
  [
    "a server without port",
    "AddServersToServerGroup",
    { ServerGroupId: "sgp-free", Servers: [{ ServerId: "127.0.0.1", ServerType: "Ip" }] },
    "MissingServers.1.Port",
  ],
  [
    "removing a server that is not there",
    "RemoveServersFromServerGroup",
    { ServerGroupId: "sgp-1", Servers: [{ ServerId: "127.0.0.9", ServerType: "Ip", Port: 8080 }] },
    "ResourceNotFound.BackendServer",
  ],
  [
    "slow start without weights",
    "CreateServerGroup",
    { ...group, ...unchecked, Scheduler: "Sch", SlowStartConfig: { SlowStartEnabled: true } },
    "Mismatch.ServerGroupSchedulerAndSlowStartEnable",
  ],
  ["a VPC that is none", "CreateServerGroup", { ...group, ...unchecked, VpcId: "net-1" }, "ResourceNotFound.Vpc"],
  [
    "a priority that is taken",
    "CreateRule",
    { ListenerId: "lsn-1", RuleName: "r2", Priority: 10, RuleConditions: [host], RuleActions: [fixed] },
    "Conflict.Priority",
  ],
  [
    "an action without its configuration",
    "CreateRule",
    { ListenerId: "lsn-1", ...rule, RuleActions: [{ Type: "Redirect", Order: 1 }] },
    "InvalidParameter",
  ],
  [
    "a condition without values",
    "CreateRule",
    { ListenerId: "lsn-1", RuleName: "r2", Priority: 11, RuleConditions: [{ Type: "Host" }], RuleActions: [fixed] },
    "InvalidParameter",
  ],
  [
    "a rewrite without forwarding",
    "CreateRule",
    { ListenerId: "lsn-1", ...rule, RuleActions: [{ Type: "Rewrite", Order: 1, RewriteConfig: { Path: "/x" } }] },
    "OperationDenied.RewriteMissingForwardGroup",
  ],
  [
    "a mirror into a group of addresses",
    "CreateRule",
    {
      ListenerId: "lsn-1",
      ...rule,
      RuleActions: [
        {
          Type: "TrafficMirror",
          Order: 1,
          TrafficMirrorConfig: {
            TargetType: "ForwardGroupMirror",
            MirrorGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-free" }] },
          },
        },
      ],
    },
    "OperationDenied.IpGroupCanNotUsedForMirrorAction",
  ],
  [
    "a cipher that no chosen version knows",
    "CreateSecurityPolicy",
    { SecurityPolicyName: "old", TLSVersions: ["TLSv1.0"], Ciphers: ["ECDHE-RSA-AES128-GCM-SHA256"] },
    "InvalidParameter",
  ],
  [
    "TLS 1.3 without a cipher of its own",
    "CreateSecurityPolicy",
    { SecurityPolicyName: "new", TLSVersions: ["TLSv1.2", "TLSv1.3"], Ciphers: ["ECDHE-RSA-AES128-GCM-SHA256"] },
    "InvalidParameter",
  ],
  [
    "changing a system policy",
    "UpdateSecurityPolicyAttribute",
    { SecurityPolicyId: "tls_cipher_policy_1_2", SecurityPolicyName: "mine" },
    "ResourceNotFound.SecurityPolicy",
  ],
  ["a token that no answer gave", "ListListeners", { NextToken: "bW9vbg" }, "InvalidParameter"],
  ["tags of neither resource nor tag", "ListTagResources", { ResourceType: "loadbalancer" }, "MissingResourceId"],
];

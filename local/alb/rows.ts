import { z } from "zod";
import type { UsedToken } from "../rpc/replay.ts";
import type { Edit, Tables } from "../rpc/store.ts";
import type { RuleAction, RuleCondition } from "./ruleShapes.ts";
import type { HealthCheckTemplate, ServerGroup } from "./serverGroupRow.ts";

/**
 * The rows of ALB's state, in ALB's own field names, with the defaults that creation gives them: so a seed only says
 * what is special, and an answer is a row almost as it stands.
 */
const accessLogConfig = z.strictObject({ LogProject: z.string(), LogStore: z.string() });

const zoneMapping = z.strictObject({
  ZoneId: z.string(),
  VSwitchId: z.string(),
  Status: z.string().default("Active"),
  LoadBalancerAddresses: z.array(z.record(z.string(), z.unknown())).default([]),
});

export const loadBalancerRow = z.strictObject({
  LoadBalancerId: z.string(),
  LoadBalancerName: z.string().default(""),
  LoadBalancerEdition: z.enum(["Basic", "Standard", "StandardWithWaf"]).default("Standard"),
  LoadBalancerStatus: z.enum(["Inactive", "Active", "Provisioning", "Configuring", "CreateFailed"]).default("Active"),
  LoadBalancerBussinessStatus: z.enum(["Normal", "Abnormal"]).default("Normal"),
  AddressType: z.enum(["Internet", "Intranet"]).default("Internet"),
  AddressIpVersion: z.enum(["IPv4", "DualStack"]).default("IPv4"),
  /** How far IPv6 of a dual-stack instance reaches; IPv4 alone has none. */
  Ipv6AddressType: z.enum(["Internet", "Intranet"]).optional(),
  AddressAllocatedMode: z.enum(["Fixed", "Dynamic"]).default("Fixed"),
  /** The loopback address that stands for its VIP, or of an internal instance the name that leads there; given when absent. */
  DNSName: z.string().default(""),
  VpcId: z.string().default("vpc-local"),
  ZoneMappings: z.array(zoneMapping).default([]),
  ResourceGroupId: z.string().default("rg-local"),
  LoadBalancerBillingConfig: z.strictObject({ PayType: z.string() }).default({ PayType: "PostPay" }),
  BandwidthPackageId: z.string().optional(),
  DeletionProtectionConfig: z
    .strictObject({ Enabled: z.boolean(), EnabledTime: z.string().optional() })
    .default({ Enabled: false }),
  ModificationProtectionConfig: z
    .strictObject({ Status: z.enum(["NonProtection", "ConsoleProtection"]), Reason: z.string().optional() })
    .default({ Status: "NonProtection" }),
  LoadBalancerOperationLocks: z.array(z.strictObject({ LockReason: z.string(), LockType: z.string() })).default([]),
  AccessLogConfig: accessLogConfig.optional(),
  SecurityGroupIds: z.array(z.string()).default([]),
  /** Set where another service of Alibaba Cloud owns the instance (real-cloud.md CR3). */
  ServiceManagedEnabled: z.boolean().optional(),
  CreateTime: z.string().default(""),
});
export type LoadBalancer = z.infer<typeof loadBalancerRow>;

const forwardAction = z.strictObject({
  Type: z.literal("ForwardGroup").default("ForwardGroup"),
  ForwardGroupConfig: z.strictObject({
    ServerGroupTuples: z.array(z.strictObject({ ServerGroupId: z.string() })),
  }),
});

/** `Diassociating` is ALB's own spelling (alb.md §1.11). */
const certificateRelation = z.strictObject({
  CertificateId: z.string(),
  Status: z.enum(["Associating", "Associated", "Diassociating"]).default("Associated"),
});

const xForwardedFor = z.strictObject({
  XForwardedForEnabled: z.boolean().default(true),
  XForwardedForProtoEnabled: z.boolean().default(false),
  XForwardedForSLBIdEnabled: z.boolean().default(false),
  XForwardedForSLBPortEnabled: z.boolean().default(false),
  XForwardedForHostEnabled: z.boolean().default(false),
  XForwardedForClientSrcPortEnabled: z.boolean().default(false),
  XForwardedForClientSourceIpsEnabled: z.boolean().default(false),
  XForwardedForClientSourceIpsTrusted: z.string().optional(),
  XForwardedForProcessingMode: z.enum(["append", "remove"]).default("append"),
  XForwardedForClientCertSubjectDNEnabled: z.boolean().default(false),
  XForwardedForClientCertSubjectDNAlias: z.string().optional(),
  XForwardedForClientCertIssuerDNEnabled: z.boolean().default(false),
  XForwardedForClientCertIssuerDNAlias: z.string().optional(),
  XForwardedForClientCertFingerprintEnabled: z.boolean().default(false),
  XForwardedForClientCertFingerprintAlias: z.string().optional(),
  XForwardedForClientCertClientVerifyEnabled: z.boolean().default(false),
  XForwardedForClientCertClientVerifyAlias: z.string().optional(),
});

const logConfig = z.strictObject({
  AccessLogRecordCustomizedHeadersEnabled: z.boolean().default(false),
  /** Absent until tracing has been set once: a listener on which it never was has no such key. */
  AccessLogTracingConfig: z
    .strictObject({
      TracingEnabled: z.boolean().default(false),
      TracingSample: z.number().optional(),
      TracingType: z.string().optional(),
    })
    .optional(),
});

/** Lists of one type, with how far each is associated; empty: everybody is let in. */
const aclConfig = z.strictObject({
  AclType: z.enum(["White", "Black"]).optional(),
  AclRelations: z
    .array(
      z.strictObject({
        AclId: z.string(),
        Status: z.enum(["Associating", "Associated", "Dissociating"]).default("Associated"),
      }),
    )
    .default([]),
});

export const listenerRow = z.strictObject({
  ListenerId: z.string(),
  LoadBalancerId: z.string(),
  ListenerProtocol: z.enum(["HTTP", "HTTPS", "QUIC"]),
  ListenerPort: z.number().int().min(1).max(65535),
  ListenerStatus: z.enum(["Provisioning", "Running", "Configuring", "Stopped", "Deleting"]).default("Running"),
  ListenerDescription: z.string().optional(),
  DefaultActions: z.array(forwardAction),
  RequestTimeout: z.number().default(60),
  IdleTimeout: z.number().default(15),
  GzipEnabled: z.boolean().default(true),
  Http2Enabled: z.boolean().optional(),
  SecurityPolicyId: z.string().optional(),
  /** The default certificate, or an RSA and an ECC one; empty on HTTP. */
  Certificates: z.array(certificateRelation).default([]),
  /** In the order of association, the latest last. */
  AdditionalCertificates: z.array(certificateRelation).default([]),
  CaEnabled: z.boolean().default(false),
  CaCertificates: z.array(certificateRelation).default([]),
  AclConfig: aclConfig.prefault({}),
  XForwardedForConfig: xForwardedFor.prefault({}),
  LogConfig: logConfig.prefault({}),
  QuicConfig: z
    .strictObject({ QuicUpgradeEnabled: z.boolean().default(false), QuicListenerId: z.string().optional() })
    .prefault({}),
});
export type Listener = z.infer<typeof listenerRow>;

/** Actions and conditions are kept as they were sent: the parameter table has already held them against their shapes. */
export const toRuleRow = z.strictObject({
  RuleId: z.string(),
  RuleName: z.string().default(""),
  ListenerId: z.string(),
  LoadBalancerId: z.string(),
  Priority: z.number(),
  Direction: z.enum(["Request", "Response"]).default("Request"),
  RuleStatus: z.enum(["Provisioning", "Configuring", "Available", "Deleting"]).default("Available"),
  RuleActions: z.array(z.custom<RuleAction>((value) => typeof value === "object")),
  RuleConditions: z.array(z.custom<RuleCondition>((value) => typeof value === "object")),
});
export type Rule = z.infer<typeof toRuleRow>;

export const securityPolicyRow = z.strictObject({
  SecurityPolicyId: z.string(),
  SecurityPolicyName: z.string().default(""),
  SecurityPolicyStatus: z.enum(["Configuring", "Available"]).default("Available"),
  TLSVersions: z.array(z.string()),
  Ciphers: z.array(z.string()),
  ResourceGroupId: z.string().default("rg-local"),
  CreateTime: z.string().default(""),
});
export type SecurityPolicy = z.infer<typeof securityPolicyRow>;

export const aclRow = z.strictObject({
  AclId: z.string(),
  AclName: z.string().default(""),
  AclStatus: z.enum(["Creating", "Available", "Configuring"]).default("Available"),
  AddressIPVersion: z.literal("IPv4").default("IPv4"),
  ConfigManagedEnabled: z.boolean().default(false),
  ResourceGroupId: z.string().default("rg-local"),
  CreateTime: z.string().default(""),
  /** Addresses and CIDR blocks. */
  Entries: z
    .array(
      z.strictObject({
        Entry: z.string(),
        Description: z.string().optional(),
        Status: z.enum(["Adding", "Available", "Removing"]).default("Available"),
      }),
    )
    .default([]),
});
export type Acl = z.infer<typeof aclRow>;

export const tagRow = z.strictObject({
  ResourceId: z.string(),
  ResourceType: z.enum([
    "acl",
    "loadbalancer",
    "securitypolicy",
    "servergroup",
    "listener",
    "rule",
    "healthchecktemplate",
  ]),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })),
});
export type ResourceTags = z.infer<typeof tagRow>;

export const jobRow = z.strictObject({
  Id: z.string(),
  ApiName: z.string(),
  OperateType: z.enum(["Create", "Update", "Delete"]),
  ResourceId: z.string(),
  ResourceType: z.enum(["loadbalancer", "listener", "rule", "acl", "securitypolicy", "servergroup"]),
  Status: z.enum(["Processing", "Succeeded", "Failed"]),
  CreateTime: z.number(),
  ModifyTime: z.number(),
  ErrorCode: z.string().optional(),
  ErrorMessage: z.string().optional(),
  /** The certificates that leave their listener with it; nobody is shown this. */
  Leaving: z.array(z.string()).optional(),
});
export type Job = z.infer<typeof jobRow>;

/** What will have happened by a certain time: rows as they shall be then, and as the data plane has them until then. */
export interface PendingChange {
  ChangeId: string;
  /** Milliseconds since 1970; absent: never, the change is stuck. */
  at?: number | undefined;
  /** When the data plane follows; absent: at once. */
  effectiveAt?: number | undefined;
  before: Edit<AlbRows>[];
  after: Edit<AlbRows>[];
}

/** Everything that ALB knows. */
export interface AlbRows {
  loadBalancers: LoadBalancer;
  listeners: Listener;
  rules: Rule;
  serverGroups: ServerGroup;
  securityPolicies: SecurityPolicy;
  acls: Acl;
  healthCheckTemplates: HealthCheckTemplate;
  tags: ResourceTags;
  jobs: Job;
  changes: PendingChange;
  usedTokens: UsedToken;
}

/** The state as actions see it. */
export type AlbState = Tables<AlbRows>;

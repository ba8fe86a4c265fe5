/** A difference that is meant, and why. */
interface Excuse {
  /** Of the differences as `measureFidelity` words them. */
  what: RegExp;
  why: string;
}

export const excuses: readonly Excuse[] = [
  // ALB
  {
    what: /^alb \w+ never sends \S*LoadBalancerOperationLocks\[\]/,
    why: "Nobody locks an instance here: no bill is overdue.",
  },
  {
    what: /NonNormalServers\[\]\.Reason/,
    why: "It is there once a check has failed, which takes seconds: healthMonitor's tests.",
  },
  { what: /^alb GetListenerHealthStatus never sends NextToken/, why: "Only rules are paged; paging.test.ts." },
  { what: /MirrorGroupConfig\.ServerGroupTuples\[\]\.Weight/, why: "No request takes a weight of a mirror." },
  { what: /InsertHeaderConfig\.CoverEnabled|TrafficLimitConfig\.QPSPerIp/, why: "No answer's model has it." },
  { what: /DeletionProtectionEnabled/, why: "It is told as DeletionProtectionConfig.Enabled." },
  { what: /SecurityGroupIds\[\]\.SecurityGroupId/, why: "It is told as a text in SecurityGroupIds." },
  {
    what: /\$\{(?:host|port)\}|documented are \$SERVER_IP, domain/,
    why: "The documented value is a placeholder beside free text.",
  },
  { what: /lacks (?:trafficMirror|RemoveHeaderConfig)$/, why: "The text misspells TrafficMirror and RemoveHeader." },
  // Function Compute
  {
    what: /^fc \w+ body\.custom(?:Container|Runtime)Config\.\S+ is not played$/,
    why: "Functions with these settings are refused whole, as not emulated.",
  },
  {
    what: /^fc (?:(?:Put|Get|Head|Delete)Object|GetTempBucketToken) has no response model/,
    why: "An upload's bucket is of Object Storage, and its token of the API of 2016, whose SDK has no models.",
  },
  // CAS
  {
    what: /^cas CreateCertificateName has no response model/,
    why: "No SDK of the registries has the version 2018-08-13 with it.",
  },
  {
    what: /^cas CreateDeploymentJob drops/,
    why: "The detail tells them as Config and CasContacts; ResourceIds in no answer.",
  },
  { what: /^cas UpdateDeploymentJobStatus drops/, why: "A status that was asked for is told as what became of it." },
  {
    what: /^cas UploadPCACert drops/,
    why: "The certificate is told as X509Certificate, its warehouse in ListCert; no answer has the name.",
  },
  { what: /^cas DescribeDeploymentJob never sends EndTime/, why: "A rollout lasts five seconds: cas.test.ts." },
  {
    what: /^cas GetCertificateDetail never sends (?:CompanyId|ContactId|Csr)$/,
    why: "Only ordered certificates have them.",
  },
  { what: /^cas GetUserCertificateDetail never sends (?:Encrypt|Sign)/, why: "This cloud has no SM2 certificates." },
  {
    what: /^cas ListUserCertificateOrder never sends/,
    why: "Only orders have it, and this cloud has none (alb.md §7.1).",
  },
  {
    what: /^cas DescribeCACertificate(?:List)? never sends/,
    why: "Of the purchase, the revocation list or the parent of a private CA; those here are roots that nobody bought.",
  },
  // Alibaba Cloud DNS
  {
    what: /^dns DescribeDomains never sends/,
    why: "Of paid instances, registration and tags, which domains here do not have.",
  },
  // Function Compute's other lines
  {
    what: /^fc \w+ never sends \S*(?:customContainerConfig|customRuntimeConfig)/,
    why: "Such a function is refused as not emulated.",
  },
  { what: /^fc \w+ never sends \S*additionalVersionWeight/, why: "Weights of an alias are refused as not emulated." },
  {
    what: /^fc \w+ never sends \S*(?:invocationRestriction|lockInfo|[sS]tateReason|lastUpdateStatusReason)/,
    why: "Only told of a function that is disabled, locked or failed; none is.",
  },
  {
    what: /^fc \w+CustomDomains? never sends \S*(?:authConfig|certConfig|corsConfig|tlsConfig|wafConfig|rewriteConfig|isE2B|subdomainCount)/,
    why: "Refused as not emulated, or (a certificate) told where it was given: httpTrigger.test.ts.",
  },
  {
    what: /^fc CreateFunction drops (?:code\.zipFile|layers\[\])/,
    why: "Code is told by size and checksum, a layer with its size.",
  },
  { what: /^fc ListTagResources never sends NextToken/, why: "All tags come in one page." },
  // CloudFlow
  {
    what: /^fnf \w+ never sends \S*(?:Environment|ExternalStorageLocation|ResourceGroupId)/,
    why: "Refused as not emulated.",
  },
  {
    what: /^fnf ReportTask\w+ never sends/,
    why: "It needs a function that hands its token out: test/local/cloudflow/api.",
  },
  // RAM and STS
  {
    what: /^ram CheckServiceLinkedRoleExistence has no response model/,
    why: "No SDK of the registries has it; fc3 reads Existence.",
  },
  {
    what: /^fc ListAsyncTasks never sends tasks\[\]\.(?:alreadyRetriedTimes|destinationStatus|durationMs|endTime|events|instanceId|requestId|returnPayload|status|taskErrorMessage|taskPayload)/,
    why: "That a task was accepted is remembered, and when; how it went stands in logs and at destinations.",
  },
  {
    what: /^ram DescribeTrails never sends TrailList\[\]\.(?:CreateTime|OrganizationId|StartLoggingTime|StopLoggingTime|UpdateTime)/,
    why: "When a trail began is not kept; it is of one account.",
  },
  {
    what: /^ram (?:CreateTrail|DescribeTrails) never sends \S*(?:MaxCompute\w+|Oss\w+|SlsWriteRoleArn)$/,
    why: "Trails deliver to Simple Log Service alone, in the name of a service-linked role; others are refused as not emulated.",
  },
  {
    what: /^cms \w+ never sends (?:Message|NextToken)$/,
    why: "A success has no message; that there is another page is looked at where minutes pass: cms.test.ts.",
  },
  {
    what: /^kms \w+ never sends (?:AutomaticRotation|CiphertextForRecipient|DKMSInstanceId|ExtendedConfig|LastRotationDate|NextRotationDate|RotationInterval)/,
    why: "Generic secrets do not rotate by themselves, and instances with keys of one's own are refused as not emulated.",
  },
  {
    what: /^ram (?:CreatePolicyVersion drops SetAsDefault|CreateServiceLinkedRole drops ServiceName)/,
    why: "It is told as what follows from it.",
  },
  { what: /^ram GetRole never sends Role\.LatestDeletionTask/, why: "Roles are deleted at once." },
  { what: /^ram ListEntitiesForPolicy never sends (?:Users|Groups)/, why: "This cloud has no users and groups." },
  { what: /^sts GetCallerIdentity never sends RoleId/, why: "Told to roles alone: ramService.test.ts." },
  // Simple Log Service
  { what: /^sls GetLogStore never sends productType/, why: "No request sets it." },
];

/** Why a difference is meant; undefined when nobody has said so. */
export function excuseFor(difference: string): string | undefined {
  return excuses.find(({ what }) => what.test(difference))?.why;
}

import { type Reason, reason } from "../../platform/reasons/reason.ts";

/** The products that operations write to. */
type WrittenProduct = "alb" | "cas" | "log";

/** A kind of write. */
interface WriteKind {
  product: WrittenProduct;
  /** About how long it takes until clients see it, a second of verification included (alb.md U17). */
  seconds: number;
  /** What it does, as data for people, from its parameters; most of what is named is a text. */
  says: (parameters: Parameters, lists: Lists) => Reason;
  /** The input with which the operation goes without it: what whoever is refused it by ALB's dry run can set instead. */
  otherwise?: string;
}

/** The parameters that are lists. */
interface Lists {
  Certificates?: { CertificateId: string }[];
  Rules?: unknown[];
  Servers?: unknown[];
  RuleConditions?: { Type?: string }[];
  RuleActions?: { ForwardGroupConfig?: { ServerGroupTuples?: { ServerGroupId: string; Weight: number }[] } }[];
}

type Parameters = Record<string, string>;

const ids = ({ Certificates = [] }: Lists) => Certificates.map(({ CertificateId }) => CertificateId);
const listenerIn = ({ ListenerId = "" }: Parameters) => ({ listenerId: ListenerId });
const logstoreIn = ({ ProjectName = "", LogstoreName = "" }: Parameters) => ({
  project: ProjectName,
  logstore: LogstoreName,
});

/** Every write that operations make. Certificates take 7 seconds, attributes and state 3; what no listener waits for is quick. */
export const WRITES = {
  AssociateAdditionalCertificatesWithListener: {
    product: "alb",
    seconds: 8,
    says: (p, lists) => reason("step-associate-certificates", { certificateIds: ids(lists), ...listenerIn(p) }),
  },
  DissociateAdditionalCertificatesFromListener: {
    product: "alb",
    seconds: 8,
    says: (p, lists) => reason("step-dissociate-certificates", { certificateIds: ids(lists), ...listenerIn(p) }),
  },
  UpdateListenerAttribute: {
    product: "alb",
    seconds: 4,
    says: (p, lists) =>
      ids(lists).length === 0
        ? reason("step-update-listener", {
            fields: Object.keys(p).filter((field) => field !== "ListenerId"),
            ...listenerIn(p),
          })
        : reason("step-set-default-certificate", { certificateIds: ids(lists), ...listenerIn(p) }),
  },
  UpdateListenerLogConfig: { product: "alb", seconds: 4, says: (p) => reason("step-set-tracing", listenerIn(p)) },
  StartListener: { product: "alb", seconds: 4, says: (p) => reason("step-start-listener", listenerIn(p)) },
  StopListener: { product: "alb", seconds: 4, says: (p) => reason("step-stop-listener", listenerIn(p)) },
  CreateListener: {
    product: "alb",
    seconds: 4,
    says: ({ ListenerProtocol = "", ListenerPort = "", LoadBalancerId = "" }) =>
      reason("step-create-listener", {
        protocol: ListenerProtocol,
        port: Number(ListenerPort),
        loadBalancerId: LoadBalancerId,
      }),
  },
  DeleteListener: { product: "alb", seconds: 4, says: (p) => reason("step-delete-listener", listenerIn(p)) },
  CreateRules: {
    product: "alb",
    seconds: 4,
    says: (p, { Rules = [] }) => reason("step-create-rules", { count: Rules.length, ...listenerIn(p) }),
  },
  CreateRule: {
    product: "alb",
    seconds: 4,
    says: (_, lists) => describeCanary(lists),
    otherwise: "atOnce",
  },
  UpdateRuleAttribute: { product: "alb", seconds: 4, says: (_, lists) => describeCanary(lists) },
  DeleteRule: { product: "alb", seconds: 4, says: ({ RuleId = "" }) => reason("step-delete-rule", { ruleId: RuleId }) },
  AssociateAclsWithListener: {
    product: "alb",
    seconds: 4,
    says: (p) => reason("step-associate-acls", { aclType: p.AclType ?? "", ...listenerIn(p) }),
  },
  EnableLoadBalancerAccessLog: {
    product: "alb",
    seconds: 4,
    says: ({ LoadBalancerId = "", LogProject = "", LogStore = "" }) =>
      reason("step-enable-access-log", { loadBalancerId: LoadBalancerId, project: LogProject, logstore: LogStore }),
  },
  DisableLoadBalancerAccessLog: {
    product: "alb",
    seconds: 4,
    says: ({ LoadBalancerId = "" }) => reason("step-disable-access-log", { loadBalancerId: LoadBalancerId }),
  },
  CreateServerGroup: {
    product: "alb",
    seconds: 4,
    says: ({ LoadBalancerId, ServerGroupName = "" }) =>
      LoadBalancerId === undefined
        ? reason("step-create-server-group", { name: ServerGroupName })
        : reason("step-create-closed-group"),
  },
  AddServersToServerGroup: {
    product: "alb",
    seconds: 4,
    says: (_, { Servers = [] }) => reason("step-add-servers", { count: Servers.length }),
  },
  DeleteServerGroup: {
    product: "alb",
    seconds: 4,
    says: ({ ServerGroupId = "" }) => reason("step-delete-server-group", { serverGroupId: ServerGroupId }),
  },
  CreateSecurityPolicy: {
    product: "alb",
    seconds: 2,
    says: ({ SecurityPolicyName = "" }) => reason("step-create-tls-policy", { name: SecurityPolicyName }),
  },
  DeleteSecurityPolicy: {
    product: "alb",
    seconds: 2,
    says: ({ SecurityPolicyId = "" }) => reason("step-delete-tls-policy", { policyId: SecurityPolicyId }),
  },
  UploadUserCertificate: {
    product: "cas",
    seconds: 2,
    says: ({ CopyOf = "" }) => reason("step-copy-certificate", { certificateId: CopyOf }),
  },
  DeleteUserCertificate: {
    product: "cas",
    seconds: 2,
    says: ({ CopyOf = "" }) => reason("step-delete-certificate-copy", { certificateId: CopyOf }),
  },
  CreateProject: {
    product: "log",
    seconds: 2,
    says: ({ ProjectName = "" }) => reason("step-create-log-project", { project: ProjectName }),
  },
  CreateLogStore: { product: "log", seconds: 2, says: (p) => reason("step-create-logstore", logstoreIn(p)) },
  CreateIndex: { product: "log", seconds: 2, says: (p) => reason("step-create-index", logstoreIn(p)) },
} as const satisfies Record<string, WriteKind>;

export type WriteAction = keyof typeof WRITES;

/** What a canary rule does: the group that is named last is the new one. */
function describeCanary({ RuleConditions = [], RuleActions = [] }: Lists): Reason {
  const tuples = RuleActions[0]?.ForwardGroupConfig?.ServerGroupTuples ?? [];
  const { ServerGroupId: serverGroupId = "", Weight = 0 } = tuples.at(-1) ?? {};
  if (RuleConditions[0]?.Type === "Header") return reason("step-probe-canary", { serverGroupId });
  const sum = tuples.reduce((total, one) => total + one.Weight, 0);
  return reason("step-share-requests", { percent: Math.round((Weight / sum) * 100), serverGroupId });
}

/** The RAM action that allows a write. */
export function permissionOf(action: WriteAction): string {
  return `${RAM_PREFIX[WRITES[action].product]}:${action}`;
}

/** What RAM calls these products. */
const RAM_PREFIX: Record<WrittenProduct, string> = { alb: "alb", cas: "yundun-cert", log: "log" };

/** One write as data. Ids that the cloud has yet to give are references like `@serverGroup`. */
export interface Write<Value> {
  action: WriteAction;
  parameters: Record<string, unknown>;
  /** The resource's value when it has taken effect. */
  after: Value | null;
}

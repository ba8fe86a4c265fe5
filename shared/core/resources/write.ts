/** The products that operations write to. */
type WrittenProduct = "alb" | "cas" | "log";

/** A kind of write. */
interface WriteKind {
  product: WrittenProduct;
  /** About how long it takes until clients see it, a second of verification included (alb.md U17). */
  seconds: number;
  /** What it does, as a person would say it, from its parameters; most of what is named is a text. */
  says: (parameters: Record<string, string>, lists: Lists) => string;
  /** What whoever is refused it by ALB's dry run can do instead, as the end of a sentence. */
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

const ids = ({ Certificates = [] }: Lists) => Certificates.map(({ CertificateId }) => CertificateId).join(", ");
const fields = (parameters: object) =>
  Object.keys(parameters)
    .filter((key) => key !== "ListenerId")
    .join(", ");
const counted = ({ length }: unknown[], thing: string) => `${length} ${thing}${length === 1 ? "" : "s"}`;

/** Every write that operations make. Certificates take 7 seconds, attributes and state 3; what no listener waits for is quick. */
export const WRITES = {
  AssociateAdditionalCertificatesWithListener: {
    product: "alb",
    seconds: 8,
    says: (p, lists) => `associate ${ids(lists)} with ${p.ListenerId}`,
  },
  DissociateAdditionalCertificatesFromListener: {
    product: "alb",
    seconds: 8,
    says: (p, lists) => `dissociate ${ids(lists)} from ${p.ListenerId}`,
  },
  UpdateListenerAttribute: {
    product: "alb",
    seconds: 4,
    says: (p, lists) =>
      ids(lists) === ""
        ? `update ${fields(p)} of ${p.ListenerId}`
        : `make ${ids(lists)} the default certificate of ${p.ListenerId}`,
  },
  UpdateListenerLogConfig: {
    product: "alb",
    seconds: 4,
    says: (p) => `set the tracing of ${p.ListenerId}`,
  },
  StartListener: {
    product: "alb",
    seconds: 4,
    says: (p) => `start ${p.ListenerId}`,
  },
  StopListener: {
    product: "alb",
    seconds: 4,
    says: (p) => `stop ${p.ListenerId}`,
  },
  CreateListener: {
    product: "alb",
    seconds: 4,
    says: (p) => `make a listener for ${p.ListenerProtocol} on port ${p.ListenerPort} of ${p.LoadBalancerId}`,
  },
  DeleteListener: {
    product: "alb",
    seconds: 4,
    says: (p) => `delete ${p.ListenerId}`,
  },
  CreateRules: {
    product: "alb",
    seconds: 4,
    says: (p, { Rules = [] }) => `make ${counted(Rules, "rule")} on ${p.ListenerId}`,
  },
  CreateRule: {
    product: "alb",
    seconds: 4,
    says: (_, lists) => describeCanary(lists),
    otherwise: "; atOnce goes without steps",
  },
  UpdateRuleAttribute: { product: "alb", seconds: 4, says: (_, lists) => describeCanary(lists) },
  DeleteRule: { product: "alb", seconds: 4, says: (p) => `delete ${p.RuleId}` },
  AssociateAclsWithListener: {
    product: "alb",
    seconds: 4,
    says: (p) => `associate access control lists (${p.AclType}) with ${p.ListenerId}`,
  },
  EnableLoadBalancerAccessLog: {
    product: "alb",
    seconds: 4,
    says: (p) => `write the access log of ${p.LoadBalancerId} to ${p.LogProject}/${p.LogStore}`,
  },
  DisableLoadBalancerAccessLog: {
    product: "alb",
    seconds: 4,
    says: (p) => `stop the access log of ${p.LoadBalancerId}`,
  },
  CreateServerGroup: {
    product: "alb",
    seconds: 4,
    says: (p) =>
      p.LoadBalancerId === undefined
        ? `make the server group ${p.ServerGroupName}`
        : "make an empty server group, which answers 503 until the listener is whole",
  },
  AddServersToServerGroup: {
    product: "alb",
    seconds: 4,
    says: (_, { Servers = [] }) => `add ${counted(Servers, "server")} to it`,
  },
  DeleteServerGroup: {
    product: "alb",
    seconds: 4,
    says: (p) =>
      p.ServerGroupId === "@closedGroup" ? `delete ${p.ServerGroupId}` : `delete the server group ${p.ServerGroupId}`,
  },
  CreateSecurityPolicy: {
    product: "alb",
    seconds: 2,
    says: (p) => `make the TLS policy ${p.SecurityPolicyName}`,
  },
  DeleteSecurityPolicy: {
    product: "alb",
    seconds: 2,
    says: (p) => `delete the TLS policy ${p.SecurityPolicyId}`,
  },
  UploadUserCertificate: {
    product: "cas",
    seconds: 2,
    says: (p) => `copy ${p.CopyOf} in the certificate service`,
  },
  DeleteUserCertificate: {
    product: "cas",
    seconds: 2,
    says: (p) => `delete the copy of ${p.CopyOf} from the certificate service`,
  },
  CreateProject: {
    product: "log",
    seconds: 2,
    says: (p) => `make the log project ${p.ProjectName}`,
  },
  CreateLogStore: {
    product: "log",
    seconds: 2,
    says: (p) => `make the logstore ${p.ProjectName}/${p.LogstoreName}`,
  },
  CreateIndex: {
    product: "log",
    seconds: 2,
    says: (p) => `index ${p.ProjectName}/${p.LogstoreName}`,
  },
} as const satisfies Record<string, WriteKind>;

export type WriteAction = keyof typeof WRITES;

/** What a canary rule does: the group that is named last is the new one. */
function describeCanary({ RuleConditions = [], RuleActions = [] }: Lists): string {
  const tuples = RuleActions[0]?.ForwardGroupConfig?.ServerGroupTuples ?? [];
  const fresh = tuples.at(-1);
  if (RuleConditions[0]?.Type === "Header")
    return `send nothing but albflow's own questions to ${fresh?.ServerGroupId}`;
  const sum = tuples.reduce((total, { Weight }) => total + Weight, 0);
  return `send ${Math.round(((fresh?.Weight ?? 0) / sum) * 100)} % of the requests to ${fresh?.ServerGroupId}`;
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

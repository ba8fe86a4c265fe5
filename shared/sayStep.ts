import type { FacetName } from "./facets/registry.ts";
import type { WriteAction } from "./facets/write.ts";
import type { Step } from "./path.ts";

/** One step as a person would say it: `associate 123-cn-hangzhou with lsn-1`. Ids must be filled in already. */
export function sayStep({ action, parameters }: Pick<Step, "action" | "parameters">): string {
  return sayReferences(SENTENCES[action](parameters as Parameters, parameters as Lists));
}

/** Puts words in place of references to ids that the cloud has yet to give: `@copy` is the new listener. */
export function sayReferences(text: string): string {
  return text.replaceAll(/@(\w+)/g, (reference, name: string) => MADE[name as FacetName] ?? reference);
}

const MADE: Partial<Record<FacetName, string>> = {
  serverGroup: "the new server group",
  securityPolicy: "the new TLS policy",
  successorCopy: "the copy of the new default",
  formerCopy: "the copy of the former default",
  closedGroup: "the empty server group",
  copy: "the new listener",
  listener: "the new listener",
};

/** Most of what sentences name is a text. */
type Parameters = Record<string, string>;

interface Lists {
  Certificates?: { CertificateId: string }[];
  Rules?: unknown[];
  Servers?: unknown[];
}

const ids = ({ Certificates = [] }: Lists) => Certificates.map(({ CertificateId }) => CertificateId).join(", ");
const fields = (parameters: Parameters) =>
  Object.keys(parameters)
    .filter((key) => key !== "ListenerId")
    .join(", ");

const counted = ({ length }: unknown[], thing: string) => `${length} ${thing}${length === 1 ? "" : "s"}`;

const SENTENCES: Record<WriteAction, (parameters: Parameters, lists: Lists) => string> = {
  AssociateAdditionalCertificatesWithListener: (p, lists) => `associate ${ids(lists)} with ${p.ListenerId}`,
  DissociateAdditionalCertificatesFromListener: (p, lists) => `dissociate ${ids(lists)} from ${p.ListenerId}`,
  UpdateListenerAttribute: (p, lists) =>
    ids(lists) === ""
      ? `update ${fields(p)} of ${p.ListenerId}`
      : `make ${ids(lists)} the default certificate of ${p.ListenerId}`,
  UpdateListenerLogConfig: (p) => `set the tracing of ${p.ListenerId}`,
  StartListener: (p) => `start ${p.ListenerId}`,
  StopListener: (p) => `stop ${p.ListenerId}`,
  CreateListener: (p) => `make a listener for ${p.ListenerProtocol} on port ${p.ListenerPort} of ${p.LoadBalancerId}`,
  DeleteListener: (p) => `delete ${p.ListenerId}`,
  CreateRules: (p, { Rules = [] }) => `make ${counted(Rules, "rule")} on ${p.ListenerId}`,
  EnableLoadBalancerAccessLog: (p) => `write the access log of ${p.LoadBalancerId} to ${p.LogProject}/${p.LogStore}`,
  DisableLoadBalancerAccessLog: (p) => `stop the access log of ${p.LoadBalancerId}`,
  AssociateAclsWithListener: (p) => `associate access control lists (${p.AclType}) with ${p.ListenerId}`,
  CreateServerGroup: (p) =>
    p.LoadBalancerId === undefined
      ? `make the server group ${p.ServerGroupName}`
      : "make an empty server group, which answers 503 until the listener is whole",
  AddServersToServerGroup: (_, { Servers = [] }) => `add ${counted(Servers, "server")} to it`,
  DeleteServerGroup: (p) =>
    p.ServerGroupId === "@closedGroup" ? `delete ${p.ServerGroupId}` : `delete the server group ${p.ServerGroupId}`,
  CreateSecurityPolicy: (p) => `make the TLS policy ${p.SecurityPolicyName}`,
  DeleteSecurityPolicy: (p) => `delete the TLS policy ${p.SecurityPolicyId}`,
  UploadUserCertificate: (p) => `copy ${p.CopyOf} in the certificate service`,
  DeleteUserCertificate: (p) => `delete the copy of ${p.CopyOf} from the certificate service`,
  CreateProject: (p) => `make the log project ${p.ProjectName}`,
  CreateLogStore: (p) => `make the logstore ${p.ProjectName}/${p.LogstoreName}`,
  CreateIndex: (p) => `index ${p.ProjectName}/${p.LogstoreName}`,
};

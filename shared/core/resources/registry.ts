import { type AccessLog, type AccessLogKey, accessLog } from "./accessLog.ts";
import { type CanaryKey, type CanaryRule, canaryRule } from "./canaryRule.ts";
import { type CertificateCopy, certificateCopy } from "./certificateCopy.ts";
import { type ClosedGroup, type ClosedGroupKey, closedGroup } from "./closedGroup.ts";
import { listener } from "./listener.ts";
import type { Listener, ListenerKey } from "./listenerState.ts";
import { type LogIndex, logIndex } from "./logIndex.ts";
import { type LogProject, logProject } from "./logProject.ts";
import { type Logstore, logstore } from "./logstore.ts";
import type { Resource } from "./resource.ts";
import { type SecurityPolicy, securityPolicy } from "./securityPolicy.ts";
import { type ServerGroup, serverGroup } from "./serverGroup.ts";

/** The value of every resource. */
export interface ResourceValues {
  logProject: LogProject;
  logstore: Logstore;
  logIndex: LogIndex;
  accessLog: AccessLog;
  serverGroup: ServerGroup;
  securityPolicy: SecurityPolicy;
  /** The copy of a certificate that is to become the default. */
  successorCopy: CertificateCopy;
  /** The copy of the certificate that was the default. */
  formerCopy: CertificateCopy;
  /** Where a listener forwards to until it is whole. */
  closedGroup: ClosedGroup;
  /** What shares requests between present and new server groups for a while. */
  canaryRule: CanaryRule;
  /** The listener that copyListener makes. */
  copy: Listener;
  /** The listener that the operation is about. */
  listener: Listener;
}

/** How each of them is found. */
export interface ResourceScopes {
  logProject: Pick<LogProject, "ProjectName">;
  logstore: Pick<Logstore, "ProjectName" | "LogstoreName">;
  logIndex: Pick<LogIndex, "ProjectName" | "LogstoreName">;
  accessLog: AccessLogKey;
  serverGroup: Pick<ServerGroup, "ServerGroupName">;
  securityPolicy: Pick<SecurityPolicy, "SecurityPolicyName">;
  successorCopy: Pick<CertificateCopy, "CopyOf">;
  formerCopy: Pick<CertificateCopy, "CopyOf">;
  closedGroup: ClosedGroupKey;
  canaryRule: CanaryKey;
  copy: ListenerKey;
  listener: ListenerKey;
}

export type ResourceName = keyof ResourceValues;

/** Every resource, in the order in which they are made: each may refer to those before it. */
export const RESOURCES: { [Name in ResourceName]: Resource<ResourceScopes[Name], ResourceValues[Name]> } = {
  logProject,
  logstore,
  logIndex,
  accessLog,
  serverGroup,
  securityPolicy,
  successorCopy: certificateCopy("successorCopy"),
  formerCopy: certificateCopy("formerCopy"),
  closedGroup,
  canaryRule,
  copy: listener("copy"),
  listener: listener("listener"),
};

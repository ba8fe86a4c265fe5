import type { AnyReason } from "../../../platform/reasons/define.ts";
import type { refusalReasons } from "../../../platform/reasons/topics/refusals.ts";
import type { Messages } from "../message.ts";

/** What a feature is called; fields of an input are called by their names. */
const FEATURES: Readonly<Record<string, string>> = {
  "mutual-authentication": "mutual authentication",
  "tls-policy": "a TLS policy",
  tracing: "tracing",
};
const feature = (name: string) => FEATURES[name] ?? name;
const AT_ONCE = "Set atOnce, which goes without steps";
const UNREACHABLE = "Accept it with verification.acceptUnreachable";
const QUOTA = "alb_quota_loadbalancer_certificates_num_<edition>_edition";
const named = (id: string, name: string | null) => (name === null ? id : `${id} (${name})`);

/** Where what somebody else manages is changed. */
export const placeOfManager = ({ code, params }: AnyReason) => {
  if (code === "managed-by-service") return "the service that it belongs to";
  return typeof params.config === "string" ? `the AlbConfig ${params.config}` : "its AlbConfig";
};

export const refusals: Messages<typeof refusalReasons> = {
  "listener-managed": {
    message: ({ manager }, f) => `it is managed by ${f.messageOf(manager)}, which would undo the change or refuses it`,
    next: ({ manager }) => `Change it in ${placeOfManager(manager)}, or accept that with acceptManaged`,
  },
  "managed-by-ingress": ({ cluster }) =>
    `the ALB Ingress controller of ${cluster === null ? "a Kubernetes cluster" : `the cluster ${cluster}`}`,
  "managed-by-service": ({ flag }) => `another service of Alibaba Cloud (${flag})`,
  "instance-protected": {
    message: ({ loadBalancerId, note }) =>
      `its instance ${loadBalancerId} is protected against changes${note === null ? "" : ` (${note})`}`,
    next: "Lift the protection first",
  },
  "instance-locked": {
    message: ({ loadBalancerId, locks }) =>
      `its instance ${loadBalancerId} is locked: ${locks.map(({ type, note }) => (note === null ? type : `${type}, ${note}`)).join("; ")}`,
    next: "Settle what the lock is for",
  },
  "instance-in-arrears": {
    message: ({ loadBalancerId }) => `the business status of its instance ${loadBalancerId} is Abnormal`,
    next: "Pay its bills",
  },
  "edition-lacks-feature": {
    message: ({ loadBalancerId, edition, feature: name }) =>
      `its instance ${loadBalancerId} is of the ${edition} edition, which has no ${feature(name)}`,
    next: "Upgrade the instance",
  },
  "certificates-over-quota": {
    message: ({ loadBalancerId, needed, allowed }) =>
      `${loadBalancerId} would hold ${needed} additional certificates, and may hold ${allowed}`,
    next: `Remove some with removeCertificates, raise the quota ${QUOTA}, or say in certificateQuota that it was raised`,
  },
  "no-quota-for-successor": {
    message: ({ loadBalancerId }) => `${loadBalancerId} has no quota for another certificate while both are bound`,
    next: `Remove one with removeCertificates, or raise the quota ${QUOTA}`,
  },

  "http-without-certificates": {
    message: "it is an HTTP listener, and only HTTPS and QUIC have certificates",
    next: "Use an HTTPS or QUIC listener",
  },
  "https-only": {
    message: ({ feature: name, protocol }) => `${feature(name)} is for HTTPS listeners only, and this is ${protocol}`,
    next: "Use an HTTPS listener",
  },
  "port-and-protocol-fixed": {
    message: "port and protocol of a listener can never be changed",
    next: "Create a new listener with copyListener, and move the clients to it",
  },
  "quic-unverifiable": {
    message: "the functions cannot speak QUIC, so it could not be verified",
    next: UNREACHABLE,
  },
  "no-mutual-authentication": {
    message: "it has no mutual authentication",
    next: "Switch it on with enableMutualAuth",
  },
  "not-tracing": { message: "it does not trace", next: "Switch tracing on with enableTracing" },
  "unknown-settings-lost": {
    message: ({ fields }, f) => `albflow does not know ${f.list(fields)}, which would be lost`,
    next: ({ fields }, f) => `Name ${f.list(fields)} in acceptLossOf to lose it, or do it by hand`,
  },

  "tracing-not-offered": {
    message: ({ region }) => `ALB offers no tracing in ${region}`,
    next: "Use a region that docs/operations/enableTracing.md lists",
  },
  "access-log-elsewhere": {
    message: ({ loadBalancerId, logstore }) =>
      `${loadBalancerId} already writes its access log to ${logstore}, and to one logstore only`,
    next: "Leave out project and logstore",
  },
  "access-log-into-own-logs": {
    message: ({ logstore }) => `${logstore} holds albflow's own reports and audit trail`,
    next: "Name another logstore, or leave out project and logstore",
  },
  "access-log-in-use": {
    message: ({ listenerIds }, f) => `the access log is in use by the tracing of ${f.list(listenerIds)}`,
    next: "Disable that first, or leave the access log on",
  },
  "no-access-log": {
    message: ({ loadBalancerId }) => `its instance ${loadBalancerId} writes no access log to trace into`,
    next: "Enable the access log first, with enableTracing",
  },

  "tls-policy-not-found": {
    message: ({ policyId }) => `there is no TLS policy ${policyId} in this region`,
    next: "Check its id and the region",
  },
  "access-list-not-found": {
    message: ({ aclId }) => `there is no access control list ${aclId} in this region`,
    next: "Check its id and the region, or leave it out",
  },
  "priority-twice": {
    message: ({ priority }) => `two rules have the priority ${priority}`,
    next: "Give each rule a priority of its own",
  },
  "server-group-not-found": {
    message: ({ serverGroupId }) => `there is no server group ${serverGroupId} in this region`,
    next: "Check its id and the region",
  },
  "certificate-not-found": {
    message: ({ certificateId }) => `there is no certificate ${certificateId} in the certificate service`,
    next: "Check its id; `albflow certificates` lists them",
  },
  "certificate-not-additional": {
    message: ({ certificateId }) => `${certificateId} is not one of its additional certificates`,
    next: "Add it first, with addCertificates",
  },
  "certificate-not-bound": {
    message: ({ certificateId }) => `${certificateId} is not bound to it, so there is nothing to replace`,
    next: "Name a certificate that is bound to it",
  },

  "port-taken": {
    message: ({ protocol, port, loadBalancerId, listenerId }) =>
      `${protocol} port ${port} of ${loadBalancerId} is taken by ${listenerId}, which has other settings`,
    next: "Use another port",
  },
  "place-changing": {
    message: ({ listenerId, status }) => `${listenerId} stands in its place and is ${status}`,
    next: "An execution tries again by itself; a plan has to be asked for again",
  },
  "server-group-differs": {
    message: ({ name, serverGroupId }) => `there is a server group ${name} (${serverGroupId}) with other settings`,
    next: "Use another name",
  },
  "tls-policy-differs": {
    message: ({ name, policyId }) => `there is a TLS policy ${name} (${policyId}) with other contents`,
    next: "Use another name",
  },
  "canary-rule-exists": {
    message: ({ name, ruleId }) => `it has a rule ${name} (${ruleId}) that is not of this change`,
    next: "Wait for the change that created it, undo that, or delete the rule if it is nobody's",
  },

  "server-group-choice": {
    message: "exactly one of serverGroupId and create must be set",
    next: "Set one of them",
  },
  "server-unfit": {
    message: ({ serverId, problem, groupType }) =>
      `ALB would not add the server ${serverId} to a group of type ${groupType}: ${{ twice: "it is named twice", type: "its type does not fit", address: "its address is not valid" }[problem]}`,
    next: "Correct its ServerType, ServerId or ServerIp",
  },
  "server-group-unhealthy": {
    message: ({ serverGroupId, down, total }, f) =>
      `${down.length} of ${total} servers of ${serverGroupId} are down: ${f.list(down)}`,
    next: "Fix the servers, or allow it with unhealthyPercent",
  },
  "canary-steps-invalid": {
    message: ({ steps }) => `steps must ascend and end with 100, and are ${steps.join(", ")}`,
    next: "Correct steps",
  },
  "canary-watch-too-long": {
    message: ({ seconds, most }) => `it would be watched for ${seconds} s, and ${most} s are allowed`,
    next: "Set fewer or shorter steps",
  },
  "canary-mixed-protocols": {
    message: ({ present, target }) => `ALB shares no requests between servers that speak ${present} and ${target}`,
    next: AT_ONCE,
  },
  "canary-too-many-groups": {
    message: ({ most }) => `ALB shares requests among ${most} server groups at most`,
    next: AT_ONCE,
  },
  "canary-without-priority": {
    message: ({ priority }) => `a rule has priority ${priority}, so none can come after it`,
    next: AT_ONCE,
  },

  "policy-without-suite": {
    message: ({ names, certificateId, key, policyId }, f) =>
      `nobody could connect to ${names.length === 0 ? certificateId : f.list(names)} any more, because ${policyId} has no cipher suite for the key of ${certificateId} (${key})`,
    next: "Use a policy with cipher suites for that key",
  },
  "cipher-without-version": {
    message: ({ cipher, versions }, f) => `${cipher} is supported by none of ${f.list(versions)}`,
    next: "Leave it out, or add its version",
  },
  "tls-1-3-without-cipher": {
    message: "TLSv1.3 needs at least one of its own ciphers",
    next: "Add one, for example TLS_AES_128_GCM_SHA256",
  },

  "copy-without-certificate": {
    message: ({ protocol }) => `a listener for ${protocol} needs a certificate, and this one has none`,
    next: "Name one in certificateId",
  },
  "default-certificate-fixed": {
    message: ({ certificateId }) => `${certificateId} is its default certificate, which can only be replaced`,
    next: "Replace it with rotateCertificate",
  },
  "two-default-certificates": {
    message: ({ certificateIds }, f) =>
      `it has two default certificates (${f.list(certificateIds)}), one for each kind of key, and one would be removed`,
    next: "Replace the one that it is about with rotateCertificate",
  },
  "names-left-uncovered": {
    message: ({ names }, f) => `${f.list(names)} would be left without a certificate`,
    next: "Add one first, or name them in allowUncoveredNames",
  },
  "names-unknown": {
    message: ({ certificateId }) =>
      `the names of ${certificateId} are not known, as the certificate service does not have it`,
    next: "Name those that clients may lose in allowUncoveredNames",
  },
  "successor-lacks-names": {
    message: ({ successorId, certificateId, names }, f) =>
      `${successorId} does not cover ${f.list(names)}, which ${certificateId} serves now`,
    next: "Use one that does; names that nobody asks for are given up with addCertificates, promoteCertificate for the default, and removeCertificates with allowUncoveredNames",
  },
  "successor-serves-alone": {
    message: ({ successorId, names }, f) =>
      `${successorId} already serves ${f.list(names)} alone, and they would be without a certificate for a moment`,
    next: "Use promoteCertificate, which does it without that moment",
  },
  "key-kind-served-already": {
    message: ({ successorId, key, formerKey }) =>
      `the key of ${successorId} is ${key} after ${formerKey}, and the listener has a default certificate of that kind already: it would have none of the other`,
    next: "Use a successor with the same kind of key",
  },
  "successor-not-later": {
    message: ({ successorId, certificateId }) => `${successorId} does not expire later than ${certificateId}`,
    next: "Use a certificate that expires later",
  },
  "copied-key-withheld": {
    message: ({ certificateId }) =>
      `the certificate service does not give the key of ${certificateId}, so it cannot be copied`,
    next: "Upload the certificate with its key",
  },
  "certificate-ended": {
    message: ({ certificateId, name, notAfter }, f) =>
      `${named(certificateId, name)} expired at ${f.time(notAfter)}, and clients would be turned away`,
    next: ({ canBeReplaced }) =>
      canBeReplaced
        ? "Replace it first: rotateCertificate does so while the listener is stopped"
        : "Use a certificate that is valid",
  },
  "client-ca-ended": {
    message: ({ certificateId, name, notAfter }, f) =>
      `the CA certificate ${named(certificateId, name)} expired at ${f.time(notAfter)}, and every client would be turned away`,
    next: "Use a CA certificate that is valid",
  },
};

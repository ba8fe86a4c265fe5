import type { probeReasons } from "../../../platform/reasons/topics/probes.ts";
import type { Messages } from "../message.ts";

const COMPARE = "Compare the listener's configuration with what it serves; `albflow listener` probes it again";
const asking = ({ serverName, key }: { serverName: string | null; key: string | null }) =>
  `${serverName === null ? "Clients that send no SNI" : `Clients that ask for ${serverName}`}${key === null ? "" : ` and accept ${key} keys only`}`;

export const probes: Messages<typeof probeReasons> = {
  "probe-handshake": ({ serverName, key }) =>
    `${serverName === null ? "TLS without SNI" : `TLS for ${serverName}`}${key === null ? "" : ` with ${key} keys only`}`,
  "probe-handshakes-of": ({ certificateId }) => `TLS for the names of ${certificateId}`,
  "probe-dns-names": ({ certificateId }) => `DNS names of ${certificateId}`,
  "probe-http": ({ path }) => `GET ${path}`,
  "probe-http-repeatedly": ({ path }) => `GET ${path}, several times`,
  "probe-access-log": "answers in the access log",
  "probe-group-health": ({ serverGroupIds }, f) => `health of the servers of ${f.list(serverGroupIds)}`,
  "probe-canary": ({ path, percent, serverGroupIds }, f) =>
    `GET ${path}, several times, ${percent} % of them to ${f.list(serverGroupIds)}`,
  "probe-present-groups": ({ path, serverGroupIds }, f) => `answers of ${f.list(serverGroupIds)} to ${path} before`,
  "probe-group-access-log": ({ serverGroupIds }, f) => `answers of ${f.list(serverGroupIds)} in the access log`,
  "probe-websocket": ({ path }) => `WebSocket ${path}`,
  "probe-closed-port": ({ port }) => `connection to port ${port}`,
  "probe-client-certificate": ({ certificateId }) =>
    certificateId === null ? "no client certificate" : `client certificate ${certificateId}`,
  "probe-server-health": "health of the servers",
  "probe-tls-version": ({ version }) => version,
  "probe-cipher": ({ cipher }) => cipher,
  "probe-trace": ({ logstore }) => `traced request in ${logstore}`,
  "probe-quic": "QUIC",
  "probe-certificates": "certificates",
  "probe-access-control": "access control lists",
  "probe-configuration": "configuration of the stopped listener",
  "probe-anything": "what clients are served",
  "probe-more": ({ count }, f) => f.count(count, "more probe", "more probes"),

  "value-serial": ({ serial }) => `serial ${serial}`,
  "value-unknown-certificate": "a certificate that the certificate service no longer has",
  "value-serial-or-unknown": ({ serial }) =>
    `serial ${serial}, or a certificate that the certificate service no longer has`,
  "value-any-number": "any number",
  "value-any-answer": "an answer",
  "value-http-status": ({ status }) => `HTTP ${status}`,
  "value-refused": "refused",
  "value-accepted": "accepted",
  "value-offered": "offered",
  "value-admitted": "admitted",
  "value-rejected": "rejected",
  "value-nothing": "nothing",
  "value-most-percent": ({ percent }) => `at most ${percent} %`,
  "value-count-of": ({ count, total }) => `${count} of ${total}`,
  "value-at-least-one": "at least one",
  "value-not-asked-for": "not asked for",
  "value-unusable-names": ({ names, count }) =>
    `${names.map((name) => JSON.stringify(name)).join(", ")}${count > names.length ? ` and ${count - names.length} more` : ""}, which no client can ask for`,
  "value-companions": ({ listenerIds }, f) =>
    listenerIds.length === 0
      ? "what HTTPS listeners of the same instance serve"
      : `probed through ${f.list(listenerIds)}`,
  "value-as-configured": ({ count }) => `${count} as configured`,
  "value-not-probed": ({ cause }, { messageOf }) => `not probed: ${messageOf(cause)}`,

  "probe-matches": ({ probe, found }, { messageOf }) => `${messageOf(probe)}: ${messageOf(found)}`,
  "probe-mismatch": {
    message: ({ probe, problem }, { messageOf }) => `${messageOf(probe)}: ${messageOf(problem)}`,
    next: COMPARE,
  },
  "probe-inconclusive": ({ probe, cause }, { messageOf }) => `${messageOf(probe)}: not verified: ${messageOf(cause)}`,
  "wrong-certificate": {
    message: ({ serverName, key, serial, names, notAfter, expected }, f) =>
      `${asking({ serverName, key })} are served the certificate with serial ${serial} (${f.list(names, 3)}; expires ${notAfter.slice(0, 10)}) instead of ${f.messageOf(expected)}`,
    next: COMPARE,
  },
  "no-certificate-served": {
    message: ({ serverName, key, cause }, { messageOf }) =>
      `${asking({ serverName, key })} get no certificate: ${messageOf(cause)}`,
    next: COMPARE,
  },
  "no-http-answer": {
    message: ({ path, cause }, { messageOf }) => `Clients get no answer to GET ${path}: ${messageOf(cause)}`,
    next: "Check the servers behind the listener and its security group",
  },
  "port-still-open": {
    message: ({ port, cause }, { messageOf }) => `Port ${port} still accepts connections although ${messageOf(cause)}`,
    next: "Probe again in a minute; if it stays open, another listener or proxy answers at this address",
  },
  "listener-is-stopped": ({ listenerId }) => `${listenerId} is stopped`,
  "listener-is-gone": "the listener no longer exists",
  "websocket-refused": {
    message: ({ path, status }) => `Clients that ask for a WebSocket at ${path} get HTTP ${status}`,
    next: "Check verification.webSocketPath and the servers behind the listener",
  },
  "websocket-no-answer": {
    message: ({ path, cause }, { messageOf }) =>
      `Clients that ask for a WebSocket at ${path} get no answer: ${messageOf(cause)}`,
    next: "Check verification.webSocketPath and the servers behind the listener",
  },
  "client-certificate-mismatch": {
    message: ({ certificateId, found, expected }, { messageOf }) =>
      `A client with ${certificateId === null ? "no client certificate" : `client certificate ${certificateId}`} is ${messageOf(found)} instead of ${messageOf(expected)}`,
    next: "Check the CA certificate of the listener and the client certificates in verification",
  },
  "servers-unhealthy": {
    message: ({ count, total, serverGroupIds, reasons }, f) =>
      total === 0
        ? serverGroupIds.length === 0
          ? "The rule that forwarded requests to the new server group is gone"
          : `${f.list(serverGroupIds)} has no servers`
        : `${count} of ${total} servers of ${f.list(serverGroupIds)} are unhealthy${reasons.length === 0 ? "" : ` (${f.list(reasons)})`}`,
    next: "Check the health check of the server group and the servers in it",
  },
  "too-many-server-errors": {
    message: ({ count, total, probe }, { messageOf }) =>
      `${count} of ${total} answers are server errors (${messageOf(probe)})`,
    next: "Read the logs of the servers behind the listener",
  },
  "tls-offer-mismatch": {
    message: ({ probe, found, expected, policyId }, { messageOf }) =>
      `${messageOf(probe)} is ${messageOf(found)}; by the TLS policy ${policyId} it should be ${messageOf(expected)}`,
    next: COMPARE,
  },
  "no-request-logged": {
    message: ({ logstore }) => `No request has left a record in ${logstore} yet`,
    next: "Wait for the record, or check the access log of the instance",
  },
  "no-trace-id-logged": {
    message: ({ logstore }) => `Requests leave records in ${logstore}, none of them with a trace id yet`,
    next: "Wait for the record, or check the sampling of the tracing",
  },
  "traced-request-unanswered": {
    message: ({ cause }, { messageOf }) => `The request to be traced got no answer: ${messageOf(cause)}`,
    next: "Check the servers behind the listener",
  },
  "more-mismatches": {
    message: ({ count }, f) => `${f.count(count, "more probe differs", "more probes differ")} from the configuration`,
    next: COMPARE,
  },
  "certificate-unreadable": ({ certificateId, cause }, { messageOf }) =>
    `${certificateId} cannot be read: ${messageOf(cause)}`,
  "listener-stopped-unprobed": "The listener is stopped: what clients get is verified when it starts",
  "quic-unprobed": ({ certificateIds }, f) =>
    `QUIC cannot be probed, and no HTTPS listener of the instance holds ${f.list(certificateIds)}`,
  "quic-not-probed": "QUIC cannot be probed",
  "access-control-blocks": ({ aclType, aclIds }, f) =>
    `The listener's access control lists (${aclType}: ${f.list(aclIds)}) keep albflow's functions out`,
  unreachable: ({ what, host, port, cause }, { messageOf }) =>
    `${messageOf(what)} from ${host}:${port}: ${messageOf(cause)}`,
  "vpc-out-of-reach": {
    message: ({ vpcId, cause }, { messageOf }) =>
      `${messageOf(cause)}; the instance is internal to ${vpcId}, and none of albflow's functions stands there`,
    next: "Add the VPC to network in albflow.yaml, and deploy",
  },
  "probe-function-failed": {
    message: ({ function: name, cause }, { messageOf }) => `${name} could not look: ${messageOf(cause)}`,
    next: "Deploy again with the VPC among network in albflow.yaml",
  },
  "no-look": {
    message: "This is no look that the function probe makes",
    next: "Let albflow call it",
  },
  "instance-without-name": {
    message: ({ loadBalancerId }) => `${loadBalancerId} has no DNS name, so it cannot be probed`,
    next: "Check the instance in the console",
  },
  "no-connection": "no connection",
  "no-answer": "no answer",
  "no-handshake": ({ serverName }) =>
    serverName === null ? "no handshake without SNI" : `no handshake for ${serverName}`,
  silence: ({ milliseconds }) => `nothing within ${milliseconds} ms`,
  "more-inconclusive": ({ count }, f) => `${f.count(count, "more probe was", "more probes were")} inconclusive`,
};

import type { Realities } from "../realities/realities.ts";
import type { CertificateInUse, ServedListener, ServedServerGroup, ServedTls } from "./dataPlane/contract.ts";
import { servedAddress } from "./intranetName.ts";
import type { AlbState, Listener, SecurityPolicy } from "./rows.ts";
import { servedRule, weighed } from "./servedRule.ts";
import type { Server, ServerGroup } from "./serverGroupRow.ts";
import { type SystemTlsPolicy, systemSecurityPolicies } from "./systemSecurityPolicies.ts";

/** Where certificates come from, deleted ones included: a listener keeps serving those (alb.md U23). */
export interface CertificateStore {
  certificate(id: string, options?: { evenDeleted?: boolean }): CertificateInUse | undefined;
  caCertificate(identifier: string): { certificatePem: string } | undefined;
}

/**
 * What the data plane serves for a listener in this state; undefined: nothing. QUIC exists in the control plane only.
 */
export function servedListener(
  state: AlbState,
  id: string,
  certificates: CertificateStore,
  realities: Pick<Realities, "is"> = AS_ASSUMED,
): ServedListener | undefined {
  const listener = state.listeners.get(id);
  const loadBalancer = listener === undefined ? undefined : state.loadBalancers.get(listener.LoadBalancerId);
  if (listener === undefined || loadBalancer === undefined) return undefined;
  if (listener.ListenerProtocol === "QUIC" || !["Running", "Configuring"].includes(listener.ListenerStatus)) {
    return undefined;
  }
  const tls = listener.ListenerProtocol === "HTTPS" ? servedTls(state, listener, certificates, realities) : undefined;
  if (listener.ListenerProtocol === "HTTPS" && tls === undefined) return undefined;
  const { TracingEnabled = false, TracingSample = 1 } = listener.LogConfig.AccessLogTracingConfig ?? {};
  const accessLog = loadBalancer.AccessLogConfig;
  return {
    listenerId: id,
    loadBalancerId: listener.LoadBalancerId,
    address: servedAddress(loadBalancer.DNSName),
    port: listener.ListenerPort,
    protocol: listener.ListenerProtocol,
    ...(tls === undefined ? {} : { tls }),
    http2: listener.Http2Enabled ?? false,
    gzip: listener.GzipEnabled,
    idleTimeout: listener.IdleTimeout,
    requestTimeout: listener.RequestTimeout,
    xForwardedFor: xForwardedFor(listener),
    ...servedAccess(state, listener),
    serverGroups: listener.DefaultActions.flatMap((action) => weighed(action.ForwardGroupConfig)),
    rules: state.rules
      .by("listener", id)
      .filter((rule) => rule.RuleStatus !== "Provisioning" && rule.Direction === "Request")
      .sort((one, other) => one.Priority - other.Priority)
      .flatMap(servedRule),
    ...(accessLog === undefined ? {} : { accessLog: { project: accessLog.LogProject, logstore: accessLog.LogStore } }),
    // Without the access log there is nowhere for traces to go (alb.md U5).
    ...(TracingEnabled && accessLog !== undefined ? { tracingSample: TracingSample * sampleUnit(realities) } : {}),
    ...(realities.is("access-log-record", "not understood") ? { oddRecords: true } : {}),
    ...(realities.is("system-policies/trace-headers", "x-b3 is not continued") ? { ownTraces: true } : {}),
  };
}

const AS_ASSUMED: Pick<Realities, "is"> = { is: () => false };

/** How many 1/10000 the unit of TracingSample is (alb.md U1). */
function sampleUnit(realities: Pick<Realities, "is">): number {
  if (realities.is("tracing-sample-unit", "in percent")) return 100;
  return realities.is("tracing-sample-unit", "in 1/1000") ? 10 : 1;
}

/** A server group as the data plane uses it. Servers other than IP addresses stand for this machine. */
export function servedServerGroup(group: ServerGroup): ServedServerGroup {
  const sticky = group.StickySessionConfig;
  const check = group.HealthCheckConfig;
  return {
    serverGroupId: group.ServerGroupId,
    protocol: group.Protocol,
    scheduler: group.Scheduler,
    ...(sticky.StickySessionEnabled
      ? {
          sticky: {
            type: sticky.StickySessionType ?? "Insert",
            ...(sticky.Cookie === undefined ? {} : { cookie: sticky.Cookie }),
            timeout: sticky.CookieTimeout ?? 1000,
          },
        }
      : {}),
    servers: group.Servers.map((server) => ({ ...servedEndpointOf(server), weight: server.Weight })),
    ...(check.HealthCheckEnabled
      ? {
          healthCheck: {
            protocol: check.HealthCheckProtocol === "gRPC" ? "GRPC" : check.HealthCheckProtocol,
            path: check.HealthCheckPath,
            method: check.HealthCheckMethod,
            ...(check.HealthCheckHost === undefined ? {} : { host: check.HealthCheckHost }),
            port: check.HealthCheckConnectPort,
            codes: check.HealthCheckCodes,
            interval: check.HealthCheckInterval,
            timeout: check.HealthCheckTimeout,
            healthyThreshold: check.HealthyThreshold,
            unhealthyThreshold: check.UnhealthyThreshold,
          },
        }
      : {}),
  };
}

/** Where a server really is. */
export function servedEndpointOf(server: Server): { host: string; port: number } {
  const host = server.ServerIp ?? (server.ServerType === "Ip" ? server.ServerId : "127.0.0.1");
  return { host, port: server.Port ?? 80 };
}

function servedTls(
  state: AlbState,
  listener: Listener,
  certificates: CertificateStore,
  realities: Pick<Realities, "is">,
): ServedTls | undefined {
  const find = (id: string) => certificates.certificate(id, { evenDeleted: true }) ?? [];
  const [defaultCertificate, secondDefault] = listener.Certificates.flatMap((bound) => find(bound.CertificateId));
  if (defaultCertificate === undefined) return undefined;
  const policy = policyOf(state, listener.SecurityPolicyId);
  const ca = listener.CaEnabled
    ? listener.CaCertificates.flatMap((bound) => certificates.caCertificate(bound.CertificateId)?.certificatePem ?? [])
    : [];
  const additional = listener.AdditionalCertificates.flatMap((bound) => find(bound.CertificateId));
  return {
    defaultCertificate,
    ...(secondDefault === undefined || realities.is("two-defaults/served", "the first alone") ? {} : { secondDefault }),
    additionalCertificates: realities.is("two-matches", "the one associated first") ? additional.reverse() : additional,
    versions: policy.TLSVersions,
    ciphers: policy.Ciphers,
    ...(ca.length > 0 ? { clientCa: ca.join("\n") } : {}),
  };
}

function policyOf(state: AlbState, id = "tls_cipher_policy_1_0"): SystemTlsPolicy | SecurityPolicy {
  const policy =
    state.securityPolicies.get(id) ??
    systemSecurityPolicies.find((one) => one.SecurityPolicyId === id) ??
    systemSecurityPolicies[0];
  if (policy === undefined) throw new Error("There is no system security policy.");
  return policy;
}

/** A list without entries forwards all requests, a white one too (the text of AssociateAclsWithListener). */
function servedAccess(
  state: AlbState,
  { AclConfig: { AclType, AclRelations } }: Listener,
): Pick<ServedListener, "access"> {
  const entries = AclRelations.flatMap(({ AclId }) => state.acls.get(AclId)?.Entries ?? []).map(({ Entry }) => Entry);
  return AclType === undefined || entries.length === 0 ? {} : { access: { type: AclType, entries } };
}

function xForwardedFor({ XForwardedForConfig: config }: Listener): ServedListener["xForwardedFor"] {
  return {
    forwardedFor: config.XForwardedForEnabled,
    proto: config.XForwardedForProtoEnabled,
    port: config.XForwardedForSLBPortEnabled,
    loadBalancerId: config.XForwardedForSLBIdEnabled,
    clientSrcPort: config.XForwardedForClientSrcPortEnabled,
    clientCert: Object.fromEntries(
      CLIENT_CERTIFICATE_HEADERS.filter(([, , enabled]) => config[enabled]).map(([member, header, , alias]) => [
        member,
        config[alias] ?? header,
      ]),
    ),
  };
}

/** What is told of a client's certificate, in which header, and where ALB's API switches and renames it. */
const CLIENT_CERTIFICATE_HEADERS = [
  ["subjectDn", "x-forwarded-clientcert-subjectdn", ...clientCertificate("SubjectDN")],
  ["issuerDn", "x-forwarded-clientcert-issuerdn", ...clientCertificate("IssuerDN")],
  ["fingerprint", "x-forwarded-clientcert-fingerprint", ...clientCertificate("Fingerprint")],
  ["verify", "x-forwarded-clientcert-clientverify", ...clientCertificate("ClientVerify")],
] as const;

function clientCertificate<Part extends "SubjectDN" | "IssuerDN" | "Fingerprint" | "ClientVerify">(part: Part) {
  return [`XForwardedForClientCert${part}Enabled`, `XForwardedForClientCert${part}Alias`] as const;
}

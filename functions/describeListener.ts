import * as z from "zod";
import { readOrReport } from "../shared/core/certificates/certificate.ts";
import { caWarning, clientCaReader } from "../shared/core/certificates/clientCas.ts";
import { CA_PERMISSIONS } from "../shared/core/certificates/mutualAuth.ts";
import { daysLeftOf, isDue, warningsOf } from "../shared/core/certificates/warnings.ts";
import { listenerId, placeInput } from "../shared/core/operationInput.ts";
import { listenerMetrics } from "../shared/core/operations/listenerMetrics.ts";
import { DEFAULT_TLS_POLICY, readTlsPolicy } from "../shared/core/operations/tlsPolicy.ts";
import { linkToAccessLog, TRACES_CONSOLE } from "../shared/core/operations/tracing.ts";
import { readTraffic, roundedTraffic, TRAFFIC_PERMISSIONS } from "../shared/core/operations/traffic.ts";
import { isDown, serverGroupsOf } from "../shared/core/probes/health.ts";
import { probeResult } from "../shared/core/probes/probeResult.ts";
import { verifyListener } from "../shared/core/probes/verifyListener.ts";
import { read } from "../shared/core/resourceSet.ts";
import { certificatesIn, defaultCertificatesOf } from "../shared/core/resources/listenerState.ts";
import { readServers } from "../shared/core/resources/serverGroup.ts";
import type { ProbeResult } from "../shared/core/verdict.ts";
import type { ListenerDescription } from "../shared/features/inventory/listenerDescription.ts";
import { trafficFigures } from "../shared/features/inventory/trafficFigures.ts";
import { type Clients, clientsAt } from "../shared/platform/clients.ts";
import { clock } from "../shared/platform/clock.ts";
import { countedClients } from "../shared/platform/countedClients.ts";
import { eachLimited } from "../shared/platform/eachLimited.ts";
import { AlbflowError } from "../shared/platform/errors.ts";
import { type Handler, jsonEvent, type SingleFunction, sessionOf } from "../shared/platform/functionCompute.ts";
import { placeIn } from "../shared/platform/place.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { takeInput } from "../shared/platform/takeInput.ts";

/** What `describeListener` takes. */
const describeListenerInput = z.strictObject({
  listenerId,
  ...placeInput,
  probe: z.boolean().optional().describe("Whether to look at what clients are served, from outside; true unless given"),
});

/** Everything about one listener: what is configured, what stands behind it, and what clients are really served. */
export const describeListener: SingleFunction = {
  name: "describeListener",
  area: "find",
  summary: "Show everything about one listener, including what clients are served.",
  permissions: [
    "alb:GetListenerAttribute",
    "alb:GetListenerHealthStatus",
    "alb:GetLoadBalancerAttribute",
    "alb:ListListenerCertificates",
    "alb:ListListeners",
    "alb:ListSecurityPolicies",
    "alb:ListServerGroupServers",
    "alb:ListSystemSecurityPolicies",
    "yundun-cert:GetUserCertificateDetail",
    ...CA_PERMISSIONS,
    ...TRAFFIC_PERMISSIONS,
    "log:GetLogStoreLogs",
  ],
  timeout: 60,
  elsewhere: true,
  probes: true,
  input: describeListenerInput,
  takes: "the id of a listener",
  returns:
    "`listener` and `loadBalancer` in ALB's terms; `certificates` with names and days left; `tlsPolicy`; `serverGroups` with their servers; `traffic` in words, `figures` of the last minutes by the access log, `metrics` of CloudMonitor in words, `traces` and `accessLog` as links; `probes`, what was seen from outside at `lookedAt`; and `warnings` in sentences",
  example: { listenerId: "lsn-demo4u54y73wq7b" },
};

export const handler: Handler<ListenerDescription> = async (event, context) => {
  const given = jsonEvent(event);
  const input = takeInput(describeListenerInput, given);
  const { clients: home, calls } = countedClients(sessionOf(context));
  const { listenerId, probe: isProbed = true } = input;
  const clients = clientsAt(home, placeIn(input, home));
  const { resources } = await read(clients, {
    listener: { ListenerId: listenerId, certificates: true, rules: true },
  });
  const listener = resources.listener ?? null;
  if (listener === null) throw new AlbflowError("NotFound", reason("listener-not-found", { listenerId }));
  const now = clock.now();
  const bound = certificatesIn(listener);
  const certificates = await eachLimited(bound, (id) => readOrReport(clients.cas, id));
  const readClientCa = clientCaReader(clients, now);
  const demanded = listener.CaEnabled === true ? (listener.CaCertificates ?? []) : [];
  const clientCas = await eachLimited(demanded, ({ CertificateId = "" }) => readClientCa(CertificateId));
  const instance = await clients.alb.call("GetLoadBalancerAttribute", { LoadBalancerId: listener.LoadBalancerId });
  const { LoadBalancerId, LoadBalancerName, LoadBalancerEdition, DNSName, AddressType, AccessLogConfig } = instance;
  const { ModificationProtectionConfig } = instance;
  const { LogProject = "", LogStore = "" } = AccessLogConfig ?? {};
  const attention = { verification: { acceptUnreachable: true, path: "/" }, changed: [], since: now, mark: listenerId };
  const probes = isProbed ? await verifyOrReport(() => verifyListener(clients, listener, attention)) : [];
  const problems = probes.flatMap(({ problem }) => problem ?? []);
  const downIn = listener.ListenerStatus === "Running" ? await downReader(clients, listenerId) : undefined;
  const isHttps = listener.ListenerProtocol === "HTTPS";
  const figures = await trafficFigures(clients.log, listener, AccessLogConfig);
  return {
    listener,
    loadBalancer: {
      LoadBalancerId: LoadBalancerId ?? "",
      LoadBalancerName: LoadBalancerName ?? "",
      LoadBalancerEdition: LoadBalancerEdition ?? "",
      DNSName: DNSName ?? "",
      AddressType: AddressType ?? "",
      ...(ModificationProtectionConfig === undefined ? {} : { ModificationProtectionConfig }),
    },
    certificates: certificates.map((certificate) => ({
      ...certificate,
      isDefault: defaultCertificatesOf(listener).includes(certificate.id),
      daysLeft: daysLeftOf(certificate, now),
    })),
    clientCas,
    tlsPolicy: isHttps ? await readTlsPolicy(clients.alb, listener.SecurityPolicyId ?? DEFAULT_TLS_POLICY) : null,
    serverGroups: await eachLimited(serverGroupsOf(listener), async (id) => ({
      id,
      servers: (await readServers(clients.alb, id)).servers,
      down: downIn?.(id) ?? null,
    })),
    traffic: reason("listener-traffic", roundedTraffic(await readTraffic(clients, listener))),
    figures,
    metrics: await listenerMetrics(clients, listener, { isLogged: figures !== null }),
    traces: listener.LogConfig.AccessLogTracingConfig.TracingEnabled ? TRACES_CONSOLE : "",
    accessLog: LogProject === "" ? "" : linkToAccessLog({ LogProject, LogStore }),
    probes,
    readAt: isProbed ? now : 0,
    warnings: [
      ...warningsOf({ status: listener.ListenerStatus, certificates, isDue: (one) => isDue(one, now), now }),
      ...clientCas.flatMap((ca) => caWarning(ca, now)),
      ...problems,
    ],
    apiCalls: calls(),
  };
};

/** Tells which servers of a group are down by ALB's own check: `10.0.0.7:80`. */
async function downReader({ alb }: Clients, ListenerId: string): Promise<(serverGroupId: string) => string[]> {
  const { ListenerHealthStatus = [] } = await alb.call("GetListenerHealthStatus", { ListenerId });
  const infos = ListenerHealthStatus.flatMap(({ ServerGroupInfos = [] }) => ServerGroupInfos);
  return (id) =>
    infos
      .filter(({ ServerGroupId }) => ServerGroupId === id)
      .flatMap(({ NonNormalServers = [] }) => NonNormalServers.filter(isDown))
      .map(({ ServerIp, ServerId = "", Port = 0 }) => `${ServerIp || ServerId}:${Port}`);
}

/** What keeps clients' view from being known does not hide what is configured. */
async function verifyOrReport(verify: () => Promise<ProbeResult[]>): Promise<ProbeResult[]> {
  try {
    return await verify();
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
    return [probeResult(reason("probe-anything"), { inconclusive: error.reason })];
  }
}

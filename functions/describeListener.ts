import { z } from "zod";
import { type Certificate, readBoundCertificate } from "../shared/certificate.ts";
import { clock } from "../shared/clock.ts";
import { countingDoors } from "../shared/countingDoors.ts";
import { eachLimited } from "../shared/eachLimited.ts";
import { AlbflowError } from "../shared/errors.ts";
import { defaultCertificateOf, type Listener } from "../shared/facets/listener.ts";
import { readServers, type Server } from "../shared/facets/serverGroup.ts";
import { type Handler, jsonEvent, type SingleFunction, sessionOf } from "../shared/functionCompute.ts";
import { serverGroupsOf } from "../shared/looks/health.ts";
import { type LoadBalancer, listenerId } from "../shared/operation.ts";
import { DEFAULT_TLS_POLICY, readTlsPolicy, type TlsPolicy } from "../shared/tlsPolicy.ts";
import { linkToTraces } from "../shared/tracing.ts";
import { readTraffic, sayTraffic, TRAFFIC_PERMISSIONS } from "../shared/traffic.ts";
import type { Sight } from "../shared/verdict.ts";
import { verifyListener } from "../shared/verifyListener.ts";
import { isDue, warningsOf } from "../shared/warnings.ts";
import { look } from "../shared/world.ts";

/** What `describeListener` takes. */
export const describeListenerInput = z.strictObject({ listenerId });

/** Everything about one listener: what is configured, what stands behind it, and what clients are really served. */
export const describeListener: SingleFunction = {
  name: "describeListener",
  area: "find",
  summary: "Tell everything about one listener, what clients are really served included.",
  permissions: [
    "alb:GetListenerAttribute",
    "alb:GetLoadBalancerAttribute",
    "alb:ListListenerCertificates",
    "alb:ListSecurityPolicies",
    "alb:ListServerGroupServers",
    "alb:ListSystemSecurityPolicies",
    "yundun-cert:GetUserCertificateDetail",
    ...TRAFFIC_PERMISSIONS,
  ],
  timeout: 60,
  input: describeListenerInput,
  takes: "the id of a listener",
  returns:
    "`listener` and `loadBalancer` in ALB's terms; `certificates` with names and days left; `tlsPolicy`; `serverGroups` with their servers; `traffic` and `traces` in words; `sights`, what was seen from outside; and `warnings` in sentences",
  example: { listenerId: "lsn-demo4u54y73wq7b" },
};

/** What `describeListener` returns. */
export interface ListenerDescription {
  listener: Listener;
  loadBalancer: Pick<
    LoadBalancer,
    "LoadBalancerId" | "LoadBalancerName" | "LoadBalancerEdition" | "DNSName" | "AddressType"
  >;
  certificates: (Certificate & { isDefault: boolean; daysLeft: number })[];
  /** Null where there is no TLS. */
  tlsPolicy: TlsPolicy | null;
  serverGroups: { id: string; servers: Server[] }[];
  /** `2 rules, 14 requests/s in the last minute`. */
  traffic: string;
  /** Where its traces are; empty when it does not trace. */
  traces: string;
  /** What was seen from outside. */
  sights: Sight[];
  warnings: string[];
  apiCalls: number;
}

export const handler: Handler<ListenerDescription> = async (event, context) => {
  const parsed = describeListenerInput.safeParse(jsonEvent(event));
  if (!parsed.success) {
    throw new AlbflowError("InvalidInput", `The input is not valid. ${z.prettifyError(parsed.error)}`);
  }
  const { doors, calls } = countingDoors(sessionOf(context));
  const { listenerId } = parsed.data;
  const { world } = await look(doors, { listener: { ListenerId: listenerId, certificates: true } });
  const listener = world.listener ?? null;
  if (listener === null) throw new AlbflowError("NotFound", `There is no listener ${listenerId} in this region.`);
  const now = clock.now();
  const fallback = defaultCertificateOf(listener);
  const bound = [...(fallback === undefined ? [] : [fallback]), ...(listener.AdditionalCertificates ?? [])];
  const certificates = await eachLimited(bound, (id) => readBoundCertificate(doors.cas, id));
  const instance = await doors.alb.call("GetLoadBalancerAttribute", { LoadBalancerId: listener.LoadBalancerId });
  const { LoadBalancerId, LoadBalancerName, LoadBalancerEdition, DNSName, AddressType, AccessLogConfig } = instance;
  const { LogProject = "", LogStore = "" } = AccessLogConfig ?? {};
  const sights = await verifyListener(doors, listener, {
    verification: { acceptUnreachable: true, path: "/" },
    changed: [],
    since: now,
    mark: listenerId,
  });
  const problems = sights.map(({ problem }) => problem).filter((problem) => problem !== "");
  const isHttps = listener.ListenerProtocol === "HTTPS";
  return {
    listener,
    loadBalancer: {
      LoadBalancerId: LoadBalancerId ?? "",
      LoadBalancerName: LoadBalancerName ?? "",
      LoadBalancerEdition: LoadBalancerEdition ?? "",
      DNSName: DNSName ?? "",
      AddressType: AddressType ?? "",
    },
    certificates: certificates.map((certificate) => ({
      ...certificate,
      isDefault: certificate.id === fallback,
      daysLeft: Math.floor((certificate.notAfter - now) / DAY_MS),
    })),
    tlsPolicy: isHttps ? await readTlsPolicy(doors.alb, listener.SecurityPolicyId ?? DEFAULT_TLS_POLICY) : null,
    serverGroups: await eachLimited(serverGroupsOf(listener), async (id) => ({
      id,
      servers: (await readServers(doors.alb, id)).servers,
    })),
    traffic: sayTraffic(await readTraffic(doors, listener)),
    traces: listener.LogConfig.AccessLogTracingConfig.TracingEnabled ? linkToTraces({ LogProject, LogStore }) : "",
    sights,
    warnings: [
      ...warningsOf({ status: listener.ListenerStatus, certificates, isDue: (one) => isDue(one, now), now }),
      ...problems.map((problem) => `What is served is not what is configured: ${problem}.`),
    ],
    apiCalls: calls(),
  };
};

const DAY_MS = 86_400_000;

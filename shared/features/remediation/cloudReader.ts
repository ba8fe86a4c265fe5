import { type Certificate, readBoundCertificate } from "../../core/certificates/certificate.ts";
import { readTlsPolicy, type TlsPolicy } from "../../core/operations/tlsPolicy.ts";
import { readAdditionalCertificates } from "../../core/resources/readListener.ts";
import { allPages, collect } from "../../platform/clients/pages.ts";
import type { Clients } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { eachLimited } from "../../platform/eachLimited.ts";
import { AlbflowError } from "../../platform/errors.ts";
import type { Reason } from "../../platform/reasons/reason.ts";
import { successorFinder } from "../renewal/findSuccessor.ts";

/** A listener as ALB lists it. */
export interface ReadListener {
  id: string;
  loadBalancerId: string;
  protocol: string;
  port: number;
  status: string;
  traces: boolean;
  /** Server groups of its default actions. */
  serverGroupIds: string[];
}

/**
 * What remediation looks at, each thing once for all events of an invocation: a storm of events must not become a storm of
 * calls. Every method throws `AlbflowError`.
 */
export interface CloudReader {
  listeners(): Promise<ReadListener[]>;
  /** Instances whose access log goes to a project, or to one logstore of it. */
  loggingTo(project: string, logstore?: string): Promise<string[]>;
  /** Undefined when there is no such policy. */
  policy(id: string): Promise<TlsPolicy | undefined>;
  certificates(listenerId: string): Promise<Certificate[]>;
  successor(certificate: Certificate): Promise<{ id: string } | { none: Reason }>;
}

/** The region that the clients lead to. */
export function openCloudReader(clients: Clients): CloudReader {
  const { alb, cas } = clients;
  const once = memory();
  return {
    listeners: () => once("listeners", async () => (await pagesOf(alb)).map(listed)),
    loggingTo: async (project, logstore) => {
      const instances = await once("instances", () =>
        collect(
          allPages(
            (paging) => alb.call("ListLoadBalancers", paging),
            (page) => page.LoadBalancers,
          ),
        ),
      );
      return instances
        .filter(({ AccessLogConfig: { LogProject, LogStore } = {} }) => {
          return LogProject === project && (logstore === undefined || LogStore === logstore);
        })
        .map(({ LoadBalancerId = "" }) => LoadBalancerId);
    },
    policy: (id) =>
      once(`policy ${id}`, () =>
        readTlsPolicy(alb, id).catch((error: unknown) => {
          if (error instanceof AlbflowError && error.kind === "NotFound") return undefined;
          throw error;
        }),
      ),
    certificates: (listenerId) =>
      once(`certificates ${listenerId}`, async () => {
        const { Certificates = [] } = await alb.call("GetListenerAttribute", { ListenerId: listenerId });
        const additional = await readAdditionalCertificates(alb, listenerId);
        const ids = [...Certificates.map(({ CertificateId = "" }) => CertificateId), ...additional.map(({ id }) => id)];
        return eachLimited([...new Set(ids)], (id) => readBoundCertificate(cas, id));
      }),
    async successor(certificate) {
      const find = await once("successors", async () => successorFinder(clients, clock.now()));
      return find(certificate);
    },
  };
}

function pagesOf(alb: Clients["alb"]) {
  return collect(
    allPages(
      (paging) => alb.call("ListListeners", paging),
      (page) => page.Listeners,
    ),
  );
}

function listed(row: Awaited<ReturnType<typeof pagesOf>>[number]): ReadListener {
  const { DefaultActions = [] } = row;
  return {
    id: row.ListenerId ?? "",
    loadBalancerId: row.LoadBalancerId ?? "",
    protocol: row.ListenerProtocol ?? "",
    port: row.ListenerPort ?? 0,
    status: row.ListenerStatus ?? "",
    traces: row.LogConfig?.AccessLogTracingConfig?.TracingEnabled === true,
    serverGroupIds: DefaultActions.flatMap(({ ForwardGroupConfig }) =>
      (ForwardGroupConfig?.ServerGroupTuples ?? []).map(({ ServerGroupId = "" }) => ServerGroupId),
    ),
  };
}

/** Remembers answers by name; what failed is asked again. */
function memory() {
  const known = new Map<string, Promise<unknown>>();
  return <Value>(name: string, read: () => Promise<Value>): Promise<Value> => {
    const reading = (known.get(name) as Promise<Value> | undefined) ?? read();
    known.set(name, reading);
    reading.catch(() => known.delete(name));
    return reading;
  };
}

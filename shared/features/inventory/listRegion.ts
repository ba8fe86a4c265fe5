import { boundCertificates } from "../../core/certificates/boundCertificates.ts";
import { type Certificate, labelsOf, readOrReport } from "../../core/certificates/certificate.ts";
import { type ClientCa, caWarning, clientCaReader } from "../../core/certificates/clientCas.ts";
import { daysLeftOf, isDue, warningsOf } from "../../core/certificates/warnings.ts";
import { allPages, collect } from "../../platform/clients/pages.ts";
import type { Clients } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { eachLimited } from "../../platform/eachLimited.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { healthReader } from "./healthReader.ts";
import type { ListedHealth, ListedListener } from "./listedListener.ts";

/** Which listeners of a region, and what of them beside what ALB lists in pages. */
export interface Wanted {
  loadBalancerIds?: string[] | undefined;
  listenerIds?: string[] | undefined;
  /** A call for each listener, and one for each certificate. */
  certificates: boolean;
  /** A call for each listener, and one for each server group. */
  health: boolean;
}

/**
 * Lists all pages of a region's listeners. Of a listener or a certificate that cannot be read it says so (`unavailable`). Throws
 * `AlbflowError`.
 */
export async function listRegion(clients: Clients, region: string, wanted: Wanted): Promise<ListedListener[]> {
  const now = clock.now();
  const [instances, rows] = await Promise.all([instancesOf(clients, wanted), rowsOf(clients, wanted)]);
  const readCertificate = certificateReader(clients);
  const readHealth = healthReader(clients);
  const readClientCa = clientCaReader(clients, now);
  const listed = await eachLimited(rows, async (row): Promise<ListedListener | undefined> => {
    const instance = instances.get(row.LoadBalancerId ?? "");
    const { ListenerId = "", ListenerProtocol = "", ListenerPort = 0, ListenerStatus = "" } = row;
    const serverGroupIds = (row.DefaultActions ?? []).flatMap(({ ForwardGroupConfig }) =>
      (ForwardGroupConfig?.ServerGroupTuples ?? []).map(({ ServerGroupId = "" }) => ServerGroupId),
    );
    const details = await detailsOf(async () => {
      const bound =
        wanted.certificates && ListenerProtocol !== "HTTP" ? await boundCertificates(clients.alb, ListenerId) : [];
      return {
        certificates: await eachLimited(
          bound.filter(({ isCa }) => !isCa),
          async ({ id, isDefault }) => ({ isDefault, ...(await readCertificate(id)) }),
        ),
        clientCas: await eachLimited(
          bound.filter(({ isCa }) => isCa),
          ({ id }) => readClientCa(id),
        ),
        health: wanted.health ? await readHealth(ListenerId, serverGroupIds) : undefined,
      };
    });
    if (details === undefined) return undefined;
    const { certificates = [], clientCas = [], health } = details;
    const unavailable = details.unavailable ?? certificates.find((one) => one.unavailable !== undefined)?.unavailable;
    return {
      region,
      loadBalancerId: row.LoadBalancerId ?? "",
      loadBalancerName: instance?.LoadBalancerName ?? "",
      edition: instance?.LoadBalancerEdition ?? "",
      listenerId: ListenerId,
      description: row.ListenerDescription ?? "",
      protocol: ListenerProtocol,
      port: ListenerPort,
      status: ListenerStatus,
      tracing: row.LogConfig?.AccessLogTracingConfig?.TracingEnabled ?? false,
      tlsPolicyId: row.SecurityPolicyId ?? "",
      serverGroupIds,
      ...(row.Tags === undefined || row.Tags.length === 0 ? {} : { tags: tagsIn(row.Tags) }),
      certificates: certificates.map(({ isDefault, ...certificate }) => ({
        id: certificate.id,
        isDefault,
        names: labelsOf(certificate),
        daysLeft: daysLeftOf(certificate, now),
        ...(certificate.endsWith === undefined ? {} : { endsWith: certificate.endsWith }),
        ...(certificate.unavailable === undefined ? {} : { unavailable: certificate.unavailable }),
      })),
      ...(clientCas.length === 0 ? {} : { clientCas }),
      ...(health === undefined ? {} : { health }),
      ...(unavailable === undefined ? {} : { unavailable }),
      warnings: [
        ...warningsOf({ status: ListenerStatus, certificates, isDue: (one) => isDue(one, now), now }),
        ...clientCas.flatMap((ca) => caWarning(ca, now)),
      ],
    };
  });
  return listed.filter((one) => one !== undefined);
}

function tagsIn(tags: { Key?: string; Value?: string }[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

interface Details {
  certificates?: (Certificate & { isDefault: boolean })[];
  clientCas?: ClientCa[];
  health?: ListedHealth | undefined;
  unavailable?: string;
}

/** One listener of which more cannot be read does not hide the others; undefined for one that is gone since it was listed. */
async function detailsOf(read: () => Promise<Details>): Promise<Details | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
    if (error.kind === "NotFound") return undefined;
    return { unavailable: error.message };
  }
}

async function instancesOf({ alb }: Clients, { loadBalancerIds }: Wanted) {
  const only = loadBalancerIds === undefined ? {} : { LoadBalancerIds: loadBalancerIds };
  const instances = await collect(
    allPages(
      (paging) => alb.call("ListLoadBalancers", { ...only, ...paging }),
      (page) => page.LoadBalancers,
    ),
  );
  return new Map(instances.map((instance) => [instance.LoadBalancerId ?? "", instance]));
}

/** ALB takes 20 ids at a time. */
async function rowsOf({ alb }: Clients, { loadBalancerIds, listenerIds }: Wanted) {
  const only = loadBalancerIds === undefined ? {} : { LoadBalancerIds: loadBalancerIds };
  const parts =
    listenerIds === undefined
      ? [{}]
      : Array.from({ length: Math.ceil(listenerIds.length / 20) }, (_, part) => ({
          ListenerIds: listenerIds.slice(part * 20, part * 20 + 20),
        }));
  const pages = await eachLimited(parts, (part) =>
    collect(
      allPages(
        (paging) => alb.call("ListListeners", { ...only, ...part, ...paging }),
        (page) => page.Listeners,
      ),
    ),
  );
  return pages.flat();
}

/** Reads each certificate once, however many listeners hold it; one that CAS has lost, or that cannot be read, is told as such. */
export function certificateReader({ cas }: Clients): (id: string) => Promise<Certificate> {
  const known = new Map<string, Promise<Certificate>>();
  return (id) => {
    const reading = known.get(id) ?? readOrReport(cas, id);
    known.set(id, reading);
    return reading;
  };
}

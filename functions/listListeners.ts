import { z } from "zod";
import { type Certificate, readBoundCertificate } from "../shared/certificate.ts";
import { allPages, collect } from "../shared/clients/pages.ts";
import { clock } from "../shared/clock.ts";
import { countingDoors } from "../shared/countingDoors.ts";
import type { Doors } from "../shared/doors.ts";
import { eachLimited } from "../shared/eachLimited.ts";
import { AlbflowError } from "../shared/errors.ts";
import { type Handler, jsonEvent, type SingleFunction, sessionOf } from "../shared/functionCompute.ts";
import { isDue, warningsOf } from "../shared/warnings.ts";

/** What `listListeners` takes: regions (its own unless given) and, if only some are of interest, instances. */
export const listListenersInput = z.strictObject({
  regions: z
    .array(z.string().regex(/^[a-z]{2}-[a-z0-9-]+$/))
    .max(40)
    .optional()
    .describe("Regions to look at, like cn-hangzhou; unless given, the function's own"),
  loadBalancerIds: z
    .array(z.string().regex(/^alb-[\w*-]{1,64}$/))
    .max(100)
    .optional()
    .describe("Ids of the instances to look at; unless given, all"),
});

/** Everything that listens, with what holds its certificates and what is wrong with it. */
export const listListeners: SingleFunction = {
  name: "listListeners",
  area: "find",
  summary: "List regions' instances and their listeners, with state, certificates' days left and warnings.",
  permissions: [
    "alb:ListListenerCertificates",
    "alb:ListListeners",
    "alb:ListLoadBalancers",
    "yundun-cert:GetUserCertificateDetail",
  ],
  everyRegion: true,
  timeout: 300,
  input: listListenersInput,
  takes: "regions and instances to look at, or nothing",
  returns:
    "`listeners`, each with its instance, protocol, port, state, tracing, certificates with names and days left, and `warnings` in sentences; `unread`, the regions that could not be read, and why",
  example: { regions: ["cn-hangzhou"] },
};

/** One listener of the list. */
export interface ListedListener {
  region: string;
  loadBalancerId: string;
  loadBalancerName: string;
  edition: string;
  listenerId: string;
  description: string;
  protocol: string;
  port: number;
  status: string;
  tracing: boolean;
  certificates: { id: string; isDefault: boolean; names: string[]; daysLeft: number }[];
  /** Sentences: what somebody should look at. */
  warnings: string[];
}

/** The list, and the regions that could not be read. */
export interface ListenerList {
  listeners: ListedListener[];
  unread: { region: string; because: string }[];
  apiCalls: number;
}

/** Lists all pages of everything. One region that cannot be read does not hide the others. */
export const handler: Handler<ListenerList> = async (event, context) => {
  const parsed = listListenersInput.safeParse(jsonEvent(event));
  if (!parsed.success) {
    throw new AlbflowError("InvalidInput", `The input is not valid. ${z.prettifyError(parsed.error)}`);
  }
  const session = sessionOf(context);
  const { regions = [session.region], loadBalancerIds } = parsed.data;
  const list: ListenerList = { listeners: [], unread: [], apiCalls: 0 };
  for (const region of regions) {
    const { doors, calls } = countingDoors({ ...session, region });
    try {
      list.listeners.push(...(await listenersOf(doors, region, loadBalancerIds)));
    } catch (error) {
      list.unread.push({ region, because: error instanceof Error ? error.message : String(error) });
    }
    list.apiCalls += calls();
  }
  return list;
};

async function listenersOf(doors: Doors, region: string, loadBalancerIds?: string[]): Promise<ListedListener[]> {
  const now = clock.now();
  const only = loadBalancerIds === undefined ? {} : { LoadBalancerIds: loadBalancerIds };
  const [instances, rows] = await Promise.all([
    collect(
      allPages(
        (paging) => doors.alb.call("ListLoadBalancers", { ...only, ...paging }),
        (page) => page.LoadBalancers,
      ),
    ),
    collect(
      allPages(
        (paging) => doors.alb.call("ListListeners", { ...only, ...paging }),
        (page) => page.Listeners,
      ),
    ),
  ]);
  const read = certificateReader(doors);
  return eachLimited(rows, async (row) => {
    const instance = instances.find(({ LoadBalancerId }) => LoadBalancerId === row.LoadBalancerId);
    const { ListenerId = "", ListenerProtocol = "", ListenerPort = 0, ListenerStatus = "" } = row;
    const bound = ListenerProtocol === "HTTP" ? [] : await boundTo(doors, ListenerId);
    const certificates = await eachLimited(bound, async ({ id, isDefault }) => ({ isDefault, ...(await read(id)) }));
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
      certificates: certificates.map(({ id, isDefault, names, notAfter }) => ({
        id,
        isDefault,
        names,
        daysLeft: Math.floor((notAfter - now) / DAY_MS),
      })),
      warnings: warningsOf({ status: ListenerStatus, certificates, isDue: (one) => isDue(one, now), now }),
    };
  });
}

const DAY_MS = 86_400_000;

async function boundTo({ alb }: Doors, ListenerId: string): Promise<{ id: string; isDefault: boolean }[]> {
  const rows = await collect(
    allPages(
      (paging) => alb.call("ListListenerCertificates", { ListenerId, CertificateType: "Server", ...paging }),
      (page) => page.Certificates,
    ),
  );
  return rows.map(({ CertificateId = "", IsDefault = false }) => ({ id: CertificateId, isDefault: IsDefault }));
}

/** Reads each certificate once, however many listeners hold it; one that CAS has lost is told as such. */
function certificateReader({ cas }: Doors): (id: string) => Promise<Certificate> {
  const known = new Map<string, Promise<Certificate>>();
  return (id) => {
    const reading = known.get(id) ?? readBoundCertificate(cas, id);
    known.set(id, reading);
    return reading;
  };
}

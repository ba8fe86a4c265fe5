import type { AcmeSettings } from "../acme/acmeSettings.ts";
import { readRenewalWindow } from "../acme/renewalWindow.ts";
import { type Certificate, numericId, readOrTell } from "../certificate.ts";
import { type BoundCertificate, boundCertificates } from "../certificates/boundCertificates.ts";
import type { AlbAnswer } from "../clients/alb.ts";
import { type CasDoor, casOfCertificate } from "../clients/cas.ts";
import type { CloudFlowDoor, ExecutionRow } from "../clients/cloudFlow.ts";
import { allPages, collect } from "../clients/pages.ts";
import { clock } from "../clock.ts";
import type { Doors } from "../doors.ts";
import { eachLimited } from "../eachLimited.ts";
import { AlbflowError } from "../errors.ts";
import { outcomeOf, visitsOf } from "../executions.ts";
import { flowNameOf, prefix } from "../flowDefinition.ts";
import { clientCaReader } from "../listing/clientCas.ts";
import { objectionsTo } from "../refusals.ts";
import { explain } from "../verdict.ts";
import { ATTEMPT_OPERATION, ATTEMPT_PREFIX, type Attempt, type Failure, readAttempts } from "./attempts.ts";
import { successorFinder } from "./findSuccessor.ts";
import type { Fleet, ListedRow, Unread } from "./fleet.ts";
import { FAILURES_COUNT_MS } from "./ledger.ts";
import { createPacer } from "./pacer.ts";
import { isWorthAsking } from "./timing.ts";

/** What the fleet of an account is reached through. */
interface CloudFleetOptions {
  /** Where orders are made, and whose flows renewal itself is one of. */
  home: string;
  /** The doors of a region. */
  doors: (region: string) => Doors;
  /** The regions to look at; all that have ALB unless given. */
  regions: string[] | undefined;
  /** Where certificates can be ordered, if they can. */
  acme: AcmeSettings | undefined;
  /** Why none can be although somebody has set where; empty otherwise. */
  cannotOrder?: string;
  share: number;
  /** Signs what renewal starts: `secretFor(…, ORIGINS)`. */
  key: Buffer;
}

/** The fleet of an account: ALB, CAS and CloudFlow of every region, no faster than they allow. Of one invocation. */
export function cloudFleet({ home, doors, regions, acme, cannotOrder = "", share, key }: CloudFleetOptions): Fleet {
  const now = clock.now();
  const pace = {
    /**
     * 200 calls a minute of each action (alb.md U18), most of which are left to the rotations that run meanwhile. A round
     * of 50 minutes looks at 3,000 listeners.
     */
    alb: createPacer({ burst: 6, perSecond: 1 }),
    /** CAS takes 10 lists and 100 details a second (alb.md §7.1); rotations ask for details, too. */
    casLists: createPacer({ burst: 4, perSecond: 5 }),
    casDetails: createPacer({ burst: 20, perSecond: 40 }),
    /** 10 at once and 2 a second (cloudflow.md §8.4), of which locks need some. */
    executions: createPacer({ burst: 2, perSecond: 1 }),
    /** 50 at once and 5 a second (cloudflow.md §8.4). */
    histories: createPacer({ burst: 5, perSecond: 2 }),
  };
  const certificates = new Map<string, Promise<Certificate>>();
  const instances = new Map<string, AlbInstance>();
  const clientCas = new Map<string, ReturnType<typeof clientCaReader>>();
  const clientCaOf = (region: string, id: string) => {
    const reader = clientCas.get(region) ?? clientCaReader({ ...doors(region), cas: casOf(region) }, now);
    clientCas.set(region, reader);
    return reader(id);
  };
  const companions = new Map<string, ReturnType<Fleet["companions"]>>();
  const successors = new Map<string, ReturnType<typeof successorFinder>>();
  const paced = (cas: CasDoor): CasDoor => ({
    call: (action, parameters) =>
      (action.startsWith("List") ? pace.casLists : pace.casDetails)(() => cas.call(action, parameters)),
    at: (certificateId) => paced(casOfCertificate(cas, certificateId)),
  });
  const casOf = (region: string): CasDoor => paced(doors(region).cas);
  const read = (region: string, id: string) => {
    const reading = certificates.get(id) ?? readOrTell(casOf(region), id);
    certificates.set(id, reading);
    return reading;
  };

  return {
    mayOrder: acme !== undefined,
    async regions() {
      if (regions !== undefined) return regions;
      const { Regions = [] } = await doors(home).alb.call("DescribeRegions", {});
      return Regions.map(({ RegionId = "" }) => RegionId).filter((id) => id !== "");
    },
    async listeners(region, token, after) {
      let page = await pageOf(region, token);
      if (after === undefined) return { rows: await rowsOf(region, page.listeners), next: page.next };
      for (;;) {
        const at = page.listeners.findIndex(({ ListenerId }) => ListenerId === after);
        const rest = at < 0 ? [] : page.listeners.slice(at + 1);
        // Its page ends with it: what follows is on the next one.
        if (at >= 0 && (rest.length > 0 || page.next === ""))
          return { rows: await rowsOf(region, rest), next: page.next };
        if (at < 0 && page.next === "") return { rows: [], next: "" };
        const { next } = page;
        page = await pageOf(region, next);
        if (at >= 0) return { rows: await rowsOf(region, page.listeners), next: page.next };
      }
    },
    async listed(region, listenerIds) {
      const parts = Array.from({ length: Math.ceil(listenerIds.length / IDS_AT_ONCE) }, (_, part) =>
        listenerIds.slice(part * IDS_AT_ONCE, (part + 1) * IDS_AT_ONCE),
      );
      const pages = await eachLimited(parts, (ListenerIds) =>
        pace.alb(() => doors(region).alb.call("ListListeners", { ListenerIds, MaxResults: 100 })),
      );
      return rowsOf(
        region,
        pages.flatMap(({ Listeners = [] }) => Listeners.filter(isTls)),
      );
    },
    async bindings(region, listenerIds) {
      const unread: Unread[] = [];
      let failure: AlbflowError | undefined;
      const bound = await eachLimited(listenerIds, async (listenerId) => {
        try {
          return (await certificatesOf(doors(region), listenerId, pace.alb)).map((one) => ({ listenerId, ...one }));
        } catch (error) {
          if (!(error instanceof AlbflowError)) throw error;
          failure = error;
          unread.push({ listenerId, because: error.message });
          return [];
        }
      });
      // Then it is the service, and not a listener.
      if (failure !== undefined && unread.length === listenerIds.length) throw failure;
      const all = bound.flat();
      const clientCas = await eachLimited(
        all.filter(({ isCa }) => isCa),
        async ({ listenerId, id }) => ({ listenerId, ca: await clientCaOf(region, id) }),
      );
      const servers = all.filter(({ isCa }) => !isCa);
      const bindings = await eachLimited(servers, async ({ listenerId, isDefault, id }) => ({
        listenerId,
        isDefault,
        certificate: await read(region, id),
      }));
      const isAny = bindings.length === 0 || bindings.some(({ certificate }) => certificate.unread === undefined);
      if (!isAny && bindings.length >= MANY) {
        throw new AlbflowError("Transient", `no certificate could be read: ${bindings[0]?.certificate.unread}`);
      }
      return { bindings, unread, clientCas };
    },
    companions(region, loadBalancerId) {
      const asked = `${region} ${loadBalancerId}`;
      const reading = companions.get(asked) ?? companionsOf(region, loadBalancerId);
      companions.set(asked, reading);
      return reading;
    },
    async attempts(region, since) {
      const [rotations, orders] = [doors(region).cloudFlow, doors(home).cloudFlow];
      const kinds = acme === undefined ? (["rotate"] as const) : (["rotate", "order"] as const);
      const found: Attempt[] = [];
      for (const kind of kinds) {
        const cloudFlow = kind === "rotate" ? rotations : orders;
        const recent = await started(cloudFlow, kind, since);
        const failed = await failedBefore(cloudFlow, kind, since);
        found.push(...readAttempts(kind, [...recent, ...failed], key));
      }
      return found;
    },
    async failures(region, attempts) {
      const known = await eachLimited(
        attempts,
        async (attempt) => [attempt.name, await failureOf(region, attempt)] as const,
      );
      return new Map(known);
    },
    async successor(region, certificate) {
      const find = successors.get(region) ?? successorFinder({ cas: casOf(region) }, now);
      successors.set(region, find);
      const found = await find(certificate);
      if ("id" in found || cannotOrder === "") return found;
      return { none: `${found.none}, and none can be ordered: ${cannotOrder.replace(/\.$/, "")}` };
    },
    suggested(region, certificate) {
      return acme === undefined || !isWorthAsking(certificate, share, now)
        ? undefined
        : askAcme(acme, region, certificate);
    },
    async rotate(region, name, input) {
      await doors(region).cloudFlow.start(flowNameOf(prefix(), ATTEMPT_OPERATION.rotate), name, input);
    },
    async order(name, input) {
      await doors(home).cloudFlow.start(flowNameOf(prefix(), ATTEMPT_OPERATION.order), name, input);
    },
  };

  async function pageOf(region: string, token: string): Promise<{ listeners: AlbListener[]; next: string }> {
    const page = await pace.alb(() =>
      doors(region).alb.call("ListListeners", { MaxResults: 100, ...(token === "" ? {} : { NextToken: token }) }),
    );
    return { listeners: (page.Listeners ?? []).filter(isTls), next: page.NextToken ?? "" };
  }

  /** What stands against listeners, and against their instances, which are asked about once a round's step. */
  async function rowsOf(region: string, listeners: AlbListener[]): Promise<ListedRow[]> {
    const wanted = [...new Set(listeners.map(({ LoadBalancerId = "" }) => LoadBalancerId))];
    const unknown = wanted.filter((id) => !instances.has(`${region} ${id}`));
    const parts = Array.from({ length: Math.ceil(unknown.length / IDS_AT_ONCE) }, (_, part) =>
      unknown.slice(part * IDS_AT_ONCE, (part + 1) * IDS_AT_ONCE),
    );
    for (const LoadBalancerIds of parts) {
      const { LoadBalancers = [] } = await pace.alb(() =>
        doors(region).alb.call("ListLoadBalancers", { LoadBalancerIds, MaxResults: 100 }),
      );
      for (const one of LoadBalancers) instances.set(`${region} ${one.LoadBalancerId}`, one);
    }
    return listeners.map((listener) => rowOf(listener, instances.get(`${region} ${listener.LoadBalancerId}`)));
  }

  async function companionsOf(region: string, loadBalancerId: string) {
    const { Listeners = [] } = await pace.alb(() =>
      doors(region).alb.call("ListListeners", {
        LoadBalancerIds: [loadBalancerId],
        ListenerProtocol: "HTTPS",
        MaxResults: 100,
      }),
    );
    const running = Listeners.filter(({ ListenerStatus }) => ListenerStatus === "Running");
    return eachLimited(running, async ({ ListenerId = "" }) => ({
      listenerId: ListenerId,
      certificates: (await certificatesOf(doors(region), ListenerId, pace.alb)).flatMap(({ id, isCa }) =>
        isCa ? [] : numbersIn(id),
      ),
    }));
  }

  /** How an execution has failed, which never changes: it is asked once. */
  async function failureOf(region: string, { name }: Attempt): Promise<Failure> {
    const flow = flowNameOf(prefix(), ATTEMPT_OPERATION.rotate);
    const known = failures.get(`${region} ${flow} ${name}`);
    if (known !== undefined) return known;
    try {
      const { cloudFlow } = doors(region);
      const events = await pace.histories(() => cloudFlow.history(flow, name));
      const { verdict } = outcomeOf(events, "Failed");
      const because = verdict === undefined ? "" : explain(verdict).slice(0, 200);
      const isSeen = visitsOf(events).some(
        ({ name: state, verdict: left }) =>
          state === VERIFY && left?.state === "unverified" && left.seen.some(({ problem }) => problem !== ""),
      );
      const kind = verdict?.state === "refuse" ? "refused" : isSeen ? "seen" : "passing";
      const failure: Failure = { kind, because };
      if (failures.size >= MOST_FAILURES) failures.clear();
      failures.set(`${region} ${flow} ${name}`, failure);
      return failure;
    } catch (error) {
      if (!(error instanceof AlbflowError)) throw error;
      return { kind: "passing", because: `its history cannot be read: ${error.message}` };
    }
  }

  async function askAcme(settings: AcmeSettings, region: string, certificate: Certificate) {
    const detail = await casOfCertificate(casOf(region), certificate.id).call("GetUserCertificateDetail", {
      CertId: numericId(certificate.id),
      // Only with the key comes the certificate itself (alb.md §7.1); it is not kept.
      CertFilter: false,
    });
    const isOrdered = detail.Name?.startsWith("albflow-") === true;
    return isOrdered && detail.Cert !== undefined ? readRenewalWindow(settings, detail.Cert) : undefined;
  }

  function started(cloudFlow: CloudFlowDoor, kind: Attempt["kind"], since: number): Promise<ExecutionRow[]> {
    return executionsOf(cloudFlow, kind, { StartedTimeBegin: new Date(since).toISOString() });
  }

  /** What has failed longer ago is still known: the same is not tried again. These are few. */
  async function failedBefore(cloudFlow: CloudFlowDoor, kind: Attempt["kind"], until: number): Promise<ExecutionRow[]> {
    const span = {
      StartedTimeBegin: new Date(until - FAILURES_COUNT_MS).toISOString(),
      StartedTimeEnd: new Date(until).toISOString(),
    };
    return [
      ...(await executionsOf(cloudFlow, kind, { ...span, Status: "Failed" })),
      ...(await executionsOf(cloudFlow, kind, { ...span, Status: "TimedOut" })),
    ];
  }

  function executionsOf(
    cloudFlow: CloudFlowDoor,
    kind: Attempt["kind"],
    filter: Record<string, string>,
  ): Promise<ExecutionRow[]> {
    const FlowName = flowNameOf(prefix(), ATTEMPT_OPERATION[kind]);
    return collect(
      allPages(
        async ({ NextToken }) =>
          (await pace.executions(() =>
            cloudFlow.call("ListExecutions", {
              FlowName,
              ExecutionNamePrefix: ATTEMPT_PREFIX[kind],
              ...filter,
              Limit: 99,
              ...(NextToken === undefined ? {} : { NextToken }),
            }),
          )) as { Executions?: ExecutionRow[]; NextToken?: string },
        (page) => page.Executions,
      ),
    );
  }
}

type AlbListener = NonNullable<AlbAnswer<"ListListeners">["Listeners"]>[number];
type AlbInstance = NonNullable<AlbAnswer<"ListLoadBalancers">["LoadBalancers"]>[number];

/** So many ids ALB takes in one list. */
const IDS_AT_ONCE = 20;
/** When none of so many certificates can be read, it is the service that cannot be asked. */
const MANY = 3;
/** The state of flows/operation.yaml that looks from outside. */
const VERIFY = "Verify";

/** How executions have failed, of all calls of one instance of the function. */
const failures = new Map<string, Failure>();
const MOST_FAILURES = 2_000;

function isTls({ ListenerProtocol }: AlbListener): boolean {
  return ListenerProtocol !== "HTTP";
}

/** A listener as far as its list tells whether something can be rotated on it. */
function rowOf(listener: AlbListener, instance: AlbInstance | undefined): ListedRow {
  const { ListenerId = "", LoadBalancerId = "", ListenerProtocol = "", ListenerStatus = "" } = listener;
  const tags = [...(listener.Tags ?? []), ...(instance?.Tags ?? [])] as { Key?: string; Value?: string }[];
  const managed = tags.find(({ Key = "" }) => MANAGED_BY.test(Key));
  const obstacles = [
    ...(ListenerStatus === "Stopped"
      ? ["its listener is stopped, so nothing could be verified; start it, or remove the certificate from it"]
      : []),
    ...(managed === undefined
      ? []
      : [
          `its listener is managed by a Kubernetes cluster (tag ${managed.Key}: ${managed.Value ?? ""}), which would undo the change; renew it in the AlbConfig`,
        ]),
    ...(instance === undefined ? [] : objectionsTo(instance as never)),
  ];
  const { SecurityPolicyId = "", ListenerPort = 0 } = listener;
  const state = [
    ListenerProtocol,
    ListenerStatus,
    ListenerPort,
    SecurityPolicyId,
    instance?.AddressType ?? "",
    obstacles,
  ];
  return {
    id: ListenerId,
    loadBalancerId: LoadBalancerId,
    protocol: ListenerProtocol,
    obstacle: obstacles.join("; "),
    state: JSON.stringify(state),
  };
}

/** Tags of what an ALB Ingress controller of Container Service owns (ACK FAQ of ALB Ingress; alb-ingress-controller). */
const MANAGED_BY = /^(ack\.aliyun\.com|ingress\.k8s\.alibaba\/)/;

function numbersIn(id: string): number[] {
  const number = Number.parseInt(id, 10);
  return Number.isNaN(number) ? [] : [number];
}

async function certificatesOf(
  { alb }: Doors,
  ListenerId: string,
  pace: ReturnType<typeof createPacer>,
): Promise<BoundCertificate[]> {
  try {
    return await boundCertificates(alb, ListenerId, { pace });
  } catch (error) {
    // Deleted since it was listed.
    if (error instanceof AlbflowError && error.kind === "NotFound") return [];
    throw error;
  }
}

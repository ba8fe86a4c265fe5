import { type Certificate, numericId, readOrReport } from "../../core/certificates/certificate.ts";
import { clientCaReader } from "../../core/certificates/clientCas.ts";
import { flowNameOf, prefix } from "../../core/flowDefinition.ts";
import { tlsPolicyReader } from "../../core/operations/tlsPolicy.ts";
import type { AlbClient } from "../../platform/clients/alb.ts";
import { type CasClient, casOfCertificate } from "../../platform/clients/cas.ts";
import type { Clients } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { eachLimited } from "../../platform/eachLimited.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { createPacer } from "../../platform/pacer.ts";
import { readRegionName } from "../../platform/place.ts";
import { type Reason, reason, reason as reported } from "../../platform/reasons/reason.ts";
import { reasonIn } from "../../platform/reasons/reasonText.ts";
import type { AcmeSettings } from "./acme/acmeSettings.ts";
import { readRenewalWindow } from "./acme/renewalWindow.ts";
import { ATTEMPT_OPERATION } from "./attempts.ts";
import { cloudAttempts, type Remembered } from "./cloudAttempts.ts";
import { successorFinder } from "./findSuccessor.ts";
import type { Fleet, ListedRow, Unavailable } from "./fleet.ts";
import { heldBy, numbersHeldBy } from "./heldBy.ts";
import { type AlbInstance, type AlbListener, listedRow } from "./listedRow.ts";
import { isWorthAsking } from "./timing.ts";

/** What the fleet is reached through. */
interface CloudFleetOptions {
  /** Where every execution is, of rotations, orders and rounds. */
  home: string;
  /** The clients of a region, which is `<account>/<region>` in another account; CloudFlow is always home's. */
  clients: (region: string) => Clients;
  /** The regions to look at. */
  regions: string[];
  /** Other accounts at which albflow only looks. */
  readOnly?: string[];
  /** Where certificates can be ordered, if they can. */
  acme: AcmeSettings | undefined;
  /** Why none can be although somebody has set where; empty otherwise. */
  cannotOrder?: Reason | undefined;
  share: number;
  /** Signs what renewal starts: `secretFor(…, ORIGINS)`. */
  key: Buffer;
  /** Keeps which domains listeners serve. */
  index?: NonNullable<Fleet["index"]>;
  /** Under which name this instance remembers what was tried. */
  remembered: Remembered;
}

/** The fleet: ALB and CAS of every region of every account, no faster than they allow. Of one invocation. */
export function cloudFleet(options: CloudFleetOptions): Fleet {
  const { home, clients, regions, readOnly = [], acme, cannotOrder, share, key, remembered } = options;
  const now = clock.now();
  const pace = {
    /**
     * 200 calls a minute of each action in a region (alb.md U18), most of which are left to the rotations that run meanwhile. A
     * round of 50 minutes reads 3,000 listeners of one region; small regions, of which each step reads another, cost no wait.
     */
    alb: createPacer({ burst: 24, perSecond: 1 }),
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
    const reader = clientCas.get(region) ?? clientCaReader({ ...clients(region), cas: casOf(region) }, now);
    clientCas.set(region, reader);
    return reader(id);
  };
  const companions = new Map<string, ReturnType<Fleet["companions"]>>();
  const successors = new Map<string, ReturnType<typeof successorFinder>>();
  const policies = new Map<string, ReturnType<typeof tlsPolicyReader>>();
  const albOf = (region: string): AlbClient => ({
    call: (action, parameters) => pace.alb(() => clients(region).alb.call(action, parameters)),
  });
  const paced = (cas: CasClient): CasClient => ({
    call: (action, parameters) =>
      (action.startsWith("List") ? pace.casLists : pace.casDetails)(() => cas.call(action, parameters)),
    at: (certificateId) => paced(casOfCertificate(cas, certificateId)),
  });
  const casOf = (region: string): CasClient => paced(clients(region).cas);
  const read = (region: string, id: string) => {
    // Numbers of certificates are an account's own.
    const asked = `${readRegionName(region).account ?? ""} ${id}`;
    const reading = certificates.get(asked) ?? readOrReport(casOf(region), id);
    certificates.set(asked, reading);
    return reading;
  };

  return {
    home,
    mayOrder: acme !== undefined,
    regions: async () => regions,
    ...(options.index === undefined ? {} : { index: options.index }),
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
        pace.alb(() => clients(region).alb.call("ListListeners", { ListenerIds, MaxResults: 100 })),
      );
      return rowsOf(
        region,
        pages.flatMap(({ Listeners = [] }) => Listeners.filter(isTls)),
      );
    },
    async bindings(region, listenerIds) {
      const unavailable: Unavailable[] = [];
      let failure: AlbflowError | undefined;
      const bound = await eachLimited(listenerIds, async (listenerId) => {
        try {
          return (await heldBy(clients(region), listenerId, pace.alb)).map((one) => ({ listenerId, ...one }));
        } catch (error) {
          if (!(error instanceof AlbflowError)) throw error;
          failure = error;
          unavailable.push({ listenerId, reason: error.reason });
          return [];
        }
      });
      // Then it is the service, and not a listener.
      if (failure !== undefined && unavailable.length === listenerIds.length) throw failure;
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
      const isAny = bindings.length === 0 || bindings.some(({ certificate }) => certificate.unavailable === undefined);
      if (!isAny && bindings.length >= MANY) {
        throw new AlbflowError(
          "Transient",
          reason("no-certificate-readable", { cause: reasonIn(bindings[0]?.certificate.unavailable ?? "") }),
        );
      }
      return { bindings, unavailable, clientCas };
    },
    companions(region, loadBalancerId) {
      const asked = `${region} ${loadBalancerId}`;
      const reading = companions.get(asked) ?? companionsOf(region, loadBalancerId);
      companions.set(asked, reading);
      return reading;
    },
    ...cloudAttempts({ home, clients, mayOrder: acme !== undefined, key, remembered, pace }),
    async successor(region, certificate, policyId) {
      const find = successors.get(region) ?? successorFinder({ cas: casOf(region) }, now);
      successors.set(region, find);
      const readPolicy = policies.get(region) ?? tlsPolicyReader(albOf(region));
      policies.set(region, readPolicy);
      const found = await find(certificate, await readPolicy(policyId));
      const { account } = readRegionName(region);
      if ("id" in found) return found;
      if (account !== undefined)
        return { none: reported("no-order-elsewhere", { none: found.none, accountId: account }) };
      if (cannotOrder === undefined) return found;
      return { none: reported("no-successor-orderable", { none: found.none, cause: cannotOrder }) };
    },
    suggested(region, certificate) {
      return acme === undefined || !isWorthAsking(certificate, share, now)
        ? undefined
        : askAcme(acme, region, certificate);
    },
    async rotate(region, name, input) {
      const there = region === home ? input : { ...input, ...readRegionName(region) };
      await clients(home).cloudFlow.start(flowNameOf(prefix(), ATTEMPT_OPERATION.rotate), name, there);
    },
    async order(name, input) {
      await clients(home).cloudFlow.start(flowNameOf(prefix(), ATTEMPT_OPERATION.order), name, input);
    },
  };

  async function pageOf(region: string, token: string): Promise<{ listeners: AlbListener[]; next: string }> {
    const page = await pace.alb(() =>
      clients(region).alb.call("ListListeners", { MaxResults: 100, ...(token === "" ? {} : { NextToken: token }) }),
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
        clients(region).alb.call("ListLoadBalancers", { LoadBalancerIds, MaxResults: 100 }),
      );
      for (const one of LoadBalancers) instances.set(`${region} ${one.LoadBalancerId}`, one);
    }
    const { account = "" } = readRegionName(region);
    const lookedAt = readOnly.includes(account)
      ? { elsewhere: reason("account-read-only", { accountId: account }) }
      : {};
    return listeners.map((listener) => ({
      ...listedRow(listener, instances.get(`${region} ${listener.LoadBalancerId}`)),
      ...lookedAt,
    }));
  }

  async function companionsOf(region: string, loadBalancerId: string) {
    const { Listeners = [] } = await pace.alb(() =>
      clients(region).alb.call("ListListeners", {
        LoadBalancerIds: [loadBalancerId],
        ListenerProtocol: "HTTPS",
        MaxResults: 100,
      }),
    );
    const running = Listeners.filter(({ ListenerStatus }) => ListenerStatus === "Running");
    return eachLimited(running, async ({ ListenerId = "" }) => ({
      listenerId: ListenerId,
      certificates: await numbersHeldBy(clients(region), ListenerId, pace.alb),
    }));
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
}

/** So many ids ALB takes in one list. */
const IDS_AT_ONCE = 20;
/** When none of so many certificates can be read, it is the service that cannot be asked. */
const MANY = 3;

function isTls({ ListenerProtocol }: AlbListener): boolean {
  return ListenerProtocol !== "HTTP";
}

import type { Alb } from "./alb/alb.ts";
import { createAlb } from "./alb/alb.ts";
import type { DataPlane } from "./alb/dataPlane/contract.ts";
import { type Alidns, createAlidns } from "./alidns/alidns.ts";
import { type Cas, casSiteOf, createCas } from "./cas/cas.ts";
import { CMS_VERSION } from "./cms/cms.ts";
import type { CloudContext } from "./context.ts";
import type { Ram } from "./ram/contract.ts";
import { createRam, type KeyPair } from "./ram/ram.ts";
import { createRamService, type RamService } from "./ram/ramService.ts";
import { claimedKeyOf } from "./ram/signatureCheck.ts";
import { isRegion, regionOfCall } from "./regionOfCall.ts";
import { jsonAnswer } from "./rest/restService.ts";
import type { RpcService } from "./rpc/dispatch.ts";
import { newUuid } from "./rpc/ids.ts";
import { readCall } from "./rpc/readCall.ts";
import { createSls, type Sls } from "./sls/sls.ts";
import { combine, type Restore } from "./snapshot.ts";
import { CloudError } from "./wire/cloudError.ts";
import type { WireRequest, WireService } from "./wire/exchange.ts";
import { notEmulated } from "./wire/notEmulated.ts";

/** What an account has everywhere. */
interface Account {
  accountId: string;
  /** The account's own key pair. */
  rootKey: KeyPair;
  ram: Ram;
  ramService: RamService;
  alidns: Alidns;
}

/** What an account has in one region. CloudFlow and Function Compute are in the cloud's own region and account only. */
export interface Place extends Account {
  region: string;
  context: CloudContext;
  alb: Alb;
  cas: Cas;
  cms: RpcService;
  sls: Sls;
  dataPlane: DataPlane;
}

/** Every account and region of a cloud. */
export interface Places {
  /** An account; undefined when there is none of that number. */
  accountOf(accountId: string): Account | undefined;
  /** What an account has in a region; made when it is first asked for. Throws an `Error` when there is no such account or region. */
  at(accountId: string, region: string): Place;
  /** Serves a product on one port for all accounts, which access keys tell, and all regions. */
  serving(product: "alb" | "cas" | "sls"): WireService;
  /** The same for what belongs to an account and to no region. */
  servingAccount(product: "ramService" | "alidns"): WireService;
  /** The same for what is in the cloud's own region and account only: elsewhere there is no such host. */
  servingHome(service: WireService, name: "fnf" | "fc" | "kms"): WireService;
  /** A certificate by its id: at the site that its end names, else at the site of the region. */
  certificates(accountId: string, region: string): Pick<Cas, "certificate" | "caCertificate">;
  /** Whether a listener of an account holds the certificate of this id, wherever it is. */
  binds(accountId: string, certificateId: string): boolean;
  /** Remembers what is in other places than the cloud's own. What is made later is empty after a reset. */
  snapshot(): Restore;
  /** Resolves once every listener elsewhere serves what it should. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** How the services of a place are built, as those of the cloud's own are. */
interface PlacesOptions {
  home: Place;
  /** Further accounts. */
  accounts: { accountId: string; rootKey: KeyPair }[];
  ramOptions: Omit<Parameters<typeof createRam>[0], "accountId" | "rootKey" | "keeper">;
  newDataPlane(logs: Sls): DataPlane;
  newCms(context: CloudContext, dataPlane: DataPlane): RpcService;
  albOptions: Omit<Parameters<typeof createAlb>[1], "dataPlane" | "certificates">;
  alidnsOptions: Parameters<typeof createAlidns>[1];
}

/** Builds them. A cloud that keeps a data folder has its own account and region only. */
export function createPlaces({ home, ...options }: PlacesOptions): Places {
  const accounts = new Map<string, Account>([[home.accountId, home]]);
  const sites = new Map<string, Cas>([[keyOf(home.accountId, casSiteOf(home.region)), home.cas]]);
  const places = new Map<string, Place>([[keyOf(home.accountId, home.region), home]]);
  /** What each service was when it was made. */
  const begun = new Map<{ snapshot(): Restore }, Restore>();
  const made = <Service extends { snapshot(): Restore }>(service: Service): Service => {
    begun.set(service, service.snapshot());
    return service;
  };

  function contextOf(accountId: string, region: string, ram: Ram): CloudContext {
    const place = { accountId, region };
    const { clock, random, ramOf, realities } = home.context;
    return {
      clock,
      random,
      ...(ramOf === undefined ? {} : { ramOf }),
      ...(realities === undefined ? {} : { realities }),
      accountId,
      region,
      ram,
      logCall: (call) => home.context.logCall({ ...call, place }),
      faultFor: (call) => home.context.faultFor({ ...call, ...place }),
    };
  }

  for (const { accountId, rootKey } of options.accounts) {
    const ram = made(createRam({ ...options.ramOptions, accountId, rootKey }));
    const context = contextOf(accountId, home.region, ram);
    const alidns = made(createAlidns(context, options.alidnsOptions));
    accounts.set(accountId, { accountId, rootKey, ram, ramService: createRamService(context), alidns });
  }

  function accountOf(accountId: string): Account {
    const account = accounts.get(accountId);
    if (account !== undefined) return account;
    throw new Error(`This local cloud has no account ${accountId}. It has ${[...accounts.keys()].join(", ")}.`);
  }

  /** What another place acknowledges would not survive the process. */
  function refuseWhatIsNotKept() {
    if (home.context.keeper === undefined) return;
    throw notEmulated("with a data folder", `other places than account ${home.accountId} in ${home.region}`);
  }

  function casAt(accountId: string, site: string): Cas {
    const key = keyOf(accountId, site);
    const there = sites.get(key);
    if (there !== undefined) return there;
    refuseWhatIsNotKept();
    const context = contextOf(accountId, site, accountOf(accountId).ram);
    const cas = made(createCas(context, { site, isBound: (id) => all.binds(accountId, id) }));
    sites.set(key, cas);
    return cas;
  }

  function at(accountId: string, region: string): Place {
    const key = keyOf(accountId, region);
    const there = places.get(key);
    if (there !== undefined) return there;
    if (!isRegion(region)) throw new Error(`There is no region ${region}.`);
    refuseWhatIsNotKept();
    const account = accountOf(accountId);
    const context = contextOf(accountId, region, account.ram);
    const sls = made(createSls(context));
    const dataPlane = made(options.newDataPlane(sls));
    const cas = casAt(accountId, casSiteOf(region));
    const certificates = all.certificates(accountId, region);
    const alb = made(createAlb(context, { ...options.albOptions, dataPlane, certificates }));
    const cms = made(options.newCms(context, dataPlane));
    const place: Place = { ...account, region, context, alb, cas, cms, sls, dataPlane };
    places.set(key, place);
    return place;
  }

  /** Whose access key a request is signed with; of one that nobody has the cloud's own account says so. */
  function callerOf(request: WireRequest): string {
    const key = claimedKeyOf(request) ?? "";
    return [...accounts.values()].find(({ ram }) => ram.hasKey(key))?.accountId ?? home.accountId;
  }

  function serviceOf(
    product: "alb" | "cas" | "sls",
    accountId: string,
    region: string,
    request: WireRequest,
  ): WireService {
    if (product === "cas") return casAt(accountId, casSiteOf(region));
    const there = at(accountId, region);
    // CloudMonitor is beside ALB, whose figures it has.
    return product === "alb" && (request.headers["x-acs-version"] ?? readCall(request).version) === CMS_VERSION
      ? there.cms
      : there[product];
  }

  const elsewhere = () => [...places.values()].filter((place) => place !== home);
  const all: Places = {
    at,
    accountOf: (accountId) => accounts.get(accountId),
    serving: (product) => ({
      async handle(request) {
        const region = regionOfCall(request) ?? home.region;
        if (!isRegion(region) && region !== home.region) return noSuchHost(home.context, request, product, region);
        const accountId = callerOf(request);
        try {
          return await serviceOf(product, accountId, region, request).handle(request);
        } catch (error) {
          if (!(error instanceof CloudError)) throw error;
          const { status, code: Code, message: Message } = error;
          return jsonAnswer({ Code, Message, RequestId: newUuid(home.context.random) }, status);
        }
      },
    }),
    servingAccount: (product) => ({ handle: (request) => accountOf(callerOf(request))[product].handle(request) }),
    servingHome: (service, name) => ({
      ...(service.isPage === undefined ? {} : { isPage: (request) => service.isPage?.(request) ?? false }),
      ...(service.certificateFor === undefined ? {} : { certificateFor: (name) => service.certificateFor?.(name) }),
      async handle(request) {
        const region = regionOfCall(request) ?? home.region;
        return region === home.region ? service.handle(request) : noSuchHost(home.context, request, name, region);
      },
    }),
    certificates: (accountId, region) => ({
      certificate(id, how) {
        const site = /^\d+-(.+)$/.exec(id)?.[1] ?? casSiteOf(region);
        const isKnown = SITES.includes(site) && (home.context.keeper === undefined || site === casSiteOf(home.region));
        return isKnown ? casAt(accountId, site).certificate(id, how) : undefined;
      },
      caCertificate: (identifier) => casAt(accountId, casSiteOf(region)).caCertificate(identifier),
    }),
    binds: (accountId, id) =>
      [...places.values()].some((place) => place.accountId === accountId && place.alb.binds(id)),
    snapshot() {
      const kept = new Map([...begun.keys()].map((service) => [service, service.snapshot()]));
      return combine(() => {
        // Services in the order in which they were made: certificates before the listeners that are served with them.
        for (const [service, beginning] of begun) (kept.get(service) ?? beginning)();
      });
    },
    async settled() {
      for (const { alb } of elsewhere()) await alb.settled();
    },
    async close() {
      for (const { alb, cms, dataPlane, sls } of elsewhere()) {
        cms.close();
        await alb.close();
        await dataPlane.close();
        sls.close();
      }
      for (const cas of sites.values()) if (cas !== home.cas) await cas.close();
      for (const account of accounts.values()) {
        if (account === home) continue;
        account.alidns.close();
        account.ramService.close();
      }
    },
  };
  return all;
}

/** The sites of the certificate service (alb.md §2.2). */
const SITES = ["cn-hangzhou", "ap-southeast-1", "eu-central-1"];

function keyOf(accountId: string, place: string): string {
  return `${accountId}/${place}`;
}

/** On the cloud a name that nobody knows; here the line is cut, and the call log says what was asked for. */
async function noSuchHost(
  context: CloudContext,
  request: WireRequest,
  service: "alb" | "cas" | "sls" | "fnf" | "fc" | "kms",
  region: string,
) {
  context.logCall({
    at: request.clock.now(),
    service,
    action: request.headers["x-acs-action"] ?? "(unknown)",
    caller: claimedKeyOf(request) ?? "(unknown)",
    status: 0,
    code: "NoSuchHost",
    requestId: newUuid(context.random),
    durationMs: 0,
    place: { accountId: context.accountId, region },
  });
  return { status: 503, headers: {}, body: "", reset: true };
}

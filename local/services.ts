import { join } from "node:path";
import { type Clock, systemClock } from "../shared/platform/clock.ts";
import { type ActionTrail, createActionTrail } from "./actionTrail/actionTrail.ts";
import { type AddressAllocator, createAddressAllocator } from "./addressAllocator.ts";
import { type Alb, createAlb } from "./alb/alb.ts";
import type { DataPlane } from "./alb/dataPlane/contract.ts";
import { createDataPlane } from "./alb/dataPlane/dataPlane.ts";
import type { Quotas } from "./alb/quotas.ts";
import { type Alidns, createAlidns } from "./alidns/alidns.ts";
import { type CallLog, createCallLog } from "./callLog/callLog.ts";
import { type Cas, createCas } from "./cas/cas.ts";
import { type CloudFlow, createCloudFlow } from "./cloudflow/cloudFlow.ts";
import { createCms } from "./cms/cms.ts";
import type { CloudContext } from "./context.ts";
import type { Deployment } from "./deployment.ts";
import type { Endpoints } from "./endpoints.ts";
import { createFaults, type Faults } from "./faults/faults.ts";
import { createFunctionCompute, type FunctionCompute, type Isolation } from "./fc/functionCompute.ts";
import type { Keeper } from "./keeper.ts";
import { createKms, type Kms } from "./kms/kms.ts";
import { createPlaces, type Places } from "./places.ts";
import { playedActions } from "./playedActions.ts";
import { isForAllResources } from "./ram/allResources.ts";
import type { Ram } from "./ram/contract.ts";
import { createRam, type KeyPair } from "./ram/ram.ts";
import { createRamService, type RamService } from "./ram/ramService.ts";
import type { Realities } from "./realities/realities.ts";
import type { RpcService } from "./rpc/dispatch.ts";
import { createSls, type Sls } from "./sls/sls.ts";
import { CloudError } from "./wire/cloudError.ts";

/** The services of one cloud, built on each other. None listens yet. */
export interface Services {
  context: CloudContext;
  alb: Alb;
  cas: Cas;
  cloudFlow: CloudFlow;
  fc: FunctionCompute;
  sls: Sls;
  ram: Ram;
  ramService: RamService;
  alidns: Alidns;
  kms: Kms;
  cms: RpcService;
  dataPlane: DataPlane;
  actionTrail: ActionTrail;
  faults: Faults;
  realities: Realities;
  calls: CallLog;
  addresses: AddressAllocator;
  /** What there is in other regions and accounts. */
  places: Places;
}

/** What the services must know. */
interface ServicesOptions {
  region: string;
  accountId: string;
  clock: Clock;
  random: () => number;
  /** First port of the block: it decides the addresses of load balancers. */
  firstPort: number;
  endpoints: Endpoints;
  deployment: Deployment;
  isolation: Isolation;
  changeMs: number | undefined;
  fast: boolean | undefined;
  quotas: Partial<Quotas> | undefined;
  roleDelayMs: number | undefined;
  callsPerMinute: number | undefined;
  realities: Realities;
  randomSeed: string | undefined;
  /** Whether CloudFlow answers at the rates of an account. */
  rates: boolean;
  dataDir: string | undefined;
  /** Is told the last moment that a former cloud has kept. */
  replayed: (at: number) => void;
  rootKey: KeyPair;
  /** Keeps what happens. */
  keeper: Keeper | undefined;
  /** Further accounts. */
  accounts: { accountId: string; rootKey: KeyPair }[];
}

/** Builds every service of a cloud. */
export function buildServices(options: ServicesOptions): Services {
  const { region, accountId, clock, random, endpoints, deployment, dataDir, keeper, realities } = options;
  const ramOptions = {
    clock,
    random,
    roleDelayMs: options.roleDelayMs,
    isStarOnly: (action: string) =>
      isForAllResources(action) &&
      !(action.startsWith("alb:") && realities.is("reads-on-resource", "on the resource")) &&
      !(action.startsWith("fnf:") && realities.is("start-on-star", "on the flow")),
  };
  const ram = createRam({ ...ramOptions, accountId, keeper, rootKey: options.rootKey });
  const faults = createFaults(random, clock, () => playedActions(fc, sls));
  const calls = createCallLog();
  let actionTrail: ActionTrail | undefined;
  const context: CloudContext = {
    clock,
    region,
    accountId,
    ram,
    ramOf: (id) => places.accountOf(id)?.ram,
    random,
    logCall: (call) => calls.log(call),
    trail: (call) => actionTrail?.record(call),
    trails: () => actionTrail?.trails() ?? [],
    putTrail: (trail) => actionTrail?.addTrail(trail),
    removeTrail: (logstore) => actionTrail?.removeTrail(logstore),
    faultFor: (call) => faults.faultFor({ accountId, region, ...call }),
    realities,
    ...(keeper === undefined ? {} : { keeper }),
  };
  const sls = createSls(context);
  const cas = createCas(context, { isBound: (id) => places.binds(accountId, id) });
  const newDataPlane = (logs: Sls) =>
    createDataPlane({
      clock,
      // Its clients and backends are real, whatever time this cloud lives in.
      wireClock: systemClock,
      random,
      writeLogs: logs.write,
      mapPort: (port) => (port < 1024 ? port + endpoints.lowPortOffset : port),
    });
  const dataPlane = newDataPlane(sls);
  const addresses = createAddressAllocator(options.firstPort);
  const albOptions = {
    allocateAddress: addresses.allocate,
    ...(options.changeMs !== undefined && { changeMs: options.changeMs }),
    ...(options.fast !== undefined && { fast: options.fast }),
    ...(options.quotas !== undefined && { quotas: options.quotas }),
    ...(options.callsPerMinute !== undefined && { callsPerMinute: options.callsPerMinute }),
  };
  const alb: Alb = createAlb(context, {
    ...albOptions,
    dataPlane,
    certificates: {
      certificate: (id, how) => places.certificates(accountId, region).certificate(id, how),
      caCertificate: (identifier) => cas.caCertificate(identifier),
    },
  });
  const compressed = options.changeMs !== undefined || options.fast === true;
  const newCms = (where: CloudContext, plane: DataPlane) => createCms(where, plane, !compressed);
  const cms = newCms(context, dataPlane);
  const fc = createFunctionCompute(context, {
    functions: deployment.functions,
    codeRoot: deployment.codeRoot,
    logs: sls,
    environment: deployment.environment?.(endpoints) ?? {},
    ...(deployment.environmentOfOthers !== undefined && {
      environmentOfOthers: deployment.environmentOfOthers(endpoints),
    }),
    isolation: options.isolation,
    aliasesOf: (name) => alidns.aliasesOf(name),
    certificateOf: (id) => places.certificates(accountId, region).certificate(id),
    ...(deployment.front !== undefined && {
      front: { port: Number(new URL(endpoints.console).port), functionName: deployment.front },
    }),
    ...(dataDir !== undefined && { uploads: join(dataDir, "functions") }),
  });
  actionTrail = createActionTrail(context, { sls, emit: (event) => fc.emitEvent(event) });
  const ramService = createRamService(context);
  const alidnsOptions = options.fast === true ? { propagationMs: 0 } : {};
  const alidns = createAlidns(context, alidnsOptions);
  const places = createPlaces({
    home: {
      accountId,
      rootKey: options.rootKey,
      region,
      context,
      alb,
      cas,
      cms,
      sls,
      dataPlane,
      ram,
      ramService,
      alidns,
    },
    accounts: options.accounts,
    ramOptions,
    newDataPlane,
    newCms,
    albOptions,
    alidnsOptions,
  });
  const kms = createKms(context);
  /** What a flow can call by its name (cloudflow.md §7): the products with one endpoint and named actions. */
  const openApi = new Map<string, Pick<Alb, "call"> | RamService>([
    ["alb", alb],
    ["alidns", alidns],
    ["cas", cas],
    ["cms", cms],
    ["kms", kms],
    ["ram", ramService],
    ["sts", ramService],
  ]);
  const cloudFlow = createCloudFlow(context, {
    invokeFunction: (call) => fc.invokeFunction(call),
    callApi: async ({ roleArn, product, action, parameters }) => {
      const called = openApi.get(product.toLowerCase());
      if (called === undefined) throw new CloudError(404, "InvalidProduct.NotFound", `No product ${product} here.`);
      return called.call(ram.identityOfRole(roleArn, "fnf.aliyuncs.com"), action, parameters);
    },
    ...(dataDir !== undefined && { dataDir: join(dataDir, "cloudflow") }),
    ...(options.randomSeed !== undefined && { randomSeed: options.randomSeed }),
    throttle: options.rates,
    replayed: options.replayed,
  });
  return {
    context,
    alb,
    cas,
    cloudFlow,
    fc,
    sls,
    ram,
    ramService,
    alidns,
    kms,
    cms,
    dataPlane,
    actionTrail,
    faults,
    realities,
    calls,
    addresses,
    places,
  };
}

/** Ends whatever runs in the services; what clients of listeners have asked for is answered or cut last. */
export async function closeServices({
  actionTrail,
  alb,
  alidns,
  cas,
  cloudFlow,
  fc,
  kms,
  cms,
  sls,
  dataPlane,
  places,
}: Services): Promise<void> {
  actionTrail.close();
  await cloudFlow.close();
  await fc.close();
  await places.close();
  await alb.close();
  await cas.close();
  alidns.close();
  kms.close();
  cms.close();
  await dataPlane.close();
  sls.close();
}

import { randomUUID } from "node:crypto";
import type { Clock } from "../shared/platform/clock.ts";
import { openAdmin } from "./admin/admin.ts";
import type { Quotas } from "./alb/quotas.ts";
import { listenDns } from "./alidns/nameServer/listenDns.ts";
import type { LocalCloud } from "./cloud.ts";
import type { Deployment } from "./deployment.ts";
import { type Endpoints, endpointsOf } from "./endpoints.ts";
import { environmentOf } from "./environmentOf.ts";
import type { Isolation } from "./fc/functionCompute.ts";
import { freePortBlock, lowPortOffset, portAddress, portsFrom } from "./portBlock.ts";
import { type KeyPair, ROOT_KEY } from "./ram/ram.ts";
import { seededRandom } from "./random.ts";
import foundAnswers from "./realities/realities.json" with { type: "json" };
import { createRealities, type FoundAnswers } from "./realities/realities.ts";
import { createResettableClock } from "./resettableClock.ts";
import { applySeed } from "./seed/applySeed.ts";
import { type Backend, startBackend } from "./seed/backend.ts";
import { openDataDir } from "./seed/dataDir.ts";
import { readSeed } from "./seed/readSeed.ts";
import type { Seed } from "./seed/seed.ts";
import { buildServices, closeServices } from "./services.ts";
import { snapshotServices } from "./snapshotServices.ts";
import { steadyClock } from "./steadyClock.ts";
import { listen, type WireServer } from "./wire/server.ts";

export type { Deployment, Endpoints, Seed };

export interface LocalCloudOptions {
  /** First port of the block of ten; 0 takes any free block. Default 7700. */
  port?: number;
  /** Default `cn-hangzhou`. */
  region?: string;
  /** Sixteen digits. */
  accountId?: string;
  /** Default: the machine's own time, which never goes back. Or a simulated one that stands still until it is moved. */
  clock?: Clock;
  /** Decides everything random: one seed, one sequence. */
  randomSeed?: string;
  /** Milliseconds that every change of a listener takes; realistic durations when absent (alb.md U17). */
  changeMs?: number;
  /** Changes take next to no time. */
  fast?: boolean;
  /**
   * Whether CloudFlow answers no more calls than the account's rates allow (cloudflow.md §8.4). Unless told, where time is
   * the machine's own and changes take as long as they do at ALB.
   */
  rates?: boolean;
  /** What the cloud holds survives the process in this folder, which belongs to one cloud at a time. */
  dataDir?: string;
  /** What the cloud begins with, or the path of a YAML file that says so. A `dataDir` that is not new comes first. */
  seed?: Seed | string;
  /** Where the account's differ from ALB's usual ones (alb.md §12). */
  quotas?: Partial<Quotas>;
  /** How long a new role cannot be used, though it is there; not at all unless given. */
  roleDelayMs?: number;
  /** Calls of one action of ALB in a minute (open.md O16); 200, and none where time is compressed. */
  callsPerMinute?: number;
  /** What was found on the real cloud, by question; local/realities/realities.json unless given. */
  realities?: FoundAnswers;
  /** The account's own key pair; `local` and `local` by default. With another, the cloud's own API asks for its secret, too. */
  rootKey?: KeyPair;
  /** Further accounts, each with RAM, quotas, certificates and listeners of its own in every region (`cloud.at`). */
  accounts?: { accountId: string; rootKey: KeyPair }[];
  isolation?: Isolation;
  deployment?: Deployment;
}

/**
 * Starts ALB, CAS, CloudFlow, Function Compute, SLS, RAM, KMS, CloudMonitor and Alibaba Cloud DNS on loopback, each on a port of its own, and the API about
 * the cloud itself on the first.
 *
 * Rejects with an `Error` when a port is taken, the data folder is in use or damaged, or the seed is wrong; whatever
 * was opened is closed again.
 */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const { region = "cn-hangzhou", accountId = "1234567890123456" } = options;
  const { rootKey = ROOT_KEY } = options;
  const machine = steadyClock();
  const clock = createResettableClock(options.clock ?? machine);
  const random = seededRandom(options.randomSeed ?? randomUUID());
  const start = options.seed === undefined ? undefined : readSeed(options.seed);
  const firstPort = options.port === undefined ? 7700 : options.port === 0 ? await freePortBlock() : options.port;
  const ports = portsFrom(firstPort);
  const endpoints = endpointsOf(ports, await lowPortOffset(portAddress(firstPort, 0)));
  const deployment = options.deployment ?? { functions: [], codeRoot: ".", roles: [], flows: [] };

  /** What has been opened, the latest last: closed in the opposite order. */
  const opened: (() => Promise<unknown>)[] = [];
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= closeAll(opened);
    return closing;
  };
  try {
    const folder = options.dataDir === undefined ? undefined : await openDataDir(options.dataDir, () => clock.now());
    if (folder !== undefined) opened.push(() => folder.close());
    machine.noEarlierThan(folder?.lastMoment ?? 0);
    const services = buildServices({
      region,
      accountId,
      clock,
      random,
      firstPort,
      endpoints,
      deployment,
      isolation: options.isolation ?? { kind: "thread" },
      changeMs: options.changeMs,
      quotas: options.quotas,
      roleDelayMs: options.roleDelayMs,
      callsPerMinute: options.callsPerMinute,
      realities: createRealities(options.realities ?? foundAnswers),
      fast: options.fast,
      rates: options.rates ?? (options.clock === undefined && options.fast !== true && options.changeMs === undefined),
      randomSeed: options.randomSeed,
      dataDir: folder?.path,
      replayed: (at) => machine.noEarlierThan(at),
      rootKey,
      keeper: folder?.keeper,
      accounts: options.accounts ?? [],
    });
    opened.push(() => closeServices(services));
    const backends: Backend[] = [];
    opened.push(() => Promise.all(backends.map((backend) => backend.close())));

    for (const spec of folder?.backends ?? []) backends.push(await startBackend(spec));
    folder?.restore(services);
    for (const role of deployment.roles) services.ram.putRole(role);
    await services.cloudFlow.start();
    for (const flow of deployment.flows) await services.cloudFlow.putFlow(flow);
    let isFollowed = false;
    const put = async (seed: ReturnType<typeof readSeed>) => {
      const filled = await applySeed(services, seed);
      backends.push(...filled.backends);
      if (isFollowed) await folder?.save();
      return filled;
    };
    if (start !== undefined && folder?.isNew !== false) await put(start);
    await services.alb.settled();
    await folder?.follow(services, () => backends.map(({ spec, port }) => ({ ...spec, port })));
    isFollowed = true;

    opened.push(async () => services.ramService.close());
    const servers: WireServer[] = [];
    for (const [service, port] of [
      [services.places.serving("alb"), ports.alb],
      [services.places.serving("cas"), ports.cas],
      [services.places.servingHome(services.cloudFlow, "fnf"), ports.fnf],
      [services.places.servingHome(services.fc, "fc"), ports.fc],
      [services.places.serving("sls"), ports.sls],
      [services.places.servingAccount("ramService"), ports.ram],
      [services.places.servingAccount("alidns"), ports.alidns],
      [services.places.servingHome(services.kms, "kms"), ports.kms],
    ] as const) {
      const server = await taking(port, () => listen(service, { port, clock }));
      servers.push(server);
      opened.push(() => server.close());
    }
    const nameServer = await taking(ports.dns, () =>
      listenDns(services.alidns, { port: ports.dns, safe: () => folder?.keeper.safe() }),
    );
    opened.push(() => nameServer.close());
    const { context: _, addresses: __, places, ...ownServices } = services;
    const cloud: LocalCloud = {
      ...ownServices,
      endpoints,
      region,
      accountId,
      rootKey,
      environment: environmentOf(endpoints, { keys: rootKey, region, accountId }),
      clock,
      backends,
      seedWith: async (seed) => put(readSeed(seed)),
      at(where) {
        const { context: own, ...place } = places.at(where.accountId ?? accountId, where.region ?? region);
        return {
          ...place,
          async seedWith(seed) {
            const filled = await applySeed(
              { ...place, context: own, actionTrail: services.actionTrail },
              readSeed(seed),
            );
            backends.push(...filled.backends);
            return filled;
          },
        };
      },
      async untilKept() {
        // Time that was moved must not be moved back.
        if ("advance" in clock) folder?.keeper.note("cloud/time", "now", clock.now());
        await folder?.keeper.safe();
      },
      snapshot: () => ({ at: clock.now(), ...snapshotServices(services, random) }),
      async reset({ at, abandon, restore }) {
        abandon();
        clock.end();
        for (const server of servers) server.cut();
        await calm();
        clock.begin(at);
        restore();
        await services.alb.settled();
        await places.settled();
      },
      close,
    };
    const admin = await taking(ports.console, () => openAdmin(cloud, { port: ports.console, front: deployment.front }));
    opened.push(() => admin.close());
    return cloud;
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens a port, and says in words when somebody else has it. */
async function taking<Server>(port: number, open: () => Promise<Server>): Promise<Server> {
  return open().catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "EADDRINUSE") throw cause;
    throw new Error(
      `Port ${port} is in use, perhaps by another local cloud, which needs ten ports side by side. ` +
        "Stop that one, or start this one with another first port, like --port 7800.",
      { cause },
    );
  });
}

/** Lets what has been ended notice it. */
async function calm(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Closes everything, even when one of them cannot; then rejects with the first error. */
async function closeAll(opened: (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of [...opened].reverse()) await close().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

import { randomUUID } from "node:crypto";
import type { Clock } from "../shared/platform/clock.ts";
import { openAdmin } from "./admin/admin.ts";
import type { Quotas } from "./alb/quotas.ts";
import { listenDns } from "./alidns/nameServer/listenDns.ts";
import type { LocalCloud } from "./cloud.ts";
import type { Deployment } from "./deployment.ts";
import { type Endpoints, endpointsOf } from "./endpoints.ts";
import { createEraClock } from "./eraClock.ts";
import type { Isolation } from "./fc/functionCompute.ts";
import { markRooms } from "./markRooms.ts";
import { addressOf, freePortBlock, lowPortOffset, portsFrom } from "./portBlock.ts";
import { type KeyPair, ROOT_KEY } from "./ram/ram.ts";
import { seededRandom } from "./random.ts";
import { buildRooms, closeRooms } from "./rooms.ts";
import { steadyClock } from "./steadyClock.ts";
import { listen, type WireServer } from "./wire/server.ts";
import { type Backend, startBackend } from "./world/backend.ts";
import { openDataFolder } from "./world/dataFolder.ts";
import { fillWorld } from "./world/fillWorld.ts";
import { readWorld } from "./world/readWorld.ts";
import type { World } from "./world/world.ts";

export type { Deployment, Endpoints, World };

export interface LocalCloudOptions {
  /** First port of the block of nine; 0 takes any free block. Default 7700. */
  port?: number;
  /** Default `cn-hangzhou`. */
  region?: string;
  /** Sixteen digits. */
  accountId?: string;
  /** Default: the machine's own time, which never goes back. Or a simulated one that stands still until it is moved. */
  clock?: Clock;
  /** Decides everything random: one seed, one sequence. */
  seed?: string;
  /** Milliseconds that every change of a listener takes; realistic durations when absent (alb.md U17). */
  changeMs?: number;
  /** Changes take next to no time. */
  fast?: boolean;
  /** What the cloud holds survives the process in this folder, which belongs to one cloud at a time. */
  dataDir?: string;
  /** What the cloud begins with, or the path of a YAML file that says so. A `dataDir` that is not new comes first. */
  world?: World | string;
  /** Where the account's differ from ALB's usual ones (alb.md §12). */
  quotas?: Partial<Quotas>;
  /** The account's own key pair; `local` and `local` by default. With another, the cloud's own API asks for its secret, too. */
  rootKey?: KeyPair;
  isolation?: Isolation;
  deployment?: Deployment;
}

/**
 * Starts ALB, CAS, CloudFlow, Function Compute, SLS, RAM and Alibaba Cloud DNS on loopback, each on a port of its own, and the API about
 * the cloud itself on the first.
 *
 * Rejects with an `Error` when a port is taken, the data folder is in use or damaged, or the world is wrong; whatever
 * was opened is closed again.
 */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const { region = "cn-hangzhou", accountId = "1234567890123456" } = options;
  const { rootKey = ROOT_KEY } = options;
  const machine = steadyClock();
  const clock = createEraClock(options.clock ?? machine);
  const random = seededRandom(options.seed ?? randomUUID());
  const seed = options.world === undefined ? undefined : readWorld(options.world);
  const firstPort = options.port === undefined ? 7700 : options.port === 0 ? await freePortBlock() : options.port;
  const ports = portsFrom(firstPort);
  const endpoints = endpointsOf(ports, await lowPortOffset(addressOf(firstPort, 0)));
  const deployment = options.deployment ?? { functions: [], codeRoot: ".", roles: [], flows: [] };

  /** What has been opened, the latest last: closed in the opposite order. */
  const opened: (() => Promise<unknown>)[] = [];
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= closeAll(opened);
    return closing;
  };
  try {
    const folder = options.dataDir === undefined ? undefined : await openDataFolder(options.dataDir, () => clock.now());
    if (folder !== undefined) opened.push(() => folder.close());
    machine.noEarlierThan(folder?.lastMoment ?? 0);
    const rooms = buildRooms({
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
      fast: options.fast,
      seed: options.seed,
      dataDir: folder?.path,
      replayed: (at) => machine.noEarlierThan(at),
      rootKey,
      keeper: folder?.keeper,
    });
    opened.push(() => closeRooms(rooms));
    const backends: Backend[] = [];
    opened.push(() => Promise.all(backends.map((backend) => backend.close())));

    for (const spec of folder?.backends ?? []) backends.push(await startBackend(spec));
    folder?.restore(rooms);
    for (const role of deployment.roles) rooms.ram.putRole(role);
    await rooms.cloudFlow.start();
    for (const flow of deployment.flows) await rooms.cloudFlow.putFlow(flow);
    let isFollowed = false;
    const put = async (world: ReturnType<typeof readWorld>) => {
      const filled = await fillWorld(rooms, world);
      backends.push(...filled.backends);
      if (isFollowed) await folder?.save();
      return filled;
    };
    if (seed !== undefined && folder?.isNew !== false) await put(seed);
    await rooms.alb.settled();
    await folder?.follow(rooms, () => backends.map(({ spec, port }) => ({ ...spec, port })));
    isFollowed = true;

    opened.push(async () => rooms.ramService.close());
    const servers: WireServer[] = [];
    for (const [service, port] of [
      [rooms.alb, ports.alb],
      [rooms.cas, ports.cas],
      [rooms.cloudFlow, ports.fnf],
      [rooms.fc, ports.fc],
      [rooms.sls, ports.sls],
      [rooms.ramService, ports.ram],
      [rooms.alidns, ports.alidns],
    ] as const) {
      const server = await taking(port, () => listen(service, { port, clock }));
      servers.push(server);
      opened.push(() => server.close());
    }
    const nameServer = await taking(ports.dns, () =>
      listenDns(rooms.alidns, { port: ports.dns, safe: () => folder?.keeper.safe() }),
    );
    opened.push(() => nameServer.close());
    const { context: _, addresses: __, ...services } = rooms;
    const cloud: LocalCloud = {
      ...services,
      endpoints,
      region,
      accountId,
      rootKey,
      clock,
      backends,
      putWorld: async (world) => put(readWorld(world)),
      async untilKept() {
        // Time that was moved must not be moved back.
        if ("advance" in clock) folder?.keeper.note("cloud/time", "now", clock.now());
        await folder?.keeper.safe();
      },
      mark: () => ({ at: clock.now(), ...markRooms(rooms, random) }),
      async reset({ at, abandon, restore }) {
        abandon();
        clock.end();
        for (const server of servers) server.cut();
        await calm();
        clock.begin(at);
        restore();
        await rooms.alb.settled();
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
      `Port ${port} is in use, perhaps by another local cloud, which needs nine ports side by side. ` +
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

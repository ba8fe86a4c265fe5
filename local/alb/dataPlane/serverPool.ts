import { createHash } from "node:crypto";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { ServedServerGroup, ServerHealth } from "./contract.ts";
import { type CheckClocks, type HealthFinding, type HealthMonitor, monitorHealth } from "./healthMonitor.ts";
import { SCHEDULERS, type Schedulable } from "./scheduler.ts";

/** A server of a group, with its open connections. */
export interface PooledServer extends Schedulable {
  readonly host: string;
  readonly port: number;
  readonly weight: number;
  readonly agent: HttpAgent | HttpsAgent;
  monitor?: HealthMonitor;
}

/** The servers of one group: who takes the next request, and how they are. */
export interface ServerPool {
  readonly group: ServedServerGroup;
  /** Undefined when there is no server of a weight above 0, which the client sees as 503. */
  choose(clientAddress: string, stickTo?: string): PooledServer | undefined;
  update(group: ServedServerGroup): void;
  /** Health is checked only while a listener forwards to the group. */
  setInUse(inUse: boolean): void;
  health(): ServerHealth[];
  /** What checks have found, by the address of the server. */
  findings(): [address: string, found: HealthFinding][];
  /** Begins all checks anew. */
  checkAnew(): void;
  /** Lets go of every idle connection and checks no more. */
  close(): void;
}

/**
 * Opens nothing yet: connections are made by requests and by health checks. `recall` gives what is known of a server
 * whose checks begin.
 */
export function createServerPool(
  initial: ServedServerGroup,
  clocks: CheckClocks,
  recall: (address: string) => HealthFinding | undefined,
): ServerPool {
  let group = initial;
  let servers: PooledServer[] = [];
  let inUse = false;

  const setServers = (next: ServedServerGroup) => {
    const keepsChecks = JSON.stringify(next.healthCheck) === JSON.stringify(group.healthCheck);
    const keepsAgents = next.protocol === group.protocol;
    const former = new Map(servers.map((server) => [server.address, server]));
    servers = next.servers.map(({ host, port, weight }) => {
      const address = `${host}:${port}`;
      const known = former.get(address);
      const keepsMonitor = keepsChecks && weight > 0 && known?.monitor !== undefined;
      if (keepsAgents && known !== undefined) former.delete(address);
      if (!keepsMonitor) known?.monitor?.stop();
      return {
        address,
        host,
        port,
        weight,
        credit: 0,
        active: known?.active ?? 0,
        agent: keepsAgents && known !== undefined ? known.agent : newAgent(next.protocol),
        ...(keepsMonitor && known.monitor !== undefined ? { monitor: known.monitor } : {}),
      };
    });
    for (const server of former.values()) retire(server);
    group = next;
  };
  const check = () => {
    for (const server of servers) {
      const { healthCheck } = group;
      if (inUse && healthCheck !== undefined && server.weight > 0) {
        server.monitor ??= monitorHealth(healthCheck, server, clocks, recall(server.address));
      } else {
        server.monitor?.stop();
        delete server.monitor;
      }
    }
  };
  const ask = () => {
    for (const { monitor } of servers) monitor?.asked();
  };
  setServers(initial);

  return {
    get group() {
      return group;
    },
    choose(clientAddress, stickTo) {
      ask();
      const candidates = inService(servers);
      const bound =
        stickTo === undefined ? undefined : candidates.find(({ address }) => serverKey(address) === stickTo);
      return bound ?? SCHEDULERS[group.scheduler](candidates, clientAddress);
    },
    update(next) {
      setServers(next);
      check();
    },
    setInUse(used) {
      inUse = used;
      check();
    },
    health() {
      ask();
      return servers.map(({ host, port, weight, monitor }) => ({ host, port, ...healthOf(group, weight, monitor) }));
    },
    findings: () =>
      servers.flatMap(({ address, monitor }): [string, HealthFinding][] =>
        monitor === undefined ? [] : [[address, monitor.found]],
      ),
    checkAnew() {
      for (const server of servers) {
        server.monitor?.stop();
        delete server.monitor;
      }
      check();
    },
    close() {
      inUse = false;
      check();
      for (const server of servers) retire(server);
    },
  };
}

/** Names a server in a cookie without telling its address. */
export function serverKey(address: string): string {
  return createHash("md5").update(address).digest("hex");
}

/** Below the 5 s after which Node's own servers close an idle connection, so that they rarely do it under our hands. */
const IDLE_UPSTREAM_MS = 4_000;

function newAgent(protocol: ServedServerGroup["protocol"]): HttpAgent | HttpsAgent {
  const options = { keepAlive: true, scheduling: "lifo" as const, timeout: IDLE_UPSTREAM_MS, maxFreeSockets: 1024 };
  // ALB takes whatever certificate a backend shows.
  return protocol === "HTTPS" ? new HttpsAgent({ ...options, rejectUnauthorized: false }) : new HttpAgent(options);
}

/** Requests that it is answering go on; nothing is kept for later ones. */
function retire({ agent, monitor }: PooledServer) {
  monitor?.stop();
  agent.maxFreeSockets = 0;
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
}

/**
 * The servers that may take a request: the healthy ones; when none is, all of them, because ALB fails open
 * (product documentation, "ALB health checks"). A weight of 0 takes nothing.
 */
function inService(servers: PooledServer[]): PooledServer[] {
  const weighted = servers.filter(({ weight }) => weight > 0);
  const healthy = weighted.filter(({ monitor }) => monitor === undefined || monitor.found.status === "Healthy");
  return healthy.length > 0 ? healthy : weighted;
}

function healthOf(
  group: ServedServerGroup,
  weight: number,
  monitor?: HealthMonitor,
): Pick<ServerHealth, "status" | "reasonCode"> {
  if (group.healthCheck === undefined) return { status: "Unavailable" };
  if (weight === 0) return { status: "Unused" };
  if (monitor === undefined) return { status: "Initial" };
  return monitor.found;
}

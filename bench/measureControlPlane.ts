import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { createAlb } from "../local/alb/alb.ts";
import type { DataPlane } from "../local/alb/dataPlane/contract.ts";
import type { AlbSeed } from "../local/alb/seed.ts";
import { createCallLog } from "../local/callLog/callLog.ts";
import { createCas } from "../local/cas/cas.ts";
import type { CloudContext } from "../local/context.ts";
import { createFaults } from "../local/faults/faults.ts";
import { createRam } from "../local/ram/ram.ts";
import { seededRandom } from "../local/random.ts";
import { listen } from "../local/wire/server.ts";
import { systemClock } from "../shared/platform/clock.ts";
import { type CallLoad, type CallLoadResult, serveCallLoad } from "./callLoad.ts";

/** How fast the control plane answers, and whether many listeners slow it down. */
interface ControlPlaneMeasurement {
  /** Signed calls over HTTP on 16 connections, one in ten a write, with 1,000 listeners. */
  callsPerSecond: number;
  /** Median milliseconds of one call after another, with one listener and with 1,000 on 100 load balancers. */
  latency: Record<"list" | "page" | "update", { one: number; thousand: number; ratio: number }>;
}

/** Measures with the callers in a worker of the same bundle, so that they cost the cloud nothing. */
export async function measureControlPlane(
  pair: { certificatePem: string; privateKeyPem: string },
  { rounds = 5, roundMs = 1_000 } = {},
): Promise<ControlPlaneMeasurement> {
  const load = startLoad();
  const one = await startSeeded(pair, 1, 1);
  const thousand = await startSeeded(pair, 100, 10);
  try {
    const both = { one: new Map<string, number[]>(), thousand: new Map<string, number[]>() };
    const perSecond: number[] = [];
    // The first round warms up and does not count.
    for (let round = 0; round <= rounds; round += 1) {
      const busy = await load.run({ ...thousand.at, connections: 16, ms: roundMs, kinds: MIX });
      if (busy.failed > 0) throw new Error(`${busy.failed} calls failed: ${busy.firstFailure}.`);
      if (round > 0) perSecond.push(busy.calls / (roundMs / 1_000));
      for (const kind of KINDS) {
        for (const [name, seed] of [
          ["one", one],
          ["thousand", thousand],
        ] as const) {
          const quiet = await load.run({ ...seed.at, connections: 1, ms: roundMs / 5, kinds: [kind] });
          if (quiet.failed > 0) throw new Error(`${kind} failed: ${quiet.firstFailure}.`);
          if (round > 0) both[name].set(kind, [...(both[name].get(kind) ?? []), quiet.medianMs]);
        }
      }
    }
    const latency = KINDS.map((kind) => {
      const small = median(both.one.get(kind) ?? []);
      const large = median(both.thousand.get(kind) ?? []);
      return [kind, { one: rounded(small), thousand: rounded(large), ratio: rounded(large / small) }];
    });
    return {
      callsPerSecond: Math.round(median(perSecond)),
      latency: Object.fromEntries(latency) as ControlPlaneMeasurement["latency"],
    };
  } finally {
    await Promise.all([one.close(), thousand.close(), load.close()]);
  }
}

const KINDS = ["list", "page", "update"] as const;
const MIX = ["get", "list", "get", "page", "get", "list", "get", "get", "list", "update"] as const;
const ROLE = "callLoad";

if (!isMainThread && (workerData as { role?: string } | null)?.role === ROLE && parentPort !== null) {
  serveCallLoad(parentPort);
}

function startLoad() {
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { role: ROLE } });
  return {
    run: (load: CallLoad) =>
      new Promise<CallLoadResult>((resolve, reject) => {
        worker.once("error", reject);
        worker.once("message", (result: CallLoadResult) => {
          worker.off("error", reject);
          resolve(result);
        });
        worker.postMessage(load);
      }),
    close: () => worker.terminate(),
  };
}

async function startSeeded(
  pair: { certificatePem: string; privateKeyPem: string },
  loadBalancers: number,
  listenersEach: number,
) {
  const random = seededRandom("bench");
  const faults = createFaults(random, systemClock);
  const calls = createCallLog();
  const context: CloudContext = {
    clock: systemClock,
    region: "cn-hangzhou",
    accountId: "1234567890123456",
    ram: createRam({ accountId: "1234567890123456", clock: systemClock, random }),
    random,
    logCall: (call) => calls.log(call),
    faultFor: (call) => faults.faultFor(call),
  };
  const cas = createCas(context);
  cas.putCertificate({ name: "www", certId: 1001, ...pair });
  const alb = createAlb(context, {
    certificates: cas,
    changeMs: 0,
    dataPlane: idlePlane,
    state: seedOf(loadBalancers, listenersEach),
  });
  await alb.settled();
  const server = await listen(alb, { port: 0 });
  return {
    at: { port: server.port, loadBalancers, listenersEach },
    async close() {
      await alb.close();
      await server.close();
    },
  };
}

function seedOf(loadBalancers: number, listenersEach: number): AlbSeed {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
  return {
    serverGroups: [{ ServerGroupId: "sgp-1", VpcId: "vpc-local" }],
    loadBalancers: numbers(loadBalancers).map((n) => ({ LoadBalancerId: `alb-${n}` })),
    listeners: numbers(loadBalancers).flatMap((n) =>
      numbers(listenersEach).map((k) => ({
        ListenerId: `lsn-${n}-${k}`,
        LoadBalancerId: `alb-${n}`,
        ListenerProtocol: "HTTPS" as const,
        ListenerPort: 443 + k,
        Certificates: [{ CertificateId: "1001" }],
        DefaultActions: [{ ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-1" }] } }],
      })),
    ),
  };
}

/** A data plane that opens nothing: handing over is measured, sockets are not. */
const idlePlane: DataPlane = {
  serve: async () => {},
  stop: async () => {},
  serveGroup: () => {},
  removeGroup: () => {},
  health: () => [],
  traffic: () => undefined,
  ports: () => [],
  endpoint: () => undefined,
  snapshot: () => () => {},
  close: async () => {},
};

function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}

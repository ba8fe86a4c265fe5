import { once } from "node:events";
import { Agent, request } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { ServedListener, ServedTls } from "../local/alb/dataPlane/contract.ts";
import { createDataPlane } from "../local/alb/dataPlane/dataPlane.ts";
import { systemClock } from "../shared/platform/clock.ts";
import { type Load, type LoadResult, serveLoad } from "./proxyLoad.ts";

/** What the data plane costs beside a plain Node proxy, and whether certificate changes lose requests. */
interface ProxyMeasurement {
  /** Requests per second of `https.createServer` + `http.request` with keep-alive; the median round. */
  plainRequestsPerSecond: number;
  /** The same of our listener: HTTP/2 allowed, access log on, `X-Forwarded-For` on. */
  requestsPerSecond: number;
  /** Median of the rounds' ratios, ours to plain. */
  proxyRatio: number;
  /** Certificate changes made under load. */
  certificateChanges: number;
  /** Requests and handshakes made meanwhile. */
  requestsDuringChanges: number;
  handshakesDuringChanges: number;
  failedRequests: number;
}

/** A certificate and its key, both PEM. */
interface KeyPair {
  certificatePem: string;
  privateKeyPem: string;
}

/**
 * Measures both proxies in turns, in this process, with clients and backend in a worker of the same bundle: whoever
 * bundles this file must run nothing else when `isMainThread` is false.
 *
 * @param pairs Two certificates for `www.example.com`, between which the listener is switched.
 */
export async function measureProxy(
  pairs: [KeyPair, KeyPair],
  { rounds = 9, roundMs = 700, changes = 100 } = {},
): Promise<ProxyMeasurement> {
  const load = await startLoad();
  const plain = await startPlainProxy(pairs[0], load.backendPort);
  const ours = await startOurs(pairs[0], load.backendPort);
  try {
    const results: { plain: number; ours: number }[] = [];
    const steady = { connections: 32, requestsPerConnection: Number.POSITIVE_INFINITY };
    // The first round warms both up and does not count.
    for (let round = 0; round <= rounds; round += 1) {
      // Each goes first as often as the other: a machine that gets busier must not favour one of them.
      const oursFirst = round % 2 === 1 ? await load.run({ ...ours.at, ...steady, ms: roundMs }) : undefined;
      const floor = await load.run({ ...plain.at, ...steady, ms: roundMs });
      const own = oursFirst ?? (await load.run({ ...ours.at, ...steady, ms: roundMs }));
      if (floor.failed + own.failed > 0) throw new Error(`Requests failed: plain ${floor.failed}, ours ${own.failed}.`);
      if (round > 0) results.push({ plain: perSecond(floor, roundMs), ours: perSecond(own, roundMs) });
    }
    const underChange = load.run({
      ...ours.at,
      connections: 32,
      requestsPerConnection: 20,
      ms: changes * CHANGE_EVERY_MS,
    });
    for (let change = 1; change <= changes; change += 1) {
      await systemClock.sleep(CHANGE_EVERY_MS);
      await ours.serve(pairs[change % 2] as KeyPair);
    }
    const changed = await underChange;
    return {
      plainRequestsPerSecond: Math.round(median(results.map((round) => round.plain))),
      requestsPerSecond: Math.round(median(results.map((round) => round.ours))),
      proxyRatio: Number(median(results.map((round) => round.ours / round.plain)).toFixed(3)),
      certificateChanges: changes,
      requestsDuringChanges: changed.requests,
      handshakesDuringChanges: changed.handshakes,
      failedRequests: changed.failed,
    };
  } finally {
    await ours.close();
    plain.close();
    await load.close();
  }
}

const CHANGE_EVERY_MS = 30;
const ROLE = "proxyLoad";

if (!isMainThread && (workerData as { role?: string } | null)?.role === ROLE && parentPort !== null) {
  void serveLoad(parentPort);
}

async function startLoad() {
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { role: ROLE } });
  const answer = async <T>(): Promise<T> => (await once(worker, "message"))[0] as T;
  const { backendPort } = await answer<{ backendPort: number }>();
  return {
    backendPort,
    run(load: Load): Promise<LoadResult> {
      worker.postMessage(load);
      return answer<LoadResult>();
    },
    close: () => worker.terminate(),
  };
}

/** The floor: what anybody would write in ten lines. */
async function startPlainProxy({ certificatePem, privateKeyPem }: KeyPair, backendPort: number) {
  const agent = new Agent({ keepAlive: true });
  const server = createServer({ cert: certificatePem, key: privateKeyPem }, (incoming, outgoing) => {
    const { method = "GET", url = "/", headers } = incoming;
    const asked = request({ agent, host: "127.0.0.1", port: backendPort, method, path: url, headers }, (answered) => {
      outgoing.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(outgoing);
    });
    asked.on("error", () => outgoing.destroy());
    incoming.pipe(asked);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    at: { address: "127.0.0.1", port: (server.address() as AddressInfo).port },
    close() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

async function startOurs(pair: KeyPair, backendPort: number) {
  const plane = createDataPlane({
    clock: systemClock,
    random: Math.random,
    writeLogs: () => undefined,
    mapPort: () => 0,
  });
  plane.serveGroup({
    serverGroupId: "sgp-bench",
    protocol: "HTTP",
    scheduler: "Wrr",
    servers: [{ host: "127.0.0.1", port: backendPort, weight: 100 }],
  });
  const serve = (served: KeyPair) => plane.serve(listenerWith(served));
  await serve(pair);
  const at = plane.endpoint("lsn-bench");
  if (at === undefined) throw new Error("The bench listener did not open.");
  return { at, serve, close: () => plane.close() };
}

function listenerWith(pair: KeyPair): ServedListener {
  const tls: ServedTls = {
    defaultCertificate: { certificateId: "1-cn-hangzhou", ...pair },
    additionalCertificates: [],
    versions: ["TLSv1.2", "TLSv1.3"],
    ciphers: ["ECDHE-ECDSA-AES128-GCM-SHA256", "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"],
  };
  return {
    listenerId: "lsn-bench",
    loadBalancerId: "alb-bench",
    address: "127.0.0.1",
    port: 443,
    protocol: "HTTPS",
    tls,
    http2: true,
    gzip: true,
    idleTimeout: 15,
    requestTimeout: 60,
    xForwardedFor: {
      forwardedFor: true,
      proto: false,
      port: false,
      loadBalancerId: false,
      clientSrcPort: false,
      clientCert: {},
    },
    serverGroups: [{ serverGroupId: "sgp-bench", weight: 100 }],
    rules: [],
    accessLog: { project: "bench", logstore: "alb_bench" },
  };
}

function perSecond({ requests }: LoadResult, ms: number): number {
  return (requests * 1000) / ms;
}

function median(values: number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

import type { Clients } from "../../platform/clients.ts";
import { reason } from "../../platform/reasons/reason.ts";
import type { Verification } from "../operationInput.ts";
import { differencesFrom } from "../phases/failed.ts";
import { read } from "../resourceSet.ts";
import { storeOf } from "../resources/accessLog.ts";
import { certificatesIn, defaultCertificateOf, type Listener } from "../resources/listenerState.ts";
import type { ProbeResult } from "../verdict.ts";
import { probeAnswer, probeRefusal, probeWebSocket, questionFor } from "./answers.ts";
import { type Canary, probeCanary } from "./canary.ts";
import { probeClientCertificates, readKeyPair } from "./clientCertificates.ts";
import { companionsOf, holding } from "./companions.ts";
import { probeHandshakes } from "./handshakes.ts";
import { type Bounds, probeErrors, probeHealth } from "./health.ts";
import type { Question } from "./httpAnswer.ts";
import { type Endpoint, probeResult } from "./probeResult.ts";
import { probeProtocols } from "./protocols.ts";
import { endpointOfListener, whyKeptOut } from "./reachability.ts";
import { probeTrace } from "./trace.ts";

/** What to look at, beyond what every listener is asked. */
export interface Attention {
  verification: Verification;
  /** The fields that were changed: each has looks of its own. */
  changed: string[];
  /** Milliseconds since 1970 when the change was made. */
  since: number;
  bounds?: Bounds;
  /** Who gets a share of the requests just now, and is to be judged in place of all. */
  canary?: Canary;
  /** Tells our request from all others. */
  mark: string;
  /** What the listener is to be, where a stopped one has to be verified by its configuration. */
  planned?: Listener | undefined;
  /** The certificates that the listener has just got, of which it matters that they are seen; all of them unless given. */
  gets?: string[];
}

/**
 * Compares what a listener serves with what its configuration says it serves: a handshake for every name of every
 * certificate and one without a name, an HTTP answer, and whatever follows from what was changed. A stopped listener
 * must refuse connections and be configured as planned: what it serves is seen when it starts.
 *
 * Returns one result for each probe; a `problem` in any of them means that clients see something else. Throws
 * `AlbflowError` when the control plane cannot be read.
 */
export async function verifyListener(
  clients: Clients,
  listener: Listener,
  attention: Attention,
): Promise<ProbeResult[]> {
  const { ListenerId, ListenerProtocol, ListenerStatus } = listener;
  if (ListenerProtocol === "QUIC") {
    const companions = await probeThroughCompanions(clients, listener, attention.gets);
    return [...companions, ...(await probeServers(clients, listener, attention))];
  }
  const endpoint = await endpointOfListener(clients, listener);
  if (ListenerStatus === "Stopped") {
    const refusal = await probeRefusal(endpoint, reason("listener-is-stopped", { listenerId: ListenerId }));
    const { planned, changed } = attention;
    return planned === undefined ? [refusal] : [refusal, ...probeConfiguration(listener, planned, changed)];
  }
  const keptOut = await whyKeptOut(listener, endpoint);
  if (keptOut !== undefined) {
    return [
      probeResult(reason("probe-access-control"), { inconclusive: keptOut }),
      ...(await probeServers(clients, listener, attention)),
    ];
  }
  const secure = defaultCertificateOf(listener) !== undefined;
  const served = secure ? await probeHandshakes(clients, listener, endpoint, attention.gets) : [];
  return [...served, ...(await probeFor(clients, listener, endpoint, attention))];
}

/** What a stopped listener is configured with, beside what was planned; what clients get of it nobody can see yet. */
function probeConfiguration(listener: Listener, planned: Listener, changed: string[]): ProbeResult[] {
  const expected = reason("value-as-configured", { count: changed.length });
  const differences = differencesFrom({ listener: planned }, { listener });
  const problem =
    differences.length === 0 ? null : reason("changed-meanwhile", { resource: listener.ListenerId, differences });
  return [
    probeResult(reason("probe-configuration"), { expected, found: problem === null ? expected : null, problem }),
    probeResult(reason("probe-anything"), { inconclusive: reason("listener-stopped-unprobed") }),
  ];
}

/**
 * QUIC cannot be spoken from here: what the HTTPS listeners of the same instance serve of the same certificates is looked
 * at in its place.
 */
async function probeThroughCompanions(clients: Clients, listener: Listener, gets?: string[]): Promise<ProbeResult[]> {
  const all = await companionsOf(clients.alb, listener);
  const { companions, missing: unseen } = holding(all, certificatesIn(listener));
  const missing = unseen.filter((id) => gets === undefined || gets.includes(id));
  const probes: ProbeResult[] = [];
  for (const { listenerId } of companions) {
    const { resources } = await read(clients, { listener: { ListenerId: listenerId, certificates: true } });
    if (resources.listener === null || resources.listener === undefined) continue;
    probes.push(
      ...(await probeHandshakes(
        clients,
        resources.listener,
        await endpointOfListener(clients, resources.listener),
        gets,
      )),
    );
  }
  const expected = reason("value-companions", { listenerIds: [] });
  const listenerIds = companions.map(({ listenerId }) => listenerId);
  const reported =
    missing.length === 0
      ? { expected, found: reason("value-companions", { listenerIds }) }
      : {
          inconclusive: reason("quic-unprobed", { certificateIds: missing }),
        };
  return [probeResult(reason("probe-quic"), reported), ...probes];
}

/** What is looked at because of what was changed. */
async function probeFor(
  clients: Clients,
  listener: Listener,
  endpoint: Endpoint,
  attention: Attention,
): Promise<ProbeResult[]> {
  const { verification, changed, since, mark } = attention;
  const { path, webSocketPath, clientCertificateId, rejectedClientCertificateId } = verification;
  const demanded = listener.CaEnabled === true;
  const clientCertificate =
    demanded && clientCertificateId !== undefined ? await readKeyPair(clients.cas, clientCertificateId) : undefined;
  const hostname = verification.hostname ?? undefined;
  const question = questionFor(listener, endpoint, {
    path,
    hostname,
    ...(clientCertificate === undefined ? {} : { clientCertificate }),
  });
  // Without a certificate that is let in, nothing behind the handshake can be asked.
  const mayAsk = !demanded || clientCertificate !== undefined;
  const touched = (...fields: string[]) => fields.some((field) => changed.includes(field));
  const isHttps = listener.ListenerProtocol === "HTTPS";
  const probes: ProbeResult[] = [];
  // Before what is asked behind the handshake: who is let in says more than that nobody was answered.
  const mustReject = demanded && rejectedClientCertificateId !== undefined;
  if (isHttps && (mustReject || touched("CaEnabled", "CaCertificates"))) {
    const asAnonymous = questionFor(listener, endpoint, { path, hostname });
    probes.push(...(await probeClientCertificates(clients, asAnonymous, demanded, verification)));
  }
  if (mayAsk) probes.push(await probeAnswer(question));
  if (mayAsk && webSocketPath !== undefined) {
    probes.push(await probeWebSocket({ ...question, path: webSocketPath }));
  }
  if (isHttps && touched("SecurityPolicyId", "SecurityPolicy"))
    probes.push(...(await probeProtocols(clients, listener, endpoint)));
  probes.push(...(await probeServers(clients, listener, attention, mayAsk ? question : undefined)));
  if (touched("LogConfig") && mayAsk && listener.LogConfig.AccessLogTracingConfig.TracingEnabled) {
    const { TracingSample: sample } = listener.LogConfig.AccessLogTracingConfig;
    const store = storeOf(await accessLogOf(clients, listener), listener.LoadBalancerId);
    probes.push(await probeTrace(clients, question, store, since, { mark, sample }));
  }
  return probes;
}

/**
 * Whether the servers bear what they get, where bounds say how much they may fail: by ALB's health check and the access log,
 * and by an own `question` where one can be asked.
 */
async function probeServers(
  clients: Clients,
  listener: Listener,
  { bounds, canary, since }: Attention,
  question?: Question,
): Promise<ProbeResult[]> {
  if (bounds === undefined) return [];
  const asked = { listener, question, accessLog: await accessLogOf(clients, listener), since };
  if (canary !== undefined) return probeCanary(clients, canary, bounds, asked);
  return [await probeHealth(clients, listener, bounds), ...(await probeErrors(clients, bounds, asked))];
}

async function accessLogOf({ alb }: Clients, { LoadBalancerId }: Listener) {
  const { AccessLogConfig } = await alb.call("GetLoadBalancerAttribute", { LoadBalancerId });
  const { LogProject = "", LogStore = "" } = AccessLogConfig ?? {};
  return LogProject === "" ? undefined : { LoadBalancerId, LogProject, LogStore };
}

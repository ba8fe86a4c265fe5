import type { Doors } from "../../platform/doors.ts";
import type { Verification } from "../operation.ts";
import { storeOf } from "../resources/accessLog.ts";
import { certificatesIn, defaultCertificateOf, type Listener } from "../resources/listenerState.ts";
import type { Sight } from "../verdict.ts";
import { look } from "../world.ts";
import { lookForAnswer, lookForRefusal, lookForWebSocket, questionFor } from "./answers.ts";
import { type Canary, lookAtCanary } from "./canary.ts";
import { lookAtClientCertificates, readKeyPair } from "./clientCertificates.ts";
import { companionsOf, holding } from "./companions.ts";
import { lookAtHandshakes } from "./handshakes.ts";
import { type Bounds, lookAtErrors, lookAtHealth } from "./health.ts";
import type { Question } from "./httpAnswer.ts";
import { lookAtProtocols } from "./protocols.ts";
import { placeOf, whyKeptOut } from "./reach.ts";
import { type Place, sight } from "./sight.ts";
import { lookForTrace } from "./trace.ts";

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
  /** The certificates that the listener has just got, of which it matters that they are seen; all of them unless given. */
  gets?: string[];
}

/**
 * Compares what a listener serves with what its configuration says it serves: a handshake for every name of every
 * certificate and one without a name, an HTTP answer, and whatever follows from what was changed. A stopped listener
 * must refuse connections.
 *
 * Returns one sight for each look; a `problem` in any of them means that clients see something else. Throws
 * `AlbflowError` when the control plane cannot be read.
 */
export async function verifyListener(doors: Doors, listener: Listener, attention: Attention): Promise<Sight[]> {
  const { ListenerId, ListenerProtocol, ListenerStatus } = listener;
  if (ListenerProtocol === "QUIC") {
    const companions = await lookThroughCompanions(doors, listener, attention.gets);
    return [...companions, ...(await lookAtServers(doors, listener, attention))];
  }
  const place = await placeOf(doors.alb, listener);
  if (ListenerStatus === "Stopped") {
    const refusal = await lookForRefusal(place, `${ListenerId} is stopped`);
    const isBound = attention.changed.some((field) => field.endsWith("Certificates"));
    return isBound ? [refusal, sight("certificates", { notVerified: CONFIGURED_ONLY })] : [refusal];
  }
  const keptOut = await whyKeptOut(listener, place);
  if (keptOut !== undefined) {
    return [
      sight("access control lists", { notVerified: keptOut }),
      ...(await lookAtServers(doors, listener, attention)),
    ];
  }
  const secure = defaultCertificateOf(listener) !== undefined;
  const served = secure ? await lookAtHandshakes(doors, listener, place, attention.gets) : [];
  return [...served, ...(await looksFor(doors, listener, place, attention))];
}

const CONFIGURED_ONLY =
  "it is stopped: its configuration holds the certificates, and what it serves shows when it starts";

/**
 * QUIC cannot be spoken from here: what the HTTPS listeners of the same instance serve of the same certificates is looked
 * at in its place.
 */
async function lookThroughCompanions(doors: Doors, listener: Listener, gets?: string[]): Promise<Sight[]> {
  const all = await companionsOf(doors.alb, listener);
  const { companions, missing: unseen } = holding(all, certificatesIn(listener));
  const missing = unseen.filter((id) => gets === undefined || gets.includes(id));
  const sights: Sight[] = [];
  for (const { listenerId } of companions) {
    const { world } = await look(doors, { listener: { ListenerId: listenerId, certificates: true } });
    if (world.listener === null || world.listener === undefined) continue;
    sights.push(...(await lookAtHandshakes(doors, world.listener, await placeOf(doors.alb, world.listener), gets)));
  }
  const expected = "what HTTPS listeners of the same instance serve";
  const through = companions.map(({ listenerId }) => listenerId).join(", ");
  const told =
    missing.length === 0
      ? { expected, found: `looked at through ${through}` }
      : {
          notVerified: `QUIC cannot be spoken from here, and no HTTPS listener of its instance holds ${missing.join(", ")}`,
        };
  return [sight("QUIC", told), ...sights];
}

/** What is looked at because of what was changed. */
async function looksFor(doors: Doors, listener: Listener, place: Place, attention: Attention): Promise<Sight[]> {
  const { verification, changed, since, mark } = attention;
  const { path, webSocketPath, clientCertificateId } = verification;
  const demanded = listener.CaEnabled === true;
  const clientCertificate =
    demanded && clientCertificateId !== undefined ? await readKeyPair(doors.cas, clientCertificateId) : undefined;
  const hostname = verification.hostname ?? undefined;
  const question = questionFor(listener, place, {
    path,
    hostname,
    ...(clientCertificate === undefined ? {} : { clientCertificate }),
  });
  // Without a certificate that is let in, nothing behind the handshake can be asked.
  const mayAsk = !demanded || clientCertificate !== undefined;
  const touched = (...fields: string[]) => fields.some((field) => changed.includes(field));
  const isHttps = listener.ListenerProtocol === "HTTPS";
  const sights: Sight[] = [];
  // Before what is asked behind the handshake: who is let in says more than that nobody was answered.
  if (isHttps && touched("CaEnabled", "CaCertificates")) {
    const asStranger = questionFor(listener, place, { path, hostname });
    sights.push(...(await lookAtClientCertificates(doors, asStranger, demanded, verification)));
  }
  if (mayAsk) sights.push(await lookForAnswer(question));
  if (mayAsk && webSocketPath !== undefined) {
    sights.push(await lookForWebSocket({ ...question, path: webSocketPath }));
  }
  if (isHttps && touched("SecurityPolicyId", "SecurityPolicy"))
    sights.push(...(await lookAtProtocols(doors, listener, place)));
  sights.push(...(await lookAtServers(doors, listener, attention, mayAsk ? question : undefined)));
  if (touched("LogConfig") && mayAsk && listener.LogConfig.AccessLogTracingConfig.TracingEnabled) {
    sights.push(await lookForTrace(doors, question, storeOf(await accessLogOf(doors, listener)), since, mark));
  }
  return sights;
}

/**
 * Whether the servers bear what they get, where bounds say how much they may fail: by ALB's health check and the access log,
 * and by an own `question` where one can be asked.
 */
async function lookAtServers(
  doors: Doors,
  listener: Listener,
  { bounds, canary, since }: Attention,
  question?: Question,
): Promise<Sight[]> {
  if (bounds === undefined) return [];
  const asked = { listener, question, accessLog: await accessLogOf(doors, listener), since };
  if (canary !== undefined) return lookAtCanary(doors, canary, bounds, asked);
  return [await lookAtHealth(doors, listener, bounds), ...(await lookAtErrors(doors, bounds, asked))];
}

async function accessLogOf({ alb }: Doors, { LoadBalancerId }: Listener) {
  const { AccessLogConfig } = await alb.call("GetLoadBalancerAttribute", { LoadBalancerId });
  const { LogProject = "", LogStore = "" } = AccessLogConfig ?? {};
  return LogProject === "" ? undefined : { LoadBalancerId, LogProject, LogStore };
}

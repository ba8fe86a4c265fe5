import { type Certificate, readCertificate, servedFor } from "./certificate.ts";
import type { AlbDoor } from "./clients/alb.ts";
import { eachLimited } from "./eachLimited.ts";
import { AlbflowError } from "./errors.ts";
import { handshake } from "./handshake.ts";
import { probeFor } from "./hostnames.ts";
import { httpAnswer } from "./httpAnswer.ts";
import type { Doors } from "./operation.ts";
import type { Sight } from "./verdict.ts";
import { defaultCertificateOf, type Listener, look } from "./world.ts";

/**
 * Compares what a listener serves with what its configuration says it serves: a handshake for every name of every
 * certificate that is bound to it, and one without a name; an HTTP answer where there is no TLS. A stopped listener must
 * refuse connections.
 *
 * Returns one sight for each look; a `problem` in any of them means that clients see something else. Throws
 * `AlbflowError` when the control plane cannot be read.
 */
export async function verifyListener(doors: Doors, listenerId: string): Promise<Sight[]> {
  const { world } = await look(doors.alb, listenerId, { certificates: true });
  if (world.listener === undefined) throw new AlbflowError("NotFound", `There is no listener ${listenerId} to verify.`);
  const { listener, additionalCertificates } = world;
  const address = { host: await addressOf(doors.alb, listener), port: portOf(listener) };
  const stopped = listener.ListenerStatus === "Stopped";
  const fallbackId = defaultCertificateOf(listener);
  if (fallbackId === undefined) return [await plainSight({ ...address, stopped })];
  const [fallback, ...additional] = await eachLimited([fallbackId, ...additionalCertificates], (id) =>
    readCertificate(doors.cas, id),
  );
  const expected = expectedHandshakes(fallback as Certificate, additional);
  return eachLimited(expected, ({ serverName, serial }) =>
    sightOf({ ...address, serverName, expected: stopped ? "" : serial }),
  );
}

/** The serial that each name, and no name, must be served. */
export function expectedHandshakes(
  fallback: Certificate,
  additional: Certificate[],
): { serverName: string | undefined; serial: string }[] {
  const names = new Set([fallback, ...additional].flatMap((certificate) => certificate.names.map(probeFor)));
  return [undefined, ...names].map((serverName) => ({
    serverName,
    serial: servedFor(serverName, fallback, additional).serial,
  }));
}

/** What a listener without TLS answers. */
async function plainSight({ stopped, ...address }: { host: string; port: number; stopped: boolean }): Promise<Sight> {
  const sight = (problem: string): Sight => ({ serverName: "", served: null, expected: "", problem });
  try {
    const status = await httpAnswer(address);
    return sight(stopped ? `clients still get an answer (HTTP ${status}) although the listener is stopped` : "");
  } catch (error) {
    return sight(stopped ? "" : `clients get no answer: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function sightOf(target: {
  host: string;
  port: number;
  serverName: string | undefined;
  expected: string;
}): Promise<Sight> {
  const { serverName, expected } = target;
  const who = serverName === undefined ? "clients that send no name" : `clients that ask for ${serverName}`;
  const sight = (served: Sight["served"], problem: string): Sight => ({
    serverName: serverName ?? "",
    served,
    expected,
    problem,
  });
  try {
    const served = await handshake(target);
    if (expected === "") return sight(served, `${who} still get an answer although the listener is stopped`);
    if (served.serial === expected) return sight(served, "");
    return sight(
      served,
      `${who} are served the certificate with serial ${served.serial} (${served.names.join(", ")}; expires ${served.notAfter.slice(0, 10)}) instead of serial ${expected}`,
    );
  } catch (error) {
    if (expected === "") return sight(null, "");
    return sight(null, `${who} get no certificate: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function addressOf(alb: AlbDoor, listener: Listener): Promise<string> {
  const { DNSName } = await alb.call("GetLoadBalancerAttribute", { LoadBalancerId: listener.LoadBalancerId });
  if (DNSName === undefined || DNSName === "") {
    throw new AlbflowError(
      "Failed",
      `${listener.LoadBalancerId} has no DNS name, so nothing can be asked what it serves.`,
    );
  }
  return DNSName;
}

/**
 * The port to knock at. `ALBFLOW_PORT_OFFSET` is added to ports below 1024: a local cloud that runs without the right
 * to open those maps them, as a NAT in front of a load balancer would.
 */
function portOf({ ListenerPort }: Listener): number {
  const offset = Number(process.env.ALBFLOW_PORT_OFFSET ?? "0");
  return ListenerPort < 1024 ? ListenerPort + offset : ListenerPort;
}

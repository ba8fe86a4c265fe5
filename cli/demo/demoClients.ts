import { Agent, request } from "node:https";
import { BACKEND_ANSWER } from "../../local/seed/seedExample.ts";
import { handshake } from "../../shared/core/probes/handshake.ts";
import { clock } from "../../shared/platform/clock.ts";

/** What the clients of a listener have seen so far. */
export interface ClientReport {
  handshakes: { total: number; wrong: number; failed: number };
  requests: { total: number; failed: number };
  /** The first few things that were not as they must be. */
  complaints: string[];
}

/** Clients that never stop asking. */
interface Clients {
  report(): ClientReport;
  /** Lets what is under way finish. */
  stop(): Promise<ClientReport>;
}

/**
 * Keeps making handshakes, for each name and for none, and HTTPS requests through the listener, each kind as fast as
 * `PAUSE_MS` lets it. A handshake is wrong when it serves a serial that is not among those allowed for its name, or
 * one that has expired.
 */
export function startClients(
  target: { host: string; port: number },
  allowed: { serverName: string | undefined; serials: string[] }[],
): Clients {
  const seen: ClientReport = {
    handshakes: { total: 0, wrong: 0, failed: 0 },
    requests: { total: 0, failed: 0 },
    complaints: [],
  };
  let running = true;
  const complain = (text: string) => {
    if (seen.complaints.length < 5) seen.complaints.push(text);
  };
  const shakeHands = async ({ serverName, serials }: (typeof allowed)[number]) => {
    seen.handshakes.total += 1;
    try {
      const served = await handshake({ ...target, serverName });
      if (serials.includes(served.serial) && Date.parse(served.notAfter) > clock.now()) return;
      seen.handshakes.wrong += 1;
      complain(`${serverName ?? "no name"} was served serial ${served.serial}`);
    } catch (error) {
      seen.handshakes.failed += 1;
      complain(error instanceof Error ? error.message : String(error));
    }
  };
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  const ask = async (hostname: string) => {
    seen.requests.total += 1;
    const problem = await get({ ...target, hostname, agent });
    if (problem === undefined) return;
    seen.requests.failed += 1;
    complain(`request to ${hostname}: ${problem}`);
  };
  const names = allowed.flatMap(({ serverName }) => (serverName === undefined ? [] : [serverName]));
  const forever = async (work: () => Promise<void>) => {
    while (running) {
      await work();
      await clock.sleep(PAUSE_MS);
    }
  };
  const loops = [
    ...allowed.map((expectation) => forever(() => shakeHands(expectation))),
    ...names.map((name) => forever(() => ask(name))),
  ];
  return {
    report: () => structuredClone(seen),
    async stop() {
      running = false;
      await Promise.all(loops);
      agent.destroy();
      return seen;
    },
  };
}

const PAUSE_MS = 15;

/** Why a request did not get the backend's answer; undefined when it did. */
function get(target: { host: string; port: number; hostname: string; agent: Agent }): Promise<string | undefined> {
  const { host, port, hostname, agent } = target;
  return new Promise((resolve) => {
    const sent = request(
      { host, port, agent, servername: hostname, headers: { host: hostname }, path: "/" },
      (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          body += chunk;
        });
        response.on("end", () =>
          resolve(response.statusCode === 200 && body === BACKEND_ANSWER ? undefined : `status ${response.statusCode}`),
        );
        response.on("error", (error) => resolve(error.message));
      },
    );
    sent.on("error", (error) => resolve(error.message));
    sent.end();
  });
}

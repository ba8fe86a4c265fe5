import { handshake } from "../../../shared/core/probes/handshake.ts";
import type { SimulatedCloud } from "../../support/simulatedCloud.ts";

/** Clients that ask a listener for names, and remember what they were served. */
export interface HandshakeWatch {
  /** One handshake for each name and one without. */
  probe: () => Promise<void>;
  /** For each name, and `""` for none, the names of the certificates that were served, one after the other. */
  readonly served: Record<string, string[]>;
  /** Handshakes that failed, or served what has expired. */
  readonly complaints: string[];
}

/**
 * Watches a listener at a fixed place. Certificates are told by the `names` that are given to their serials; copies
 * of a certificate have its serial.
 */
export function watchHandshakes(
  cloud: SimulatedCloud,
  place: { host: string; port: number },
  { hostnames, names }: { hostnames: string[]; names: Record<string, string> },
): HandshakeWatch {
  const served: Record<string, string[]> = {};
  const complaints: string[] = [];
  const shakeHands = async (hostname: string) => {
    try {
      const { serial, notAfter } = await handshake({ ...place, serverName: hostname === "" ? undefined : hostname });
      served[hostname] ??= [];
      const name = names[serial] ?? serial;
      if (served[hostname].at(-1) !== name) served[hostname].push(name);
      if (Date.parse(notAfter) <= cloud.clock.now()) complaints.push(`"${hostname}" was served ${name}, expired`);
    } catch (error) {
      complaints.push(`"${hostname}": ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return {
    served,
    complaints,
    probe: async () => void (await Promise.all(["", ...hostnames].map(shakeHands))),
  };
}

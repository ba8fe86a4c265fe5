import { AlbflowError } from "../../platform/errors.ts";
import type { ProbeResult } from "../verdict.ts";

/** Where a listener can be asked, over the network. */
export interface Endpoint {
  host: string;
  port: number;
}

/** What a look has seen; everything that is not told is as it should be. */
export function probeResult(probe: string, seen: Partial<Omit<ProbeResult, "probe">>): ProbeResult {
  return { probe, expected: "", found: "", served: null, problem: "", inconclusive: "", ...seen };
}

/** A look that came to nothing: a fault of the listener, or only of the place from which it was made. */
export function probeResultOfError(
  probe: string,
  expected: string,
  error: unknown,
  problem: (why: string) => string,
): ProbeResult {
  const why = error instanceof Error ? error.message : String(error);
  return isUnreachable(error)
    ? probeResult(probe, { expected, inconclusive: why })
    : probeResult(probe, { expected, found: "nothing", problem: problem(why) });
}

/**
 * Whether an error says that this machine is in the wrong place rather than that the listener is wrong. Silence counts
 * only where the address is a private one: an instance of the type Intranet, asked from outside its VPC.
 */
export function isUnreachable(error: unknown): boolean {
  return error instanceof AlbflowError && error.code !== undefined && OUT_OF_REACH.has(error.code);
}

/** Makes our error of what a socket threw. */
export function unreachableError(what: string, { host, port }: Endpoint, error: unknown): AlbflowError {
  // OpenSSL's messages are full of addresses and source lines; what it means stands in `reason`.
  const { code, message, reason = message } = error as NodeJS.ErrnoException & { reason?: string };
  return new AlbflowError("Transient", `${what} from ${host}:${port}: ${reason}`, { code });
}

const OUT_OF_REACH = new Set(["ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "EPRIVATE"]);

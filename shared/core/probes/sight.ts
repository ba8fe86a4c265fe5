import { AlbflowError } from "../../platform/errors.ts";
import type { Sight } from "../verdict.ts";

/** Where a listener can be asked, over the network. */
export interface Place {
  host: string;
  port: number;
}

/** What a look has seen; everything that is not told is as it should be. */
export function sight(look: string, seen: Partial<Omit<Sight, "look">>): Sight {
  return { look, expected: "", found: "", served: null, problem: "", notVerified: "", ...seen };
}

/** A look that came to nothing: a fault of the listener, or only of the place from which it was made. */
export function sightOfError(look: string, expected: string, error: unknown, problem: (why: string) => string): Sight {
  const why = error instanceof Error ? error.message : String(error);
  return isOutOfReach(error)
    ? sight(look, { expected, notVerified: why })
    : sight(look, { expected, found: "nothing", problem: problem(why) });
}

/**
 * Whether an error says that this machine is in the wrong place rather than that the listener is wrong. Silence counts
 * only where the address is a private one: an instance of the type Intranet, asked from outside its VPC.
 */
export function isOutOfReach(error: unknown): boolean {
  return error instanceof AlbflowError && error.code !== undefined && OUT_OF_REACH.has(error.code);
}

/** Makes our error of what a socket threw. */
export function unreached(what: string, { host, port }: Place, error: unknown): AlbflowError {
  // OpenSSL's messages are full of addresses and source lines; what it means stands in `reason`.
  const { code, message, reason = message } = error as NodeJS.ErrnoException & { reason?: string };
  return new AlbflowError("Transient", `${what} from ${host}:${port}: ${reason}`, { code });
}

const OUT_OF_REACH = new Set(["ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "EPRIVATE"]);

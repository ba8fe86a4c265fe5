import { AlbflowError, reasonOf } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { ProbeResult } from "../verdict.ts";

/** Where a listener can be asked, over the network. */
export interface Endpoint {
  host: string;
  port: number;
}

/** What a look has seen; everything that is not told is as it should be. */
export function probeResult(probe: Reason, seen: Partial<Omit<ProbeResult, "probe">>): ProbeResult {
  return { probe, expected: null, found: null, served: null, problem: null, inconclusive: null, ...seen };
}

/** A look that came to nothing: a fault of the listener, or only of the place from which it was made. */
export function probeResultOfError(
  probe: Reason,
  expected: Reason,
  error: unknown,
  problem: (cause: Reason) => Reason,
): ProbeResult {
  const cause = reasonOf(error);
  return isUnreachable(error)
    ? probeResult(probe, { expected, inconclusive: cause })
    : probeResult(probe, { expected, found: reason("value-nothing"), problem: problem(cause) });
}

/**
 * Whether an error says that this machine is in the wrong place rather than that the listener is wrong. Silence counts
 * only where the address is a private one: an instance of the type Intranet, asked from outside its VPC.
 */
export function isUnreachable(error: unknown): boolean {
  return error instanceof AlbflowError && error.code !== undefined && OUT_OF_REACH.has(error.code);
}

/** Makes our error of what a socket threw; `what` is what did not come. */
export function unreachableError(what: Reason, { host, port }: Endpoint, error: unknown): AlbflowError {
  // OpenSSL's messages are full of addresses and source lines; what it means stands in `reason`.
  const { code, message, reason: meaning } = error as NodeJS.ErrnoException & { reason?: unknown };
  const text = typeof meaning === "string" ? meaning : message;
  const cause = error instanceof AlbflowError ? error.reason : reason("text", { text });
  return new AlbflowError("Transient", reason("unreachable", { what, host, port, cause }), { code });
}

const OUT_OF_REACH = new Set(["ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "EPRIVATE"]);

import type { SecureVersion } from "node:tls";
import { AlbflowError, reasonOf } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { ProbeResult } from "../verdict.ts";

/** Where a listener can be asked, over the network. */
export interface Endpoint {
  host: string;
  port: number;
  /** For an internal instance: looks from inside its VPC. Absent: looks are made from where this code runs. */
  through?: Through | undefined;
  /** The VPC of an internal instance in which nobody looks for us. */
  unseenVpc?: string | undefined;
}

/** Has a probe made somewhere else; gives its result. Throws what the probe would throw here. */
export type Through = (look: Look) => Promise<unknown>;

/** One probe over the network, as plain data. */
export type Look = { host: string; port: number; timeoutMs?: number } & (
  | { kind: "connection" }
  | {
      kind: "handshake";
      serverName?: string | undefined;
      version?: SecureVersion;
      ciphers?: string;
      key?: "RSA" | "EC" | undefined;
    }
  | ({ kind: "answer" } & HttpLook)
  | ({ kind: "answers"; times: number } & HttpLook)
);

interface HttpLook {
  path: string;
  hostname: string | undefined;
  tls?: { clientCertificate?: { cert: string; key: string } };
  upgrade?: boolean;
  headers?: Record<string, string>;
}

/** What a probe has seen; everything that is not told is as it should be. */
export function probeResult(probe: Reason, seen: Partial<Omit<ProbeResult, "probe">>): ProbeResult {
  return { probe, expected: null, found: null, served: null, problem: null, inconclusive: null, ...seen };
}

/** A probe that came to nothing: a fault of the listener, or only of the place from which it was made. */
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
export function unreachableError(what: Reason, { host, port, unseenVpc }: Endpoint, error: unknown): AlbflowError {
  // OpenSSL's messages are full of addresses and source lines; what it means stands in `reason`.
  const { code, message, reason: meaning } = error as NodeJS.ErrnoException & { reason?: unknown };
  const text = typeof meaning === "string" ? meaning : message;
  const cause = error instanceof AlbflowError ? error.reason : reason("text", { text });
  const seen = reason("unreachable", { what, host, port, cause });
  const isOutside = unseenVpc !== undefined && code !== undefined && OUT_OF_REACH.has(code);
  const shown = isOutside ? reason("vpc-out-of-reach", { vpcId: unseenVpc, cause: seen }) : seen;
  return new AlbflowError("Transient", shown, { code });
}

const OUT_OF_REACH = new Set(["ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "EPRIVATE", "EPROBE"]);

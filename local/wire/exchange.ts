import type { Clock } from "../../shared/platform/clock.ts";

/** One HTTP request as it came over the wire, before anyone has interpreted it. */
export interface WireRequest {
  method: string;
  /** Path as sent, still percent-encoded, without the query. */
  path: string;
  /** Everything after the first `?`, as sent; empty when there is none. */
  rawQuery: string;
  /** Header names in lower case; repeated headers joined with `,`. */
  headers: Record<string, string>;
  body: Buffer;
  remoteAddress: string;
  /** The clock to wait on while answering: in simulated time, waiting on it lets time pass. */
  clock: Clock;
}

/** What goes back. Strings are sent as UTF-8; no content type is added. */
export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
  /** Destroy the connection instead of answering (a fault). */
  reset?: boolean;
}

/** A service of the local cloud that answers requests on a port of its own. It never throws for bad input. */
export interface WireService {
  handle(request: WireRequest): Promise<WireResponse>;
  /** Whether people visit what is at this path and host in a browser, so that links may lead there. Absent: nothing. */
  isPage?(request: Pick<WireRequest, "path" | "headers">): boolean;
  /** What a client is served over TLS that asks for this name, both in PEM; undefined: nothing. Absent: the service speaks no TLS. */
  certificateFor?(serverName: string): { cert: string; key: string } | undefined;
}

import type { Reason } from "../../shared/platform/reasons/reason.ts";
import type { ClientReport } from "./demoClients.ts";

/** What the demo did, as `--json` prints it. */
export interface DemoResult {
  rotated: boolean;
  listenerId: string;
  before: { serial: string; notAfter: string };
  after: { serial: string; notAfter: string };
  /** Certificates on the listener that are the same as before. */
  untouched: string[];
  handshakes: ClientReport["handshakes"];
  requests: ClientReport["requests"];
  transitions: number;
  apiCalls: number;
  elapsedMs: number;
  /** How it ended: what went wrong, if anything did, and where the listener is now. */
  reasons: Reason[];
}

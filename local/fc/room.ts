import type { CloudContext } from "../context.ts";
import type { InvocationResult } from "./invocation.ts";
import type { Pool } from "./pool.ts";
import type { FcState } from "./state.ts";

/** What the routes and triggers of Function Compute work on. */
export interface FcRoom {
  context: CloudContext;
  state: FcState;
  pool: Pool;
  codeRoot: string;
  /** Invokes without asking RAM. Rejects with `CloudError` when the function cannot be tried. */
  perform(call: {
    functionName: string;
    qualifier?: string;
    body: Buffer;
    asynchronous: boolean;
    requestId: string;
  }): Promise<InvocationResult>;
}

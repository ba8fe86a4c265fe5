import type { CloudContext } from "../context.ts";
import type { CloudError } from "../wire/cloudError.ts";
import type { CodeBucket } from "./codeBucket.ts";
import type { InvocationResult } from "./invocation.ts";
import type { Pool } from "./pool.ts";
import type { FcState } from "./state.ts";
import type { UploadedCode } from "./uploadedCode.ts";

/** What the routes and triggers of Function Compute work on. */
export interface FcServiceContext {
  context: CloudContext;
  state: FcState;
  pool: Pool;
  code: UploadedCode;
  bucket: CodeBucket;
  /** Invokes without asking RAM. Rejects with `CloudError` when the function cannot be tried. */
  perform(call: {
    functionName: string;
    qualifier?: string;
    body: Buffer;
    asynchronous: boolean;
    requestId: string;
    /** Names an asynchronous invocation, where the function keeps these: the same name again is refused. */
    taskId?: string;
  }): Promise<InvocationResult>;
  /** Accepts an asynchronous invocation of a trigger. */
  enqueue(call: { functionName: string; qualifier?: string; body: Buffer }): void;
  /** The asynchronous tasks that a function has kept, the newest first. */
  tasksOf(functionName: string): { taskId: string; acceptedAt: number }[];
  /** Where a name's CNAME records lead; undefined where nobody here can tell. */
  aliasesOf(name: string): string[] | undefined;
  /** A pair of the certificate service by its id. */
  certificateOf(id: string): { certificatePem: string; privateKeyPem: string } | undefined;
  newRequestId(): string;
  /** Puts into the call log that a trigger could not call its function. */
  reportRefusal(functionName: string, caller: string, error: CloudError): void;
  /** How far log triggers have read, by function, trigger and shard. */
  places: { get(id: string): number | undefined; set(id: string, sequence: number): void };
  /** To be called when a function or its triggers have changed. */
  triggersChanged(functionName: string): void;
}

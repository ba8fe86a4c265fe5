/** A place in which one function runs, one invocation at a time, as long as it is alive. */
export interface Instance {
  readonly id: string;
  /** False once it was killed or has died; it is never used again then. */
  alive(): boolean;
  /** Runs an entry point to its end. Never rejects: whatever the function does is an outcome. */
  run(entry: InstanceEntry, event: Buffer, context: PlainContext): Promise<InvocationOutcome>;
  /** What the function wrote since this was last asked. */
  takeLog(): string;
  /** Ends it at once, whatever it is doing. */
  kill(): void;
}

/** Makes instances; one for each way of isolating them. */
export type StartInstance = (launch: Launch) => Instance;

/** What an instance needs to begin. */
export interface Launch {
  id: string;
  /** The folder that holds the code. */
  folder: string;
  memoryMb: number;
  /** The whole environment: nothing else of this process is visible to the function. */
  environment: Record<string, string>;
  /** The VPC whose internal instances it reaches; absent: none (real-cloud.md FB6). */
  vpcId?: string;
  /** Whether it reaches mail hosts on port 25; absent: no (real-cloud.md FR19). */
  isMailPortOpen?: boolean;
  /** The platform's time for code in a thread or process of its own; absent: the machine's. */
  now?: () => number;
}

/** Which of the function's exports is to run: `index.handler`. */
export interface InstanceEntry {
  handler: string;
  /** Lifecycle hooks are called with the context alone. */
  kind: "handler" | "initializer" | "preStop";
}

/** The context that a handler gets, without its logger, which the instance adds (functionCompute.md §5). */
export interface PlainContext {
  requestId: string;
  credentials: { accessKeyId?: string; accessKeySecret?: string; securityToken?: string };
  function: { name: string; handler: string; memory: number; timeout: number };
  service: { name: string; logProject: string; logStore: string; qualifier: string; versionId: string };
  region: string;
  accountId: string;
  retryCount: number;
  tracing: Record<string, never>;
}

/** How an invocation ended. */
export type InvocationOutcome =
  | { kind: "answer"; body: Buffer }
  /** The handler threw. */
  | { kind: "error"; errorMessage: string; errorType: string; stackTrace: string[] }
  /** The instance is gone: exit, crash, out of memory. */
  | { kind: "died"; reason: string };

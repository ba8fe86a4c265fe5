import type { WriteLogs } from "../alb/dataPlane/contract.ts";
import type { RamIdentity } from "../ram/contract.ts";
import type { LogReader } from "../sls/reader.ts";
import type { Restore } from "../snapshot.ts";
import type { WireService } from "../wire/exchange.ts";
import type { FunctionSpec } from "./functionSpec.ts";
import type { InvocationResult } from "./invocation.ts";
import type { CustomDomainRow, FunctionRecord } from "./state.ts";
import type { CloudEvent } from "./triggers/matchEvent.ts";

/** How functions are kept apart from the platform and from each other. */
export type Isolation =
  /** A thread each: fast, with a heap limit, ended at will. */
  | { kind: "thread" }
  /** A process each, run by this Node binary: for the version that the cloud has. */
  | { kind: "process"; node: string }
  /** In this process, for simulated time. */
  | { kind: "inProcess" };

export interface FunctionComputeOptions {
  /** As in the rendered `s.yaml`. */
  functions: FunctionSpec[];
  /** What each function's `code` is relative to. */
  codeRoot: string;
  /** Where functions' output goes when they have a `logConfig`, and what log triggers read. */
  logs?: { write: WriteLogs; reader?: LogReader };
  /** Set in every function by whoever runs the platform: this is how endpoints reach functions. */
  environment?: Record<string, string>;
  /** The same for functions that somebody else deploys here; `environment` unless given. */
  environmentOfOthers?: Record<string, string>;
  isolation: Isolation;
  /** The function that stands behind every name of this machine at a port, as if they were domains that are bound to it. */
  front?: { port: number; functionName: string };
  /** Where a name's CNAME records lead; undefined for names that nobody here knows of, which are taken to lead here. */
  aliasesOf?: (name: string) => string[] | undefined;
  /** A pair of the certificate service by its id, for domains that are declared with one (`certId`). */
  certificateOf?: (id: string) => { certificatePem: string; privateKeyPem: string } | undefined;
  /** Absolute path of a folder that keeps code uploaded over the API; absent, it goes when the platform closes. */
  uploads?: string;
}

/** What a Function Compute holds, as JSON-able data. */
export interface FcExport {
  functions: FunctionRecord[];
  domains?: CustomDomainRow[];
  /** Asynchronous invocations that have been accepted and not ended, by request id. */
  accepted?: Record<string, AcceptedInvocation>;
  /** How far log triggers have read: by function, trigger and shard, the first group that the function has not dealt with. */
  places?: Record<string, number>;
}

/** An asynchronous invocation, its event as base64. */
export interface AcceptedInvocation {
  functionName: string;
  qualifier?: string;
  body: string;
}

/** The local Function Compute: both API versions over the wire, and in process for the rest of the local cloud. */
export interface FunctionCompute extends WireService {
  /** The names of all actions that it plays. */
  actions: readonly string[];
  /** Invokes as somebody. Rejects with `CloudError` when the call is refused; a function's failure is a result. */
  invoke(call: {
    functionName: string;
    qualifier?: string;
    invocationType?: "Sync" | "Async";
    body: string | Buffer;
    identity: RamIdentity;
  }): Promise<InvocationResult>;
  /**
   * Invokes for a service that acts in the name of a role, as CloudFlow does with a flow's. A refusal is a result, too:
   * its status and `{Code, Message, RequestId}` as the API would answer.
   */
  invokeFunction(call: {
    roleArn: string;
    /** Who acts; `fnf.aliyuncs.com` when absent. */
    service?: string;
    functionName: string;
    qualifier?: string;
    invocationType?: "Sync" | "Async";
    body: string | Buffer;
  }): Promise<InvocationResult>;
  /** Fires a timer trigger now, enabled or not, and waits. Throws `CloudError` when there is no such timer. */
  fireTimer(functionName: string, triggerName: string): Promise<InvocationResult>;
  /** Hands an event to every function whose EventBridge trigger lets it pass; answers how many these are. */
  emitEvent(event: CloudEvent): number;
  /** Where, at this service's endpoint, requests to a function's HTTP trigger go. */
  httpTriggerPath(functionName: string): string;
  /** All functions as JSON-able data. Their code is where it was: in the deployment, or in `uploads`. */
  exportState(): FcExport;
  /**
   * Takes up functions that another process had, but for those that this one was deployed with, and goes on with the
   * asynchronous invocations that it had accepted: an event may be delivered twice, as on the real service.
   */
  importState(state: FcExport): void;
  /** Ends every instance that works and forgets what was accepted; for the moment before a snapshot is restored. */
  abandon(): void;
  /** Remembers the functions, and begins their triggers anew when it is restored. Idle instances stay. */
  snapshot(): Restore;
  /** Resolves when no asynchronous invocation is waiting or running any more. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

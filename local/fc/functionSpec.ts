/** A function as the rendered `s.yaml` declares it: the props of component `fc3` (functionCompute.md §3). */
export interface FunctionSpec {
  functionName: string;
  /** `nodejs20` and the like; what runs locally is always Node. */
  runtime: string;
  /** `index.handler`: file without its ending, and export. */
  handler: string;
  /** Folder of the built bundle, relative to the code root. Absent for functions created with a zip. */
  code?: string;
  description?: string;
  /** MB, 128 to 32768 in steps of 64; 512 when absent. */
  memorySize?: number;
  cpu?: number;
  diskSize?: number;
  /** Seconds, 1 to 86400; 3 when absent. */
  timeout?: number;
  environmentVariables?: Record<string, string>;
  /** ARN of the role whose credentials the function gets. */
  role?: string;
  logConfig?: {
    project: string;
    logstore: string;
    /** A record of each invocation beside its log. */
    enableRequestMetrics?: boolean;
    /** Of instances; these are not emulated. */
    enableInstanceMetrics?: boolean;
    logBeginRule?: string;
  };
  /** The VPC that the function is in; all ids empty: in none. */
  vpcConfig?: { vpcId: string; vSwitchIds: string[]; securityGroupId: string };
  instanceLifecycleConfig?: { initializer?: LifecycleHook; preStop?: LifecycleHook };
  asyncInvokeConfig?: AsyncInvokeConfig;
  triggers?: TriggerSpec[];
  customDomain?: CustomDomainSpec;
  /** What else was sent: kept and told (`keptSettings.ts`). */
  settings?: Record<string, unknown>;
  /** Instances that are kept for this function, and the most that it gets. */
  concurrencyConfig?: { reservedConcurrency?: number };
}

/** A domain of the account's own that leads to the function. */
export interface CustomDomainSpec {
  domainName: string;
  /** `HTTP`, `HTTPS` or `HTTP,HTTPS`. */
  protocol: string;
  route: { path: string; qualifier?: string; methods?: string[] };
  /** By its id in the certificate service, where the vendor's component reads it, or itself; needed for HTTPS. */
  certConfig?: { certId: number | string } | CertConfigSpec;
}

/** What a domain is served with, both in PEM. */
export interface CertConfigSpec {
  certName: string;
  certificate: string;
  privateKey: string;
}

/** Runs once in an instance's life. `handler` like a function's; seconds, 3 when absent. */
interface LifecycleHook {
  handler?: string;
  timeout?: number;
}

export interface AsyncInvokeConfig {
  /** Seconds that an event may wait and be retried; a day when absent. */
  maxAsyncEventAgeInSeconds?: number;
  /** 0 to 8; 3 when absent. */
  maxAsyncRetryAttempts?: number;
  /** Whether invocations are kept under their ids, so that one that is sent again is not run again. */
  asyncTask?: boolean;
  destinationConfig?: { onSuccess?: Destination; onFailure?: Destination };
  /** Milliseconds since 1970; absent in a declaration. */
  createdAt?: number;
  modifiedAt?: number;
}

/** Where the outcome of an asynchronous invocation goes: the ARN of a function. */
interface Destination {
  destination: string;
}

/** What calls a function. `triggerConfig` depends on the type (functionCompute.md §4). */
export interface TriggerSpec {
  triggerName: string;
  triggerType: "http" | "timer" | "log" | "eventbridge";
  qualifier?: string;
  description?: string;
  /** For log triggers: `acs:log:<region>:<account>:project/<project>`. */
  sourceArn?: string;
  invocationRole?: string;
  triggerConfig: Record<string, unknown>;
}

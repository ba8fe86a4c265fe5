import type { AsyncInvokeConfig, CustomDomainSpec, FunctionSpec, TriggerSpec } from "./functionSpec.ts";

/** Everything that the local Function Compute keeps; plain data but for the Map, which a hostile name cannot fool. */
export interface FcState {
  functions: Map<string, FunctionRecord>;
  /** Domains that are bound to functions, by their names. */
  domains: Map<string, CustomDomainRow>;
  /** The function that has every name of this machine at this port bound to it. */
  front?: { port: number; functionName: string };
}

/** A domain of the account's own, and what its paths lead to. */
export interface CustomDomainRow {
  domainName: string;
  protocol: string;
  routes: DomainRoute[];
  certConfig?: CustomDomainSpec["certConfig"];
  createdAt: number;
  modifiedAt: number;
  /** With what clients are served until then, after a fault. */
  lagging?: { certConfig: CustomDomainSpec["certConfig"]; until: number };
}

export interface DomainRoute {
  /** Itself, or with `*` at its end whatever begins so. */
  path: string;
  functionName: string;
  qualifier?: string;
  /** All when absent. */
  methods?: string[];
}

/** A function with what belongs to it. */
export interface FunctionRecord {
  config: FunctionConfig;
  /** Grows with every change, so that instances of former code are not used again. */
  generation: number;
  createdAt: number;
  modifiedAt: number;
  triggers: TriggerRecord[];
  /** By qualifier. */
  asyncConfigs: Record<string, AsyncInvokeConfig>;
  versions: { versionId: string; description: string; createdAt: number; config: FunctionConfig }[];
  aliases: { aliasName: string; versionId: string; description: string; createdAt: number; modifiedAt: number }[];
}

/** What a declaration holds and the service keeps beside a function's configuration. */
export type NotOfItsConfig = "code" | "triggers" | "asyncInvokeConfig" | "customDomain";

/** A function's configuration with every default filled in. */
export interface FunctionConfig extends Omit<FunctionSpec, NotOfItsConfig> {
  memorySize: number;
  timeout: number;
  environmentVariables: Record<string, string>;
  /** Absolute path of the folder with the code. */
  folder: string;
  /** Of code that came as a zip: its size in bytes and its CRC-64. */
  codeSize?: number;
  codeChecksum?: string;
}

export interface TriggerRecord extends TriggerSpec {
  triggerId: string;
  qualifier: string;
  createdAt: number;
  modifiedAt: number;
}

/** The function as its newest, unpublished state: what is invoked without a qualifier. */
export const LATEST = "LATEST";

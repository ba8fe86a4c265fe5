import type { AsyncInvokeConfig, FunctionSpec, TriggerSpec } from "./functionSpec.ts";

/** Everything that the local Function Compute keeps; plain data but for the Map, which a hostile name cannot fool. */
export interface FcState {
  functions: Map<string, FunctionRecord>;
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

/** A function's configuration with every default filled in. */
export interface FunctionConfig extends Omit<FunctionSpec, "code" | "triggers" | "asyncInvokeConfig"> {
  memorySize: number;
  timeout: number;
  environmentVariables: Record<string, string>;
  /** Absolute path of the folder with the code. */
  folder: string;
}

export interface TriggerRecord extends TriggerSpec {
  triggerId: string;
  qualifier: string;
  createdAt: number;
  modifiedAt: number;
}

/** The function as its newest, unpublished state: what is invoked without a qualifier. */
export const LATEST = "LATEST";

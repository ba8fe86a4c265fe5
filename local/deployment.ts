import type { FlowToPut } from "./cloudflow/cloudFlow.ts";
import type { Endpoints } from "./endpoints.ts";
import type { FunctionSpec } from "./fc/functionSpec.ts";
import type { Role } from "./ram/contract.ts";

/** What is deployed into a local cloud when it starts. */
export interface Deployment {
  functions: FunctionSpec[];
  /** What each function's `code` is relative to. */
  codeRoot: string;
  roles: Role[];
  flows: FlowToPut[];
  /** The function whose HTTP trigger also answers on the cloud's first port, beside what the cloud says about itself. */
  front?: string;
  /** Set in every function of this deployment: how it finds this cloud, and its settings. */
  environment?: (endpoints: Endpoints) => Record<string, string>;
  /** Set in functions that others deploy into this cloud: how they find it, and nothing of these settings. */
  environmentOfOthers?: (endpoints: Endpoints) => Record<string, string>;
}

import type { AlbClient } from "./clients/alb.ts";
import type { CasClient } from "./clients/cas.ts";
import type { CloudFlowClient } from "./clients/cloudFlow.ts";
import type { Invocations } from "./clients/invocations.ts";
import type { LogsClient } from "./clients/logs.ts";

/** The ways to the cloud's products that functions use. */
export interface Clients {
  /** The region that they lead to. */
  region: string;
  alb: AlbClient;
  cas: CasClient;
  log: LogsClient;
  cloudFlow: CloudFlowClient;
  /** The deployment's own functions. */
  functions: Invocations;
}

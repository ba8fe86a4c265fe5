import type { AlbDoor } from "./clients/alb.ts";
import type { CasDoor } from "./clients/cas.ts";
import type { CloudFlowDoor } from "./clients/cloudFlow.ts";
import type { LogsDoor } from "./clients/logs.ts";

/** The ways to the cloud's products that functions use. */
export interface Doors {
  /** The region that they lead to. */
  region: string;
  alb: AlbDoor;
  cas: CasDoor;
  log: LogsDoor;
  cloudFlow: CloudFlowDoor;
}

import type { AlbClient } from "./clients/alb.ts";
import type { CasClient } from "./clients/cas.ts";
import type { CloudFlowClient } from "./clients/cloudFlow.ts";
import type { CmsClient } from "./clients/cms.ts";
import type { Invocations } from "./clients/invocations.ts";
import type { LogsClient } from "./clients/logs.ts";
import { AlbflowError } from "./errors.ts";
import type { Place } from "./place.ts";
import { reason } from "./reasons/reason.ts";

/** The ways to the cloud's products that functions use. */
export interface Clients {
  /** The region that they lead to, and the account; CloudFlow and functions are always those of home. */
  region: string;
  accountId: string;
  /** The clients of another place; of home itself when none is named. Absent where there is home only. */
  at?(place: Place): Clients;
  alb: AlbClient;
  cas: CasClient;
  log: LogsClient;
  cms: CmsClient;
  cloudFlow: CloudFlowClient;
  /** The deployment's own functions. */
  functions: Invocations;
}

/** The clients of a place; home's own where there is none. Throws `AlbflowError` Failed where these lead to home only. */
export function clientsAt(clients: Clients, place: Place | undefined): Clients {
  if (place === undefined) return clients;
  if (clients.at === undefined)
    throw new AlbflowError("Failed", reason("account-not-operated", { accountId: place.accountId }));
  return clients.at(place);
}

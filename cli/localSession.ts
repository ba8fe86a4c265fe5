import type { LocalCloud } from "../local/cloud.ts";
import type { Session } from "../shared/platform/session.ts";

/** The account itself, calling a local cloud. */
export function localSession({
  region,
  accountId,
  endpoints,
  rootKey,
}: Pick<LocalCloud, "region" | "accountId" | "endpoints" | "rootKey">): Session {
  const { alb, cas, fnf, fc, log, cms } = endpoints;
  return {
    region,
    accountId,
    credentials: rootKey,
    endpoints: { alb, cas, fnf, fc, log, cms },
  };
}

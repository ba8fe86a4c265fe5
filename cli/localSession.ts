import type { LocalCloud } from "../local/localCloud.ts";
import type { Session } from "../shared/session.ts";

/** The account itself, calling a local cloud. */
export function localSession({
  region,
  accountId,
  endpoints,
}: Pick<LocalCloud, "region" | "accountId" | "endpoints">): Session {
  const { alb, cas, fnf, fc, log } = endpoints;
  return {
    region,
    accountId,
    credentials: { accessKeyId: "local", accessKeySecret: "local" },
    endpoints: { alb, cas, fnf, fc, log },
  };
}

import type { IncomingMessage } from "node:http";
import { CloudError } from "../wire/cloudError.ts";

/** Names by which programs of this machine call it. A name that DNS may give to anybody is not among them. */
const OWN_NAME = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/**
 * Refuses what a web page of another site has made the browser send: a request for a name that the site's DNS pointed
 * at this machine (DNS rebinding), or one whose origin is another. Programs send their own host and no origin.
 */
export function refuseStrangers({ headers }: Pick<IncomingMessage, "headers">): void {
  const { host = "", origin } = headers;
  if (!OWN_NAME.test(host)) {
    throw new CloudError(
      403,
      "ForeignHost",
      `The local cloud answers to 127.0.0.1 and localhost, not to ${JSON.stringify(host)}.`,
    );
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    throw new CloudError(403, "ForeignOrigin", `Pages of ${JSON.stringify(origin)} may not use the local cloud.`);
  }
}

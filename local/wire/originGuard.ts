import type { IncomingMessage } from "node:http";
import { CloudError } from "./cloudError.ts";

/**
 * Names by which programs of this machine call it. Labels before them are projects of Simple Log Service and domains of
 * functions; `*.localhost` is this machine to every browser (RFC 6761), and no browser takes a name that ends like an
 * address. A name that DNS may give to anybody is not among them.
 */
const OWN_NAME = /^(?:(?:[\w-]+\.)*(?:127\.0\.0\.1|localhost)|\[::1\])(?::\d+)?$/i;

/**
 * Refuses what a web page of another site has made the browser send: a request for a name that the site's DNS pointed
 * at this machine (DNS rebinding), or one that another origin has asked for, however simple it is. Programs send their
 * own host, no origin and no `Sec-Fetch-Site`. A link of another site may lead to a page (`isPage`), and to nothing else.
 *
 * Throws `CloudError` 403 ForeignHost or ForeignOrigin.
 */
export function originGuard(
  { headers, method, scheme }: Pick<IncomingMessage, "headers" | "method"> & { scheme: "http" | "https" },
  isPage: boolean,
): void {
  const { host = "", origin } = headers;
  if (!OWN_NAME.test(host)) {
    throw new CloudError(
      403,
      "ForeignHost",
      `The local cloud answers to 127.0.0.1 and localhost, not to ${JSON.stringify(host)}.`,
    );
  }
  if (origin !== undefined && origin !== `${scheme}://${host}`) {
    throw new CloudError(403, "ForeignOrigin", `Pages of ${JSON.stringify(origin)} may not use the local cloud.`);
  }
  const site = headers["sec-fetch-site"];
  if (site === undefined || site === "same-origin" || site === "none") return;
  const isVisit =
    method === "GET" && headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
  if (isPage && isVisit) return;
  throw new CloudError(
    403,
    "ForeignOrigin",
    `A page of another origin (Sec-Fetch-Site: ${JSON.stringify(site)}) may not use the local cloud.`,
  );
}

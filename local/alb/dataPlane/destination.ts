import type { RawHeaders } from "./headers.ts";
import type { Plane } from "./plane.ts";
import type { RequestAttributes } from "./routes.ts";
import type { PooledServer } from "./serverPool.ts";
import { boundServer, withStickyCookie } from "./sticky.ts";

/** Where a request goes. */
export interface Destination {
  server: PooledServer;
  /** Speaks TLS with the server. */
  secure: boolean;
  /** Puts the cookie of a sticky session among the fields of the answer. */
  bindClient: (headers: RawHeaders) => RawHeaders;
}

/** Chooses a server of the group; undefined when there is no group or nobody in it to choose: 503. */
export function chooseDestination(
  serverGroupId: string | undefined,
  { headers, clientAddress }: RequestAttributes,
  plane: Plane,
): Destination | undefined {
  const pool = serverGroupId === undefined ? undefined : plane.poolOf(serverGroupId);
  if (pool === undefined) return undefined;
  const { group } = pool;
  const boundTo = boundServer(group, headers);
  const server = pool.choose(clientAddress, boundTo);
  if (server === undefined) return undefined;
  return {
    server,
    secure: group.protocol === "HTTPS",
    bindClient: (answered) => withStickyCookie(group, server.address, boundTo, answered),
  };
}

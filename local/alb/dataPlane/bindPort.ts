import type { AddressInfo, Server } from "node:net";

/** Where a listener really listens. */
export interface BoundEndpoint {
  address: string;
  port: number;
}

/**
 * Binds a listener's port on the address of its load balancer. Where the system keeps low ports to itself (EACCES), the
 * port plus 10,000 is taken.
 *
 * Errors: when the port cannot be had, one that says whose port it is and what to do, with the system's as `cause`.
 */
export async function bindPort(server: Server, wanted: BoundEndpoint, listenerId: string): Promise<BoundEndpoint> {
  try {
    return await listen(server, wanted).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EACCES") throw error;
      return listen(server, { ...wanted, port: wanted.port + PRIVILEGED_PORT_OFFSET });
    });
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    const { address, port } = wanted;
    const advice = ADVICE[code]?.(wanted) ?? "See the cause.";
    throw new Error(`Listener ${listenerId} cannot listen on ${address}:${port} (${code}). ${advice}`, {
      cause: error,
    });
  }
}

const PRIVILEGED_PORT_OFFSET = 10_000;

const ADVICE: Record<string, (wanted: BoundEndpoint) => string> = {
  EADDRINUSE: ({ port }) =>
    `Another process has that port: find it with \`ss -ltnp 'sport = :${port}'\` (macOS: \`lsof -i :${port}\`) and stop it, ` +
    "or give the listener another port.",
  EADDRNOTAVAIL: ({ address }) =>
    `The machine has no address ${address}. Linux has all of 127.0.0.0/8; on macOS add it with ` +
    `\`sudo ifconfig lo0 alias ${address}\`.`,
};

function listen(server: Server, { address, port }: BoundEndpoint): Promise<BoundEndpoint> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => {
      server.off("error", reject);
      const bound = server.address() as AddressInfo;
      resolve({ address: bound.address, port: bound.port });
    });
  });
}

import { createServer } from "node:net";

/** The ports of one local cloud, side by side: the console's first, then one a service. */
export interface Ports {
  console: number;
  alb: number;
  cas: number;
  fnf: number;
  fc: number;
  sls: number;
  ram: number;
  /** The API of Alibaba Cloud DNS. */
  alidns: number;
  /** Its name server, over UDP and TCP. */
  dns: number;
  kms: number;
}

/** The block that begins at `first`. */
export function portsFrom(first: number): Ports {
  return Object.fromEntries(IN_ORDER.map((name, offset) => [name, first + offset])) as unknown as Ports;
}

/** A block of ports that nobody listens on now, for tests that run side by side. Throws when a hundred are taken. */
export async function freePortBlock(random: () => number = Math.random): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const first = 20_000 + 10 * Math.floor(random() * 1_200);
    const free = await Promise.all(Array.from({ length: BLOCK }, (_, offset) => isFree("127.0.0.1", first + offset)));
    if (free.every(Boolean)) return first;
  }
  throw new Error("No block of free ports was found between 20000 and 32000. Stop other local clouds and try again.");
}

/**
 * What is added to ports below 1024 because the system does not let this process open them: 0 where it does, 10000
 * where it does not (`CAP_NET_BIND_SERVICE`, `net.ipv4.ip_unprivileged_port_start`).
 */
export async function lowPortOffset(address: string): Promise<0 | 10_000> {
  return (await isFree(address, 1023)) ? 0 : 10_000;
}

/**
 * Loopback addresses for load balancers, one each. Clouds with different port blocks get different addresses, so that
 * several can have a listener on port 443.
 */
export function portAddress(firstPort: number, number: number): string {
  return `127.${firstPort >> 8}.${(firstPort & 255) + Math.floor(number / 250)}.${1 + (number % 250)}`;
}

const IN_ORDER: (keyof Ports)[] = ["console", "alb", "cas", "fnf", "fc", "sls", "ram", "alidns", "dns", "kms"];
const BLOCK = IN_ORDER.length;

function isFree(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, address, () => server.close(() => resolve(true)));
  });
}

import { createServer } from "node:net";
import { expect, test } from "vitest";
import { coded } from "../../../test/support/coded.ts";
import type { Clients } from "../../platform/clients.ts";
import type { Listener } from "../resources/listenerState.ts";
import { verifyListener } from "./verifyListener.ts";

/** A port at which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test("a stopped listener that is configured otherwise than planned is told with both values", async () => {
  const alb = { call: async () => ({ DNSName: "127.0.0.1" }) };
  const listener = {
    ListenerId: "lsn-1",
    ListenerProtocol: "HTTP",
    ListenerPort: await closedPort(),
    ListenerStatus: "Stopped",
    IdleTimeout: 15,
  } as unknown as Listener;
  const attention = { verification: { acceptUnreachable: false, path: "/" }, since: 0, mark: "one" };
  const probes = await verifyListener({ alb } as unknown as Clients, listener, {
    ...attention,
    changed: ["IdleTimeout"],
    planned: { ...listener, IdleTimeout: 30 },
  });
  expect(probes.map(({ problem }) => problem)).toEqual([
    null,
    coded("changed-meanwhile", {
      resource: "lsn-1",
      differences: [{ field: "IdleTimeout", expected: 30, found: 15 }],
    }),
    null,
  ]);
});

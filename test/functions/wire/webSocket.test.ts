import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { storyOf } from "../../../shared/core/verdict.ts";
import { coded } from "../../support/coded.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../../support/simulatedCloud.ts";
import { type EchoClient, openEchoClient } from "./echoClient.ts";
import { endpointOf } from "./endpointOf.ts";
import { whileRunning } from "./whileRunning.ts";

let cloud: SimulatedCloud;
const opened: EchoClient[] = [];
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
afterEach(async () => {
  for (const client of opened.splice(0)) client.close();
  await cloud.reset();
});
afterAll(() => cloud.close());

const HTTPS = "lsn-demo4u54y73wq7b";
const HTTP = "lsn-plain";

async function open(listenerId: string): Promise<EchoClient> {
  const { host, port } = endpointOf(cloud, listenerId);
  const scheme = listenerId === HTTPS ? "wss" : "ws";
  const client = await openEchoClient(`${scheme}://${host}:${port}/chat`, "shop.example.com");
  opened.push(client);
  return client;
}

test.each([
  ["modifyListener", "ws", HTTP, () => ({ idleTimeout: 30, listenerDescription: "renamed", gzipEnabled: false })],
  ["modifyListener", "wss", HTTPS, () => ({ idleTimeout: 30, requestTimeout: 90, http2Enabled: false })],
  [
    "rotateCertificate",
    "wss",
    HTTPS,
    () => ({ certificateId: cloud.seed.expiring.id, successorId: cloud.seed.successor.id }),
  ],
])("during %s no %s connection is lost and none is refused", async (operation, _, listenerId, input) => {
  const early = [await open(listenerId), await open(listenerId)];
  for (const client of early) await client.echo("before");
  let rounds = 0;
  const outcome = await whileRunning(cloud, { operation, input: { listenerId, ...input() }, stepMs: 100 }, async () => {
    rounds += 1;
    await (await open(listenerId)).echo("new");
    await Promise.all(early.map((client) => client.echo(`during ${rounds}`)));
  });
  expect(outcome.verdict).toMatchObject({ state: "verified" });
  expect(rounds).toBeGreaterThan(10);
  const late = await open(listenerId);
  await Promise.all(opened.map((client) => client.echo("after")));
  expect(opened.map(({ lost }) => lost).filter((lost) => lost !== undefined)).toEqual([]);
  const { expiring, successor } = cloud.seed;
  const served = listenerId === HTTP ? ["", ""] : [expiring.serial, expiring.serial];
  expect(early.map(({ serial }) => serial)).toEqual(served);
  const after = operation === "rotateCertificate" ? successor.serial : served[0];
  expect(late.serial).toBe(after);
});

test("verify asks for the WebSocket that it is told of, and says that it was opened", async () => {
  const input = { listenerId: HTTPS, idleTimeout: 30, verification: { webSocketPath: "/chat" } };
  const { verdict } = await cloud.run("modifyListener", input);
  expect(verdict).toMatchObject({ state: "verified" });
  expect(verdict?.seen).toContainEqual({
    probe: coded("probe-websocket", { path: "/chat" }),
    expected: coded("value-http-status", { status: 101 }),
    found: coded("value-http-status", { status: 101 }),
    served: null,
    problem: null,
    inconclusive: null,
  });
});

test("a backend that opens no WebSocket where one is demanded is told in words, and everything is taken back", async () => {
  const backend = createServer((_request, response) => response.end("no WebSockets here"));
  await new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve));
  const { port: Port } = backend.address() as AddressInfo;
  await cloud.seedWith({
    serverGroups: [
      {
        ServerGroupId: "sgp-silent",
        ServerGroupName: "silent",
        ServerGroupType: "Ip",
        Servers: [{ ServerId: "127.0.0.1", ServerIp: "127.0.0.1", ServerType: "Ip", Port }],
      },
    ],
  });
  const verification = { webSocketPath: "/chat" };
  const moved = { listenerId: HTTP, serverGroupId: "sgp-silent", atOnce: true, watchSeconds: 0, verification };
  const { verdict } = await cloud.run("changeServerGroup", moved);
  // Where it has never been opened, a rollback does not open it either.
  await cloud.run("changeServerGroup", { ...moved, verification: {} }, "anyway");
  const modified = await cloud.run("modifyListener", { listenerId: HTTP, idleTimeout: 30, verification });
  backend.close();
  for (const failed of [verdict, modified.verdict]) {
    expect(failed).toMatchObject({ state: "rolledBack" });
    expect(failed && storyOf(failed)).toMatchObject([
      {
        code: "verification-failed",
        params: { resource: "lsn-plain", problem: coded("websocket-refused", { path: "/chat", status: 200 }) },
      },
      coded("rolled-back", { resource: "lsn-plain", newId: null, keptName: null, kept: [] }),
    ]);
  }
});

import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createRawServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { Clients } from "../../platform/clients.ts";
import type { Listener } from "../resources/listenerState.ts";
import { probeErrors } from "./health.ts";

const opened: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) server.close();
});

/** Looks at what a server answers; without an access log nothing else is asked. */
async function readExecution(server: Server | ReturnType<typeof createRawServer>) {
  opened.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const question = { host: "127.0.0.1", port, path: "/", hostname: undefined };
  const asked = { listener: {} as Listener, question, accessLog: undefined, since: 0 };
  return probeErrors({} as Clients, { unhealthyPercent: 0, errorPercent: 10 }, asked);
}

const tooMany = (count: number) => ({
  code: "too-many-server-errors",
  params: { count, total: 10, probe: { code: "probe-http-repeatedly", params: { path: "/" } } },
});

test("ten answers are asked for, over two connections", async () => {
  let connections = 0;
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.end("x");
  }).on("connection", () => {
    connections += 1;
  });
  expect(await readExecution(server)).toMatchObject([
    { found: { code: "value-count-of", params: { count: 0, total: 10 } }, problem: null },
  ]);
  expect([requests, connections]).toEqual([10, 2]);
});

test.each([1, 2])("%i bad answers of ten are held against the bound", async (bad) => {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.writeHead(requests <= bad ? 500 : 200).end("x");
  });
  const [seen] = await readExecution(server);
  expect(seen?.problem).toEqual(bad === 1 ? null : tooMany(2));
});

test("an answer that is never given is a bad one", async () => {
  const [seen] = await readExecution(createRawServer((socket) => socket.destroy()));
  expect(seen?.problem).toEqual(tooMany(10));
});

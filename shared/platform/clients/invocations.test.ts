import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postJson } from "../../features/notify/postJson.ts";
import type { Session } from "../session.ts";
import { openAlb } from "./alb.ts";
import { openAlidns } from "./alidns.ts";
import { openCas } from "./cas.ts";
import { openCloudFlow } from "./cloudFlow.ts";
import { type Invocations, openInvocations } from "./invocations.ts";
import { secretValue } from "./kms.ts";
import { openLogs } from "./logs.ts";

/** A service that closes connections on which nothing comes for a tenth of a second; in a thread that goes on while this one stands still. */
const SERVICE = `
  const { createServer } = require("node:http");
  const { parentPort } = require("node:worker_threads");
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ RequestId: "r", Status: "Running", Executions: [], Events: [] }));
    });
  });
  server.keepAliveTimeout = 100;
  // Newer versions of Node wait a second longer than they say.
  server.keepAliveTimeoutBuffer = 0;
  server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));`;

let service: Worker;
let session: Session;
let port: number;
beforeAll(async () => {
  service = new Worker(SERVICE, { eval: true });
  [port] = (await once(service, "message")) as [number];
  const endpoint = `127.0.0.1:${port}`;
  session = {
    region: "cn-hangzhou",
    accountId: "1234567890123456",
    credentials: { accessKeyId: "local", accessKeySecret: "local" },
    endpoints: {
      alb: endpoint,
      cas: endpoint,
      alidns: endpoint,
      kms: endpoint,
      fnf: endpoint,
      fc: endpoint,
      log: `http://sls.localhost:${port}`,
    },
  };
});
afterAll(() => service.terminate());

/** Nothing of this thread runs meanwhile: neither does it notice that connections are closed. */
function freeze(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

const CALLS: [what: string, call: () => Promise<unknown>][] = [
  ["a read of an execution", () => openCloudFlow(session).describe("f", "e")],
  ["the start of an execution", () => openCloudFlow(session).start("f", "e", {})],
  ["the end of an execution", () => openCloudFlow(session).stop("f", "e", "no reason")],
  ["a function's answer", () => openInvocations(session).invoke("f", {})],
  ["what is handed to a function", () => openInvocations(session).send("f", {}, "id-1")],
  ["a read of a listener", () => openAlb(session).call("GetListenerAttribute", { ListenerId: "lsn-1" })],
  ["a change of a listener", () => openAlb(session).call("StopListener", { ListenerId: "lsn-1" })],
  ["a read of a certificate", () => openCas(session).call("GetUserCertificateDetail", { CertId: 1, CertFilter: true })],
  ["an upload", () => openCas(session).call("UploadUserCertificate", { Name: "n", Cert: "c", Key: "k" })],
  [
    "a record of DNS",
    () => openAlidns(session).call("AddDomainRecord", { DomainName: "example.com", RR: "a", Type: "TXT", Value: "v" }),
  ],
  ["a secret", () => secretValue(session, "albflow/secret")],
  ["a record", () => openLogs(session).write("p", "l", "t", [{ a: "b" }])],
  ["a message to people", () => postJson("webhook", `http://127.0.0.1:${port}/`, "{}")],
];

/** How each call went after the instance had stood still; before, each of them has left a connection of its own. */
let outcomes: PromiseSettledResult<unknown>[];
beforeAll(async () => {
  await Promise.all(CALLS.map(([, call]) => call()));
  freeze(400);
  outcomes = await Promise.allSettled(CALLS.map(([, call]) => call()));
});

test.each(CALLS.map(([what], at) => [what, at] as const))(
  "%s goes through when the instance was frozen for longer than the other side keeps connections",
  (_, at) => {
    expect(outcomes[at]).toMatchObject({ status: "fulfilled" });
  },
);

/** A service that answers once, then cuts so many requests off as one does that has given up their connection, and answers again. */
async function startForgetful(refusals: number) {
  const paths: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url);
    if (paths.length > 1 && paths.length <= 1 + refusals) {
      request.socket.destroy();
      return;
    }
    request.resume().on("end", () => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ RequestId: "r" }));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port: at } = server.address() as AddressInfo;
  const own = { ...session, endpoints: { ...session.endpoints, fc: `127.0.0.1:${at}` } };
  return { invocations: openInvocations(own), paths, close: () => void server.close() };
}

test.each([
  ["a function's answer", (invocations: Invocations) => invocations.invoke("f", {})],
  ["what is handed to a function", (invocations: Invocations) => invocations.send("f", {}, "id-1")],
])("%s is asked for once more on a connection of its own when the kept one turns out to be dead", async (_, call) => {
  const { invocations, paths, close } = await startForgetful(1);
  await call(invocations);
  await expect(call(invocations)).resolves.not.toThrow();
  expect(paths).toHaveLength(3);
  close();
});

test("a function that is out of reach twice is told as that, and not called for a third time", async () => {
  const { invocations, paths, close } = await startForgetful(2);
  await invocations.invoke("f", {});
  await expect(invocations.invoke("f", {})).rejects.toMatchObject({ kind: "Transient" });
  expect(paths).toHaveLength(3);
  close();
});

import dns from "node:dns";
import { once } from "node:events";
import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { connect, createServer } from "node:tls";
import Fc3, { ListFunctionsRequest } from "@alicloud/fc20230330";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testContext } from "../../test/local/testContext.ts";
import { makeCertificate } from "../certificates/makeCertificate.ts";
import { endpointsOf } from "../endpoints.ts";
import { createFunctionCompute, type FunctionCompute } from "../fc/functionCompute.ts";
import { portsFrom } from "../portBlock.ts";
import { listen, type WireServer } from "../wire/server.ts";
import { type LocalProxy, openProxy } from "./proxy.ts";

let fc: FunctionCompute;
let server: WireServer;
let other: WireServer;
let proxy: LocalProxy;
const lookup = dns.lookup;
const seen: Record<string, string>[] = [];
const lines: string[] = [];

beforeAll(async () => {
  // As lines of /etc/hosts would have it.
  dns.lookup = ((host: string, options: object, done: (...answer: unknown[]) => void) => {
    if (!host.endsWith(".aliyuncs.com")) return lookup(host, options, done);
    if ("all" in options && options.all === true) done(null, [{ address: "127.0.0.1", family: 4 }]);
    else done(null, "127.0.0.1", 4);
  }) as typeof dns.lookup;
  fc = createFunctionCompute(testContext(), { codeRoot: ".", functions: [], isolation: { kind: "inProcess" } });
  server = await listen(fc, { port: 0 });
  other = await listen(
    {
      async handle({ headers, path }) {
        seen.push({ ...headers, path });
        return { status: 200, headers: {}, body: "here" };
      },
    },
    { port: 0 },
  );
  const endpoints = {
    ...endpointsOf(portsFrom(1), 0),
    fc: `http://127.0.0.1:${server.port}`,
    log: `http://sls.localhost:${other.port}`,
  };
  proxy = await openProxy({ endpoints, ports: [0], log: (line) => lines.push(line) });
});
afterAll(async () => {
  dns.lookup = lookup;
  await proxy.close();
  await fc.close();
  await server.close();
  await other.close();
});

const port = () => proxy.ports[0] ?? 0;

async function answered(sent: ClientRequest) {
  sent.end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  return { status: answer.statusCode, body: await text(answer) };
}

describe("the proxy", () => {
  test("leads the official SDK, which signs the host that it means to ask, to the service", async () => {
    const client = new Fc3.default(
      new $OpenApiUtil.Config({
        accessKeyId: "local",
        accessKeySecret: "local",
        protocol: "https",
        endpoint: `fcv3.cn-hangzhou.aliyuncs.com:${port()}`,
        ca: proxy.caPem,
      }),
    );
    const { body } = await client.listFunctions(new ListFunctionsRequest({}));
    expect(body?.functions).toEqual([]);
    expect(lines).toContain(`GET fcv3.cn-hangzhou.aliyuncs.com:${port()} -> http://127.0.0.1:${server.port}`);
  });

  test("takes CONNECT, and TLS within it", async () => {
    const host = "cn-hangzhou.log.aliyuncs.com";
    const tunnel = httpRequest({ host: "127.0.0.1", port: port(), method: "CONNECT", path: `${host}:443` });
    tunnel.end();
    const [opened, socket] = (await once(tunnel, "connect")) as [IncomingMessage, Socket];
    expect(opened.statusCode).toBe(200);
    const tls = connect({ socket, servername: host, ca: proxy.caPem });
    tls.write(`GET /within HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
    expect(await text(tls)).toMatch(/^HTTP\/1\.1 200 OK\r\n.*here/s);
    expect(seen.at(-1)).toMatchObject({ host, path: "/within" });
  });

  test("answers over TLS for the host itself, to a client whose names lead to this machine", async () => {
    const host = "shop.cn-hangzhou.log.aliyuncs.com";
    const sent = httpsRequest({
      host: "127.0.0.1",
      port: port(),
      servername: host,
      ca: proxy.caPem,
      path: "/logstores?offset=0",
      headers: { host, "x-albflow-asked-host": "evil.aliyuncs.com" },
    });
    expect(await answered(sent)).toEqual({ status: 200, body: "here" });
    expect(seen.at(-1)).toMatchObject({ host, path: "/logstores" });
    expect(seen.at(-1)).not.toHaveProperty("x-albflow-asked-host");
  });

  test("takes plain HTTP, as a proxy and for the host itself", async () => {
    const host = "cn-hangzhou.log.aliyuncs.com";
    const asProxy = httpRequest({ host: "127.0.0.1", port: port(), path: `http://${host}/`, headers: { host } });
    expect((await answered(asProxy)).body).toBe("here");
    const asHost = httpRequest({ host: "127.0.0.1", port: port(), path: "/", headers: { host } });
    expect((await answered(asHost)).body).toBe("here");
    expect(seen.slice(-2).map((headers) => headers.host)).toEqual([host, host]);
  });

  test("refuses what is no host of the cloud, and names a host whose service is not emulated", async () => {
    const to = (host: string) =>
      answered(httpRequest({ host: "127.0.0.1", port: port(), path: "/", headers: { host } }));
    expect(await to("example.com")).toMatchObject({ status: 403, body: expect.stringContaining('"ForeignHost"') });
    expect(await to("ecs.cn-hangzhou.aliyuncs.com")).toMatchObject({
      status: 400,
      body: expect.stringContaining("does not emulate the host ecs.cn-hangzhou.aliyuncs.com"),
    });
    const tunnel = httpRequest({ host: "127.0.0.1", port: port(), method: "CONNECT", path: "example.com:443" });
    tunnel.end();
    const [refused] = (await once(tunnel, "connect")) as [IncomingMessage];
    expect(refused.statusCode).toBe(403);
    const foreign = connect({ host: "127.0.0.1", port: port(), servername: "example.com", ca: proxy.caPem });
    expect((await once(foreign, "error")).length).toBe(1);
  });

  test("says so where no local cloud answers", async () => {
    const host = "alb.cn-hangzhou.aliyuncs.com";
    const sent = httpRequest({ host: "127.0.0.1", port: port(), path: "/", headers: { host } });
    expect(await answered(sent)).toMatchObject({ status: 502, body: expect.stringContaining("LocalCloudUnreachable") });
  });
});

test("an authority for one domain is believed for its names and for no others", async () => {
  const issuer = await makeCertificate({
    names: ["ca.aliyuncs.com"],
    commonName: "ca",
    ca: true,
    only: "aliyuncs.com",
  });
  const asked = async (name: string) => {
    const { certificatePem, privateKeyPem } = await makeCertificate({ names: [name], issuer });
    const tls = createServer({ cert: certificatePem, key: privateKeyPem }, (socket) => socket.end());
    tls.listen(0, "127.0.0.1");
    await once(tls, "listening");
    const { port: own } = tls.address() as { port: number };
    const socket = connect({ host: "127.0.0.1", port: own, servername: name, ca: issuer.certificatePem });
    const outcome = await once(socket, "secureConnect").then(
      () => "believed",
      (error: Error) => error.message,
    );
    socket.destroy();
    tls.close();
    return outcome;
  };
  expect(await asked("alb.cn-hangzhou.aliyuncs.com")).toBe("believed");
  expect(await asked("www.example.com")).toBe("permitted subtree violation");
});

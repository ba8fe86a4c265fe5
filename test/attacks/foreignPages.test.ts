import { createHmac } from "node:crypto";
import dns, { type LookupAddress, type LookupOptions } from "node:dns";
import { existsSync, mkdtempSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Client, * as model from "@alicloud/fc20230330";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import RpcClient from "@alicloud/pop-core";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { systemClock } from "../../shared/platform/clock.ts";

const KEYS = { accessKeyId: "local", accessKeySecret: "local" };
const VISITS = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };

let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await startLocalCloud({ port: 0, seed: "local/seed/example.yaml", fast: true });
});
afterAll(() => cloud.close());

/** Every HTTP port of the cloud, as the cloud itself lists them: a port that is added is tried as well. */
const ports = () =>
  Object.entries(cloud.endpoints).flatMap(([name, endpoint]) =>
    typeof endpoint === "string" && endpoint.startsWith("http:")
      ? [{ name, port: Number(new URL(endpoint).port) }]
      : [],
  );

test("the cloud lists its HTTP ports, and one that speaks no HTTP", () => {
  expect(ports().map(({ name }) => name)).toEqual([
    "console",
    "alb",
    "cas",
    "fnf",
    "fc",
    "log",
    "ram",
    "alidns",
    "kms",
    "cms",
  ]);
  expect(cloud.endpoints.dns).toMatch(/^127\.0\.0\.1:\d+$/);
});

describe("every port refuses", () => {
  test.each<[what: string, headers: (port: number) => Record<string, string>, code: string]>([
    ["a name that somebody's DNS points here", (port) => ({ host: `evil.example.com:${port}` }), "ForeignHost"],
    ["a name that begins like ours", (port) => ({ host: `127.0.0.1.evil.example.com:${port}` }), "ForeignHost"],
    ["a name that ends almost like ours", (port) => ({ host: `evil-localhost:${port}` }), "ForeignHost"],
    ["a name with this machine's other addresses", () => ({ host: "192.168.1.7" }), "ForeignHost"],
    ["the domain of a function on the real cloud", () => ({ host: "api-x.cn-hangzhou.fcapp.run" }), "ForeignHost"],
    ["a page of another site", () => ({ origin: "https://evil.example.com" }), "ForeignOrigin"],
    ["a page without an origin of its own", () => ({ origin: "null" }), "ForeignOrigin"],
    ["a page of another port of this machine", () => ({ origin: "http://127.0.0.1:3000" }), "ForeignOrigin"],
    ["a page that calls this machine otherwise", (port) => ({ origin: `http://localhost:${port}` }), "ForeignOrigin"],
    ["what another site embeds", () => ({ "sec-fetch-site": "cross-site" }), "ForeignOrigin"],
    ["what another port embeds", () => ({ "sec-fetch-site": "same-site" }), "ForeignOrigin"],
    [
      "a WebSocket of another site",
      () => ({
        origin: "https://evil.example.com",
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
      }),
      "ForeignOrigin",
    ],
  ])("%s", async (_, headers, code) => {
    const answers: [string, number, string | undefined][] = [];
    for (const { name, port } of ports()) {
      for (const method of ["GET", "POST", "PUT", "DELETE", "OPTIONS"]) {
        const { status, body } = await send({ port, method, path: "/", headers: headers(port) });
        answers.push([`${method} ${name}`, status, codeOf(body)]);
      }
    }
    expect(answers).toHaveLength(10 * 5);
    expect(answers.filter(([, status, got]) => status !== 403 || got !== code)).toEqual([]);
  });

  test("a link of another site to an API, whatever it asks for", async () => {
    const link = { ...VISITS, "sec-fetch-site": "cross-site" };
    const answers = await Promise.all(
      ports()
        .filter(({ name }) => name !== "console")
        .map(({ port }) => send({ port, method: "GET", path: "/?Action=ListListeners", headers: link })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(9).fill(403));
    const { port } = new URL(cloud.endpoints.console);
    const own = await send({ port: Number(port), method: "GET", path: "/local/seed?keys=true", headers: link });
    expect([own.status, codeOf(own.body)]).toEqual([403, "ForeignOrigin"]);
  });
});

test("a form of another site does not stop a listener, though it is signed with the key that everybody knows", async () => {
  const query = signedQuery("POST", { Action: "StopListener", ListenerId: "lsn-plain", Version: "2020-06-16" });
  const port = portOf("alb");
  const asPage = { "content-type": "text/plain", origin: "http://evil.example.com", "sec-fetch-site": "cross-site" };
  const { status, body } = await send({ port, method: "POST", path: `/?${query}`, headers: asPage });
  expect([status, codeOf(body)]).toEqual([403, "ForeignOrigin"]);
  expect(await listenerStatus()).toBe("Running");
  // The request itself is one that this cloud does: without the page it works.
  const again = signedQuery("POST", { Action: "StopListener", ListenerId: "lsn-plain", Version: "2020-06-16" });
  const program = { "content-type": "text/plain" };
  expect((await send({ port, method: "POST", path: `/?${again}`, headers: program })).status).toBe(200);
});

describe("a page whose own name leads to this machine", () => {
  const lookup = dns.lookup;
  beforeAll(() => {
    dns.lookup = pointedHere as typeof dns.lookup;
  });
  afterAll(() => {
    dns.lookup = lookup;
  });

  test("gets no private key from the certificate service", async () => {
    const endpoint = `http://evil.example.com:${portOf("cas")}`;
    const cas = new RpcClient({ ...KEYS, endpoint, apiVersion: "2020-04-07" });
    const asked = cas.request("ListUserCertificateOrder", { OrderType: "UPLOAD" });
    await expect(asked).rejects.toMatchObject({ code: "ForeignHost" });
  });

  test("runs no code on it by way of Function Compute", async () => {
    const trace = join(mkdtempSync(join(tmpdir(), "foreign-pages-")), "pwned");
    const config = { ...KEYS, protocol: "http", endpoint: `evil.example.com:${portOf("fc")}` };
    const client = new Client.default(new $OpenApiUtil.Config(config));
    const source = `exports.handler = async () => require("node:fs").writeFileSync(${JSON.stringify(trace)}, "here");`;
    const zipFile = Buffer.from(zipSync({ "index.js": Buffer.from(source) })).toString("base64");
    const body = new model.CreateFunctionInput({
      functionName: "evil",
      runtime: "nodejs20",
      handler: "index.handler",
      code: new model.InputCodeLocation({ zipFile }),
    });
    const made = client.createFunction(new model.CreateFunctionRequest({ body }));
    await expect(made).rejects.toMatchObject({ statusCode: 403 });
    const invoked = client.invokeFunction("evil", new model.InvokeFunctionRequest({}));
    await expect(invoked).rejects.toMatchObject({ statusCode: 403 });
    expect(existsSync(trace)).toBe(false);
    expect(JSON.stringify(cloud.fc.exportState())).not.toContain("evil");
  });

  /** As DNS rebinding makes a resolver answer. */
  function pointedHere(host: string, options: LookupOptions, done: Done) {
    if (host !== "evil.example.com") return (lookup as (...given: unknown[]) => void)(host, options, done);
    if (options.all === true) done(null, [{ address: "127.0.0.1", family: 4 }]);
    else done(null, "127.0.0.1", 4);
  }
});

describe("who may come in", () => {
  test.each(["127.0.0.1", "localhost", "[::1]", "LOCALHOST"])(
    "%s is this machine, with its port and without",
    async (name) => {
      for (const { port } of ports()) {
        for (const host of [name, `${name}:${port}`]) {
          const { body } = await send({ port, method: "GET", path: "/", headers: { host } });
          expect(codeOf(body)).not.toMatch(/^Foreign/);
        }
      }
    },
  );

  test("projects of Simple Log Service and domains of functions stand before its name", async () => {
    const project = await send({ port: portOf("log"), method: "GET", path: "/", headers: { host: "p.sls.localhost" } });
    expect(codeOf(project.body)).not.toMatch(/^Foreign/);
    const domain = await send({ port: portOf("fc"), method: "GET", path: "/", headers: { host: "x-1.fc.localhost" } });
    expect([domain.status, codeOf(domain.body)]).toEqual([404, "TriggerNotFound"]);
  });

  test("a link may lead to a page of an HTTP trigger, and a form may not", async () => {
    const link = { ...VISITS, "sec-fetch-site": "cross-site" };
    const visit = { port: portOf("fc"), path: "/proxy/none/", headers: link };
    expect(codeOf((await send({ ...visit, method: "GET" })).body)).toBe("TriggerNotFound");
    expect(codeOf((await send({ ...visit, method: "POST" })).body)).toBe("ForeignOrigin");
    const framed = { ...link, "sec-fetch-dest": "iframe" };
    expect(codeOf((await send({ ...visit, method: "GET", headers: framed })).body)).toBe("ForeignOrigin");
  });

  test("listeners are the data plane: they answer to every name, as on the real cloud", async () => {
    const headers = { host: "shop.example.com", origin: "https://evil.example.com", "sec-fetch-site": "cross-site" };
    const client = new RpcClient({ ...KEYS, endpoint: cloud.endpoints.alb, apiVersion: "2020-06-16" });
    if ((await listenerStatus()) === "Stopped") await client.request("StartListener", { ListenerId: "lsn-plain" });
    await expect.poll(listenerStatus).toBe("Running");
    await cloud.alb.settled();
    const { address, port } = cloud.dataPlane.endpoint("lsn-plain") ?? { address: "", port: 0 };
    const { status, body } = await send({ host: address, port, method: "GET", path: "/", headers });
    expect([status, body]).toEqual([200, "served by the backend\n"]);
  });
});

type Done = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

interface Sent {
  host?: string;
  port: number;
  method: string;
  path: string;
  headers: Record<string, string>;
}

function send({ host = "127.0.0.1", ...options }: Sent): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host, ...options, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }),
      );
    });
    sent.once("error", reject);
    sent.end();
  });
}

/** However the service spells it. */
function codeOf(body: string): string | undefined {
  const { Code, code, ErrorCode, errorCode } = JSON.parse(body) as Record<string, string | undefined>;
  return Code ?? code ?? ErrorCode ?? errorCode;
}

function portOf(service: "alb" | "cas" | "fc" | "log"): number {
  return Number(new URL(cloud.endpoints[service]).port);
}

async function listenerStatus(): Promise<string> {
  const alb = new RpcClient({ ...KEYS, endpoint: cloud.endpoints.alb, apiVersion: "2020-06-16" });
  const answer = await alb.request<{ ListenerStatus: string }>("GetListenerAttribute", { ListenerId: "lsn-plain" });
  return answer.ListenerStatus;
}

/** A query signed as the RPC style is, with the key pair that stands in the documentation. */
function signedQuery(method: string, own: Record<string, string>): string {
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const parameters: Record<string, string> = {
    ...own,
    AccessKeyId: "local",
    Format: "JSON",
    SignatureMethod: "HMAC-SHA1",
    SignatureNonce: String(Math.random()),
    SignatureVersion: "1.0",
    Timestamp: new Date(systemClock.now()).toISOString().replace(/\.\d+Z/, "Z"),
  };
  const pairs = Object.entries(parameters)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
  const signature = createHmac("sha1", "local&")
    .update(`${method}&%2F&${encode(pairs)}`)
    .digest("base64");
  return `${pairs}&Signature=${encode(signature)}`;
}

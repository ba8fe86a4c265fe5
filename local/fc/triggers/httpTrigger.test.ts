import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { request as secureRequest } from "node:https";
import { text } from "node:stream/consumers";
import { connect } from "node:tls";
import { fileURLToPath } from "node:url";
import Fc3, {
  CreateCustomDomainRequest,
  ListCustomDomainsRequest,
  RouteConfig,
  UpdateCustomDomainRequest,
} from "@alicloud/fc20230330";
import { $OpenApiUtil, OpenApiUtil } from "@alicloud/openapi-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../../shared/platform/clock.ts";
import { ACCOUNT, testContext } from "../../../test/local/testContext.ts";
import { type MadeCertificate, makeCertificate } from "../../certificates/makeCertificate.ts";
import { listen, type WireServer } from "../../wire/server.ts";
import { createFunctionCompute, type FunctionCompute } from "../functionCompute.ts";
import type { TriggerSpec } from "../functionSpec.ts";

describe("an HTTP trigger", () => {
  let server: WireServer;
  let fc: FunctionCompute;
  let declared: MadeCertificate;
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwks = { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k1" }] };
  const http = (authType: string, more: object = {}): TriggerSpec[] => [
    { triggerName: "http", triggerType: "http", triggerConfig: { authType, methods: ["GET", "POST"], ...more } },
  ];
  const authConfig = {
    jwks,
    tokenLookup: "header:Authorization:Bearer ,cookie:token",
    claimPassBy: "header:sub:x-user",
    whitelist: ["/health", "/open/*"],
  };

  const BOUND = {
    domainName: "pages.localhost",
    protocol: "HTTPS",
    route: { path: "/*", qualifier: "LATEST", methods: ["GET", "POST"] },
    certConfig: { certId: 24664588 },
  };

  beforeAll(async () => {
    fc = createFunctionCompute(testContext(), {
      codeRoot: fileURLToPath(new URL(".", import.meta.url)),
      isolation: { kind: "inProcess" },
      certificateOf: (id) => (id === "24664588" ? declared : undefined),
      functions: (
        [
          ["open", "index.http", http("anonymous")],
          ["signed", "index.http", http("function")],
          ["token", "index.http", http("jwt", { authConfig })],
          ["page", "index.page", http("anonymous")],
          ["binary", "index.binaryPage", http("anonymous")],
          ["broken", "index.fail", http("anonymous")],
          ["closed", "index.http", []],
          ["moved", "index.moved", http("anonymous")],
        ] as const
      ).map(([functionName, handler, triggers]) => ({
        functionName,
        runtime: "nodejs20",
        handler,
        code: "../../../test/local/fc/functions",
        triggers: [...triggers],
        ...(functionName === "open" && { customDomain: BOUND }),
      })),
    });
    server = await listen(fc, { port: 0 });
    declared = await makeCertificate({ names: ["pages.localhost"] });
  });
  afterAll(async () => {
    await server.close();
    await fc.close();
  });

  /** With any name for this machine: `fetch` sends none but the address's own. */
  const send = async (path: string, host: string) => {
    const sent = request({ port: server.port, path, headers: { host } }).end();
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    return { status: response.statusCode, headers: response.headers, text: await text(response) };
  };
  const get = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${server.port}/proxy${path}`, init);

  it("makes the event of version v1 and sends back what the function answers", async () => {
    const response = await get("/open/operations/start?listener=lsn-1&tag=a&tag=b", {
      method: "POST",
      body: "Hello FC!",
      headers: { "x-two": "1,2" },
    });
    expect(response.status).toBe(201);
    expect(response.headers.get("x-own")).toBe("yes");
    expect(await response.json()).toMatchObject({
      version: "v1",
      rawPath: "/operations/start",
      body: "Hello FC!",
      isBase64Encoded: false,
      headers: { "x-two": "1,2" },
      queryParameters: { listener: "lsn-1", tag: "a,b" },
      requestContext: {
        accountId: ACCOUNT,
        requestId: response.headers.get("x-fc-request-id"),
        timeEpoch: expect.stringMatching(/^\d{13}$/),
        http: {
          method: "POST",
          path: "/operations/start",
          protocol: "HTTP/1.1",
          sourceIp: expect.stringContaining("127.0.0.1"),
        },
      },
    });
  });

  it("hands the path over as it was sent, and decoded beside it", async () => {
    const event = (await (await get("/open/listeners/a%2Fb%20c")).json()) as Record<string, unknown>;
    expect(event).toMatchObject({
      rawPath: "/listeners/a%2Fb%20c",
      requestContext: { http: { path: "/listeners/a/b c" } },
    });
  });

  it("leads to a place on the function's own domain below the function's name, and to any other as it says", async () => {
    const placeOf = async (path: string) => (await get(path)).headers.get("location");
    expect(await placeOf("/moved/%2Fv1%2Fexecutions%2Fe-1")).toBe("/proxy/moved/v1/executions/e-1");
    expect(await placeOf("/moved/https%3A%2F%2Fexample.com%2F")).toBe("https://example.com/");
    expect(await placeOf("/moved/%2F%2Fexample.com")).toBe("//example.com");
    expect((await send("/moved", "pages.localhost")).headers.location).toBeUndefined();
  });

  it("hands a form over in base64, as everything that is neither text nor JSON, XML or JavaScript", async () => {
    const typed = async (type: string) => {
      const headers = { "content-type": type };
      const event = (await (await get("/open/", { method: "POST", body: "a=b", headers })).json()) as { body: string };
      return event.body;
    };
    expect(await typed("application/x-www-form-urlencoded")).toBe("YT1i");
    expect(await typed("application/json; charset=utf-8")).toBe("a=b");
    expect(await typed("text/csv")).toBe("a=b");
  });

  it("has browsers save what comes from the function's own domain, and show what comes from a bound one", async () => {
    const own = await get("/open/");
    expect(own.headers.get("content-disposition")).toBe("attachment");
    const bound = await send("/console?a=1", "pages.localhost");
    expect([bound.status, bound.headers["content-disposition"]]).toEqual([201, undefined]);
    expect(JSON.parse(bound.text)).toMatchObject({
      rawPath: "/console",
      queryParameters: { a: "1" },
      requestContext: { domainName: "pages.localhost" },
    });
    expect((await send("/", "other.localhost")).status).toBe(404);
  });

  const openClient = () =>
    new Fc3.default(
      new $OpenApiUtil.Config({
        accessKeyId: "local",
        accessKeySecret: "local",
        protocol: "http",
        endpoint: `127.0.0.1:${server.port}`,
      }),
    );
  /** The serial number of what is served to who asks for a name; the error's code where nothing is. */
  const servedTo = (servername: string) =>
    new Promise<string>((resolve) => {
      const socket = connect({ port: server.port, host: "127.0.0.1", servername, rejectUnauthorized: false });
      socket.once("secureConnect", () => {
        resolve(socket.getPeerCertificate().serialNumber);
        socket.destroy();
      });
      socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });

  it("is reached over TLS on the same port by a bound domain, which is served its certificate, and others nothing", async () => {
    expect(await servedTo("pages.localhost")).toBe(declared.serialNumber.toUpperCase());
    expect(await servedTo("other.localhost")).toMatch(/^(?:ECONNRESET|ERR_SSL_\w+)$/);
    const sent = secureRequest({
      port: server.port,
      servername: "pages.localhost",
      ca: declared.certificatePem,
      path: "/console",
      headers: { host: "pages.localhost", origin: "https://pages.localhost" },
      agent: false,
    }).end();
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    expect(JSON.parse(await text(response))).toMatchObject({ rawPath: "/console" });
  });

  it("takes for a domain's certificate a name and a pair that belongs together, and nothing else", async () => {
    const client = openClient();
    const { certificatePem: certificate, privateKeyPem: privateKey } = await makeCertificate({
      names: ["a.localhost"],
    });
    const create = (certConfig: object) =>
      client
        .createCustomDomain(
          new CreateCustomDomainRequest({
            body: { domainName: "a.localhost", protocol: "HTTPS", certConfig } as never,
          }),
        )
        .then(
          () => "taken",
          (error: Error) => error.message,
        );
    expect(await create({ certName: "c", certificate })).toContain("certConfig: privateKey is required.");
    expect(await create({ certificate, privateKey })).toContain("certConfig: certName is required.");
    expect(await create({ certName: "c", certificate: "-----BEGIN CERTIFICATE-----", privateKey })).toContain(
      "certConfig: certificate or privateKey is not valid PEM.",
    );
    const other = await makeCertificate({ names: ["a.localhost"] });
    expect(await create({ certName: "c", certificate, privateKey: other.privateKeyPem })).toContain(
      "certConfig: privateKey does not belong to certificate.",
    );
    // The vendor's component reads a number itself: the service knows none.
    const call = { action: "CreateCustomDomain", version: "2023-03-30", pathname: "/2023-03-30/custom-domains" };
    const shape = { ...call, protocol: "HTTP", method: "POST", authType: "AK", style: "ROA", reqBodyType: "json" };
    const body = { domainName: "a.localhost", protocol: "HTTPS", certConfig: { certId: 24664588 } };
    await expect(
      client.callApi(
        new $OpenApiUtil.Params({ ...shape, bodyType: "json" }),
        new $OpenApiUtil.OpenApiRequest({ body }),
        {} as never,
      ),
    ).rejects.toThrow("certConfig: certName is required.");
  });

  it("has domains bound, changed and let go of over the API, without giving keys back", async () => {
    const client = openClient();
    const { certificatePem: certificate, privateKeyPem: privateKey } = await makeCertificate({
      names: ["api.localhost"],
    });
    const routeOf = (path: string, functionName: string) => new RouteConfig({ routes: [{ path, functionName }] });
    const created = await client.createCustomDomain(
      new CreateCustomDomainRequest({
        body: {
          domainName: "api.localhost",
          protocol: "HTTPS",
          routeConfig: routeOf("/v1/*", "open"),
          certConfig: { certName: "c", certificate, privateKey },
        },
      }),
    );
    expect(created.body).toMatchObject({ domainName: "api.localhost", certConfig: { certName: "c", certificate } });
    expect(JSON.stringify(created.body)).not.toContain("PRIVATE KEY");
    expect((await send("/v1/a", "api.localhost")).status).toBe(201);
    expect((await send("/v2/a", "api.localhost")).status).toBe(404);
    await client.updateCustomDomain(
      "api.localhost",
      new UpdateCustomDomainRequest({ body: { routeConfig: routeOf("/*", "broken") } }),
    );
    expect((await send("/v2/a", "api.localhost")).status).toBe(502);
    const { body } = await client.listCustomDomains(new ListCustomDomainsRequest({}));
    expect(body?.customDomains?.map(({ domainName }) => domainName)).toEqual(["api.localhost", "pages.localhost"]);
    await client.deleteCustomDomain("api.localhost");
    expect((await send("/v1/a", "api.localhost")).status).toBe(404);
  });

  it("answers 400 to headers above 8 KB and to a path and query above 4 KB, before the function sees them", async () => {
    expect((await get("/open/", { headers: { "x-long": "x".repeat(7_500) } })).status).toBe(201);
    const refused = await get("/open/", { headers: { "x-long": "x".repeat(8_200) } });
    expect([refused.status, await refused.json()]).toMatchObject([400, { Code: "InvalidArgument" }]);
    expect((await get(`/open/?q=${"x".repeat(4_000)}`)).status).toBe(201);
    expect((await get(`/open/?q=${"x".repeat(4_100)}`)).status).toBe(400);
  });

  it("passes a binary body as base64, both ways", async () => {
    const response = await get("/open/", { method: "POST", body: Buffer.from([255, 254]) });
    expect(await response.json()).toMatchObject({ isBase64Encoded: true, body: "//4=" });
    const image = await get("/binary/");
    expect(image.headers.get("content-type")).toBe("image/png");
    expect([...new Uint8Array(await image.arrayBuffer())]).toEqual([137, 80, 78, 71]);
  });

  it("sends an answer that is not of the full shape as JSON", async () => {
    const response = await get("/page/");
    expect([response.status, response.headers.get("content-type"), await response.json()]).toEqual([
      200,
      "application/json",
      { hello: "world" },
    ]);
  });

  it("answers 502 when the function fails, 403 for another method, 404 without a trigger", async () => {
    const failed = await get("/broken/");
    expect([failed.status, failed.headers.get("x-fc-error-type")]).toEqual([502, "HandledInvocationError"]);
    const otherMethod = await get("/open/", { method: "DELETE" });
    expect([otherMethod.status, await otherMethod.json()]).toMatchObject([403, { Code: "FcCommonError" }]);
    expect((await get("/closed/")).status).toBe(404);
    expect((await get("/nothing/")).status).toBe(404);
  });

  it("with authType function takes a signed request and refuses any other", async () => {
    const path = "/proxy/signed/operations";
    const headers: Record<string, string> = {
      host: `127.0.0.1:${server.port}`,
      "x-acs-date": `${new Date(systemClock.now()).toISOString().slice(0, 19)}Z`,
      "x-acs-security-token": "",
    };
    const signature = (secret: string) =>
      OpenApiUtil.getAuthorization(
        { method: "POST", pathname: path, query: { a: "1 2" }, headers } as never,
        "ACS3-HMAC-SHA256",
        "",
        "local",
        secret,
      );
    const call = (authorization: string, query = "a=1%202") =>
      get(`/signed/operations?${query}`, { method: "POST", headers: { ...headers, authorization }, body: "x" });
    expect((await call(signature("local"))).status).toBe(201);
    expect((await call(signature("wrong"))).status).toBe(400);
    expect((await call(signature("local"), "a=2")).status).toBe(400);
    const unsigned = await get("/signed/operations", { method: "POST" });
    expect([unsigned.status, await unsigned.json()]).toMatchObject([403, { Code: "AccessDenied" }]);
  });

  it("with authType jwt takes a valid token, passes its claims on and refuses any other", async () => {
    const now = systemClock.now() / 1000;
    const call = (token: string) => get("/token/operations", { headers: { authorization: `Bearer ${token}` } });
    const accepted = await call(jwt({ sub: "ops", exp: now + 60 }));
    expect(accepted.status).toBe(201);
    expect(await accepted.json()).toMatchObject({ headers: { "x-user": "ops" } });
    expect((await get("/token/x", { headers: { cookie: `a=b; token=${jwt({ exp: now + 60 })}` } })).status).toBe(201);
    expect((await call(jwt({ sub: "ops", exp: now - 1 }))).status).toBe(401);
    expect((await call(jwt({ sub: "ops", nbf: now + 60 }))).status).toBe(401);
    expect((await call(`${jwt({ sub: "ops" }).slice(0, -4)}AAAA`)).status).toBe(401);
    expect((await call(jwt({ sub: "ops" }, { alg: "none" }))).status).toBe(401);
    expect((await call(jwt({ sub: "ops" }, { kid: "k2" }))).status).toBe(401);
    expect((await call(confusedJwt({ sub: "ops" }))).status).toBe(401);
    expect((await get("/token/operations")).status).toBe(400);
    expect((await get("/token/health")).status).toBe(201);
    expect((await get("/token/open/door")).status).toBe(201);
  });

  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  function jwt(claims: object, header: object = {}): string {
    const signed = `${part({ alg: "RS256", kid: "k1", ...header })}.${part(claims)}`;
    return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
  }
  /** Signed with the public key, as if that were a shared secret. */
  function confusedJwt(claims: object): string {
    const signed = `${part({ alg: "HS256", kid: "k1" })}.${part(claims)}`;
    const secret = publicKey.export({ type: "spki", format: "pem" });
    return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
  }
});

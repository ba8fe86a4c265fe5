import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sampledRuns } from "../../test/support/sampled.ts";
import { answerOf, httpBodyOf, httpEventIn, requestOf } from "./httpTrigger.ts";

const event = (change: object = {}, http: object = {}) =>
  Buffer.from(
    JSON.stringify({
      version: "v1",
      rawPath: "/listeners/k%C3%A4se%201",
      body: "",
      isBase64Encoded: false,
      headers: { Authorization: "Bearer x", accept: "a,b" },
      queryParameters: { regions: "cn-hangzhou,cn-beijing", plan: "" },
      requestContext: {
        requestId: "1-2-3",
        domainName: "x.cn-hangzhou.fcapp.run",
        http: { method: "GET", sourceIp: "192.0.2.1", ...http },
      },
      ...change,
    }),
  );

describe("a request", () => {
  test("has the event's method, path, query and headers", () => {
    const request = requestOf(httpEventIn(event()));
    expect(request.method).toBe("GET");
    expect(request.url).toBe("http://albflow/listeners/k%C3%A4se%201?regions=cn-hangzhou%2Ccn-beijing&plan=");
    expect(request.headers.get("authorization")).toBe("Bearer x");
    expect(request.headers.get("accept")).toBe("a,b");
  });

  test("has the event's body, as text or in base64", async () => {
    for (const body of [
      { body: "käse", isBase64Encoded: false },
      { body: Buffer.from("käse").toString("base64"), isBase64Encoded: true },
    ]) {
      const parsed = httpEventIn(event(body, { method: "POST" }));
      expect(await requestOf(parsed).text()).toBe("käse");
      expect(httpBodyOf(parsed)).toEqual(Buffer.from("käse"));
    }
  });

  test.each([
    ["a header that no line can hold", event({ headers: { "x y": "\u0000" } })],
    ["a method that is forbidden", event({}, { method: "TRACE" })],
  ])("is refused with %s", (_, bytes) => {
    expect(() => requestOf(httpEventIn(bytes))).toThrow(/^request-not-http /);
  });

  test.each([
    ["a timer's event", '{"triggerTime":"2026-11-22T00:00:00Z","triggerName":"timer","payload":""}'],
    ["a direct call", '{"listenerId":"lsn-1"}'],
    ["another version", '{"version":"v2","rawPath":"/","requestContext":{"http":{"method":"GET"}}}'],
    ["no JSON", "GET / HTTP/1.1"],
    ["nothing", ""],
  ])("is never made of %s", (_, text) => {
    expect(() => httpEventIn(Buffer.from(text))).toThrow(/^event-not-http /);
  });

  test("has a path as it was sent: what is escaped in it stays one part, and is escaped once", () => {
    const request = requestOf(httpEventIn(event({ rawPath: "/listeners/a%2Fb%3Fc/%E5%90%8D", queryParameters: {} })));
    expect(request.url).toBe("http://albflow/listeners/a%2Fb%3Fc/%E5%90%8D");
  });

  test.each([
    ["decoded", { next: "/console/executions?from=1", of: "名 & co" }],
    ["as they were sent", { next: "%2Fconsole%2Fexecutions%3Ffrom%3D1", of: "%E5%90%8D+%26+co" }],
  ])("has the query's values, which the trigger hands over %s", (_, queryParameters) => {
    const { searchParams } = new URL(requestOf(httpEventIn(event({ queryParameters }))).url);
    expect([...searchParams]).toEqual([
      ["next", "/console/executions?from=1"],
      ["of", "名 & co"],
    ]);
  });

  test("is for the domain that was called, whether or not its headers say so", () => {
    expect(requestOf(httpEventIn(event())).headers.get("host")).toBe("x.cn-hangzhou.fcapp.run");
    const headers = { Host: "albflow.example.com" };
    expect(requestOf(httpEventIn(event({ headers }))).headers.get("host")).toBe("albflow.example.com");
  });

  test("keeps whatever path and query there are", () => {
    const name = fc.string({ unit: "binary", minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(name, name, name, (part, key, value) => {
        // With a character that is never sent as it is, so that these are decoded ones.
        const queryParameters = { [key]: `${value} ü` };
        const whole = Buffer.from(`/a${part}`).toString();
        const rawPath = whole.split("/").map(encodeURIComponent).join("/");
        const parsed = httpEventIn(event({ rawPath, queryParameters }));
        const url = new URL(requestOf(parsed).url);
        if (!/(^|\/)\.{1,2}(\/|$)/.test(whole)) expect(decodeURIComponent(url.pathname)).toBe(whole);
        expect([...url.searchParams]).toEqual([[Buffer.from(key).toString(), Buffer.from(`${value} ü`).toString()]]);
      }),
      { numRuns: sampledRuns(1_000) },
    );
  });
});

describe("an answer", () => {
  test("is always whole, and text stays text", async () => {
    const response = new Response('{"a":"ä"}', {
      status: 202,
      headers: { "content-type": "application/problem+json" },
    });
    expect(await answerOf(response)).toEqual({
      statusCode: 202,
      headers: { "content-type": "application/problem+json" },
      isBase64Encoded: false,
      body: '{"a":"ä"}',
    });
    expect(await answerOf(new Response(null, { status: 204 }))).toEqual({
      statusCode: 204,
      headers: {},
      isBase64Encoded: false,
      body: "",
    });
  });

  test("that is no text goes in base64", async () => {
    const response = new Response(new Uint8Array([0, 255]), { headers: { "content-type": "image/png" } });
    expect(await answerOf(response)).toMatchObject({ isBase64Encoded: true, body: "AP8=" });
  });
});

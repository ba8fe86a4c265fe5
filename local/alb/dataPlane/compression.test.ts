import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask } from "../../../test/local/alb/dataPlane/http.ts";
import { createRig, type Seed } from "../../../test/local/alb/dataPlane/rig.ts";

describe("gzip", () => {
  let rig: Seed;
  beforeEach(() => {
    rig = createRig();
  });
  afterEach(() => rig.close());

  const body = "compress me, please. ".repeat(200);
  const serve = async (headers: Record<string, string>, gzip = true) => {
    const backend = await rig.backend((_request, response) => {
      response.writeHead(200, { "Content-Length": Buffer.byteLength(body), ETag: '"1"', ...headers });
      response.end(body);
    });
    rig.group("sgp-1", [backend]);
    return rig.serve({ gzip });
  };
  const accept = { headers: { "Accept-Encoding": "br, gzip;q=0.8" } };

  it("compresses text for a client that accepts it", async () => {
    const answered = await ask(await serve({ "Content-Type": "text/html; charset=utf-8" }), accept);
    expect(answered.headers).toMatchObject({ "content-encoding": "gzip", vary: "Accept-Encoding", etag: 'W/"1"' });
    expect(answered.headers["content-length"]).toBeUndefined();
    expect(gunzipSync(answered.body).toString()).toBe(body);
    expect(answered.body.length).toBeLessThan(200);
  });

  it.each([
    { what: "images", headers: { "Content-Type": "image/png" }, gzip: true, options: accept },
    {
      what: "what is encoded already",
      headers: { "Content-Type": "text/plain", "Content-Encoding": "br" },
      gzip: true,
      options: accept,
    },
    {
      what: "for a client that does not accept it",
      headers: { "Content-Type": "text/plain" },
      gzip: true,
      options: {},
    },
    {
      what: "for a client that refuses it",
      headers: { "Content-Type": "text/plain" },
      gzip: true,
      options: { headers: { "Accept-Encoding": "gzip;q=0" } },
    },
    { what: "when the listener does not", headers: { "Content-Type": "text/plain" }, gzip: false, options: accept },
  ])("leaves alone: $what", async ({ headers, gzip, options }) => {
    const answered = await ask(await serve(headers, gzip), options);
    expect(answered.headers["content-encoding"]).not.toBe("gzip");
    expect(answered.body.toString()).toBe(body);
  });
});

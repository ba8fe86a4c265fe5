import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { compressed } from "./compressed.ts";

const page = "<p>It waits for somebody to agree.</p>".repeat(200);
const answer = (body: string, type = "text/html; charset=utf-8") =>
  new Response(body, { status: 422, headers: { "content-type": type, vary: "cookie" } });

test.each([
  ["br", "gzip, deflate, br, zstd", brotliDecompressSync],
  ["gzip", "gzip, deflate", gunzipSync],
])("a page is sent as %s to whoever takes it", async (coding, accepted, decompress) => {
  const { status, headers, body } = await compressed(answer(page), accepted);
  const bytes = Buffer.from(await new Response(body).arrayBuffer());
  expect([status, headers.get("content-encoding"), headers.get("vary")]).toEqual([
    422,
    coding,
    "cookie, accept-encoding",
  ]);
  expect(bytes.length).toBeLessThan(1_000);
  expect(decompress(bytes).toString()).toBe(page);
});

test.each([
  ["for whoever takes no such thing", answer(page), "identity"],
  ["when it is short", answer("<p>No.</p>"), "br"],
  ["when it is no text", answer(page, "image/png"), "br"],
])("an answer stays as it is %s", async (_, given, accepted) => {
  const { headers, status } = await compressed(given, accepted);
  expect([status, headers.get("content-encoding")]).toEqual([422, null]);
});

import { createRequire } from "node:module";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { compressAnswer } from "./compressAnswer.ts";
import { decompress } from "./decompress.ts";

/** The official SDK's own reader. */
const { default: reader } = createRequire(createRequire(import.meta.url).resolve("@alicloud/gateway-sls"))(
  "@alicloud/gateway-sls-util",
) as { default: { readAndUncompressBlock(from: Readable, type: string, size: string): Promise<Readable> } };

const written = (raw: Buffer, encoding: string) => {
  const answer = compressAnswer({ status: 200, headers: {}, body: raw }, { "accept-encoding": encoding });
  return { headers: answer.headers, body: Buffer.from(answer.body) };
};
const SIZES = [1, 14, 15, 16, 269, 270, 271, 5_000, 131_072, 300_000];

describe("an answer", () => {
  test.each(SIZES)("of %i bytes is read by the official SDK as lz4 and as gzip", async (size) => {
    const raw = Buffer.from(Array.from({ length: size }, (_, index) => (index * 7) % 251));
    for (const type of ["lz4", "gzip"]) {
      const { headers, body } = written(raw, type);
      expect(headers).toEqual({ "x-log-compresstype": type, "x-log-bodyrawsize": String(size) });
      const read = await buffer(await reader.readAndUncompressBlock(Readable.from([body]), type, String(size)));
      // Vitest would compare each byte by itself, in seconds.
      expect(read.equals(raw)).toBe(true);
    }
  });

  test("is written as a zstd frame that RFC 8878 describes", () => {
    const { headers, body } = written(Buffer.from("hello"), "zstd");
    expect(headers).toEqual({ "x-log-compresstype": "zstd", "x-log-bodyrawsize": "5" });
    expect(body.toString("hex")).toBe("28b52ffda005000000290000" + "68656c6c6f");
    const large = written(Buffer.alloc(131_073, "a"), "zstd").body;
    expect(large.subarray(9, 12).toString("hex")).toBe("000010");
    expect(large.subarray(12 + 131_072).toString("hex")).toBe("09000061");
  });

  test.each(["", "identity", "gzip, deflate", "gzip, deflate, br, zstd"])(
    "is sent as it is to who asks for %j, which an HTTP library does by itself",
    (encoding) => {
      const { headers, body } = written(Buffer.from("hello"), encoding);
      expect([headers, body.toString()]).toEqual([{ "x-log-bodyrawsize": "5" }, "hello"]);
    },
  );
});

test("a request in zstd is read, of the size that it says", () => {
  const body = written(Buffer.from("hello"), "zstd").body;
  const headers = { "x-log-compresstype": "zstd", "x-log-bodyrawsize": "5" };
  expect(decompress(body, headers).toString()).toBe("hello");
  expect(() => decompress(body, { ...headers, "x-log-bodyrawsize": "4" })).toThrow("cannot be uncompressed");
});

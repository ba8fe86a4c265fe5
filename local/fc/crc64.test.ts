import { expect, test } from "vitest";
import { crc64 } from "./crc64.ts";

test("the checksum of the standard's own sample is the published one", () => {
  // 0x995dc9bbdf1939fa of "123456789", CRC-64/XZ in the catalogue of parametrised CRC algorithms.
  expect(crc64(Buffer.from("123456789"))).toBe("11051210869376104954");
});

test("nothing has the checksum 0", () => {
  expect(crc64(Buffer.alloc(0))).toBe("0");
});

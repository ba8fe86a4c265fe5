import { expect, test } from "vitest";
import { nameAt, patternAt, placeIn, readNameAt } from "./place.ts";

const home = { accountId: "1234567890123456", region: "cn-hangzhou" };
const shop = { accountId: "2222222222222222", region: "cn-shanghai" };

test("an input that names nothing, or home itself, is at home; what it leaves out is home's", () => {
  expect(placeIn({}, home)).toBeUndefined();
  expect(placeIn({ region: "cn-hangzhou", account: "1234567890123456" }, home)).toBeUndefined();
  expect(placeIn({ region: "cn-shanghai" }, home)).toEqual({ accountId: "1234567890123456", region: "cn-shanghai" });
  expect(placeIn({ account: "2222222222222222" }, home)).toEqual({
    accountId: "2222222222222222",
    region: "cn-hangzhou",
  });
});

test("a name carries its place unless that is home, and is read back", () => {
  expect(nameAt(undefined, "alb-1/lsn-1")).toBe("alb-1/lsn-1");
  expect(nameAt(shop, "alb-1/lsn-1")).toBe("2222222222222222/cn-shanghai/alb-1/lsn-1");
  expect(readNameAt("2222222222222222/cn-shanghai/alb-1/lsn-1")).toEqual({ place: shop, name: "alb-1/lsn-1" });
  expect(readNameAt("alb-1/lsn-1")).toEqual({ place: undefined, name: "alb-1/lsn-1" });
});

test("a pattern without a place is for home alone, one with a place for what fits all of it", () => {
  expect(patternAt("lsn-*", undefined, home)).toBe("lsn-*");
  expect(patternAt("*", shop, home)).toBeUndefined();
  expect(patternAt("2222222222222222/cn-*/lsn-*", shop, home)).toBe("lsn-*");
  expect(patternAt("2222222222222222/eu-*/lsn-*", shop, home)).toBeUndefined();
  expect(patternAt("2222222222222222/cn-*/lsn-*", undefined, home)).toBeUndefined();
  expect(patternAt("*/*/lsn-*", undefined, home)).toBe("lsn-*");
  expect(patternAt("1234567890123456/cn-hangzhou/*", undefined, home)).toBe("*");
});

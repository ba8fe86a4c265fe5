import { expect, test } from "vitest";
import { allows, readGrants } from "./identity.ts";

const home = { accountId: "1234567890123456", region: "cn-hangzhou" };
const may = (grants: string, ...touches: string[]) =>
  allows({ name: "olga", kind: "person", grants: readGrants(grants) }, "operate", { touches }, home);

test("a grant that names no place opens nothing in another region or account, however wide it is", () => {
  expect(may("operator", "alb-1/lsn-1")).toBe(true);
  expect(may("operator", "2222222222222222/cn-shanghai/alb-1/lsn-1")).toBe(false);
  expect(may("operator:*", "1234567890123456/cn-shanghai/alb-1/lsn-1")).toBe(false);
  expect(may("operator:lsn-*", "2222222222222222/cn-shanghai/alb-1/lsn-1")).toBe(false);
});

test("a grant for a place opens that place alone, and all that is touched has to be open", () => {
  const grant = "operator:2222222222222222/cn-shanghai/lsn-*";
  expect(may(grant, "2222222222222222/cn-shanghai/alb-1/lsn-1")).toBe(true);
  expect(may(grant, "2222222222222222/cn-beijing/alb-1/lsn-1")).toBe(false);
  expect(may(grant, "3333333333333333/cn-shanghai/alb-1/lsn-1")).toBe(false);
  expect(may(grant, "alb-1/lsn-1")).toBe(false);
  expect(may(grant, "2222222222222222/cn-shanghai/lsn-1", "2222222222222222/cn-shanghai/sgp-1")).toBe(false);
  expect(may("operator:*/*/*", "2222222222222222/cn-shanghai/sgp-1", "lsn-1")).toBe(true);
});

test("what nobody knows in a place is for those alone who may everything there", () => {
  expect(may("operator:2222222222222222/cn-shanghai/*", "2222222222222222/cn-shanghai/*")).toBe(true);
  expect(may("operator:2222222222222222/cn-shanghai/lsn-*", "2222222222222222/cn-shanghai/*")).toBe(false);
  expect(may("operator", "2222222222222222/cn-shanghai/*")).toBe(false);
});

test.each(["operator:2222222222222222/lsn-1", "operator:a/b/c/d", "operator:x/cn-shanghai/lsn-1", "operator:/"])(
  "what is no grant for a place grants nothing: %s",
  (written) => {
    expect(readGrants(written)).toEqual([]);
  },
);

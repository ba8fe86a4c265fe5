import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sampledRuns } from "../../../../test/support/sampled.ts";
import { wildcardFits } from "../../../platform/wildcardFits.ts";
import { type Act, allows, type Identity, readGrants } from "./identity.ts";

const somebody = (...written: string[]): Identity => ({ name: "alice", kind: "person", grants: readGrants(written) });
const startProd = { operation: "startListener", touches: ["alb-prod/lsn-prod-1"] };

describe("somebody", () => {
  test.each<[string, Act, boolean]>([
    ["viewer", "view", true],
    ["viewer", "operate", false],
    ["viewer", "approve", false],
    ["operator", "view", true],
    ["operator", "operate", true],
    ["operator", "approve", false],
    ["approver", "view", true],
    ["approver", "operate", false],
    ["approver", "approve", true],
    ["operator:lsn-prod-*", "operate", true],
    ["operator:lsn-test-*", "operate", false],
    ["operator:alb-prod", "operate", true],
    ["operator:alb-test", "operate", false],
    ["operator:alb-*:startListener", "operate", true],
    ["operator:alb-prod/lsn-prod-1", "operate", false],
    ["operator:*:start*", "operate", true],
    ["operator:*:stopListener", "operate", false],
    ["operator:lsn-prod-1:startListener", "operate", true],
    ["root", "view", false],
    ["operator:a:b:c", "operate", false],
    ["operator:", "operate", false],
    ["constructor", "view", false],
  ])("who is %s and wants to %s: %s", (grant, act, may) => {
    expect(allows(somebody(grant), act, startProd)).toBe(may);
  });

  test("with several grants may do what any one of them allows, but not their mixture", () => {
    const mixed = somebody("operator:lsn-test-*", "approver:lsn-prod-*");
    expect(allows(mixed, "operate", { touches: ["lsn-prod-1"] })).toBe(false);
    expect(allows(mixed, "approve", { touches: ["lsn-prod-1"] })).toBe(true);
    expect(allows(mixed, "operate", { touches: ["lsn-test-1"] })).toBe(true);
  });

  test("with a grant for some listeners may see the list, of which the rows are filtered", () => {
    expect(allows(somebody("viewer:lsn-test-*"), "view")).toBe(true);
    expect(allows(somebody("viewer:lsn-test-*"), "view", { touches: ["lsn-prod-1"] })).toBe(false);
  });
});

test.each<[string, string[], boolean]>([
  ["operator:lsn-1", ["lsn-1", "alb-1"], false],
  ["operator:alb-1", ["alb-1/lsn-1", "alb-1"], true],
  ["operator:lsn-1 operator:alb-1", ["lsn-1", "alb-1"], true],
  ["operator:lsn-1 viewer:alb-1", ["lsn-1", "alb-1"], false],
  ["operator:lsn-1 operator:alb-1:stopListener", ["lsn-1", "alb-1"], false],
  ["operator:sgp=blue-*", ["sgp-77/sgp=blue-2"], true],
  ["operator:sgp-77", ["sgp-77/sgp=blue-2"], true],
  ["operator:sgp-7", ["sgp-77/sgp=blue-2"], false],
  ["operator:lsn-*", ["*"], false],
  ["operator:lsn-*", [], false],
  ["operator", ["*"], true],
  ["operator", [], true],
  ["operator:*", ["alb-1", "cert=1-cn-hangzhou", "log=requests"], true],
])("whoever is %s may do what touches %j: %s", (grants, touches, may) => {
  const identity = somebody(...grants.split(" "));
  expect(allows(identity, "operate", { operation: "copyListener", touches })).toBe(may);
});

test.each([undefined, null, 5, {}, [5, null, {}], ""])("a claim like %j grants nothing", (claim) => {
  expect(readGrants(claim)).toEqual([]);
});

describe("a wildcard", () => {
  test("fits like the regular expression it stands for", () => {
    const letters = fc.stringMatching(/^[ab*.]{0,8}$/);
    fc.assert(
      fc.property(letters, fc.stringMatching(/^[ab.]{0,8}$/), (pattern, text) => {
        const expression = new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", ".*")}$`);
        expect(wildcardFits(pattern, text)).toBe(expression.test(text));
      }),
      { numRuns: sampledRuns(5_000) },
    );
  });

  test("of many stars takes no time", () => {
    expect(wildcardFits(`${"*a".repeat(5_000)}*b`, "a".repeat(10_000))).toBe(false);
  });
});

const home = { accountId: "1234567890123456", region: "cn-hangzhou" };
const mayAt = (grants: string, ...touches: string[]) =>
  allows({ name: "olga", kind: "person", grants: readGrants(grants) }, "operate", { touches }, home);

test("a grant that names no place opens nothing in another region or account, however wide it is", () => {
  expect(mayAt("operator", "alb-1/lsn-1")).toBe(true);
  expect(mayAt("operator", "2222222222222222/cn-shanghai/alb-1/lsn-1")).toBe(false);
  expect(mayAt("operator:*", "1234567890123456/cn-shanghai/alb-1/lsn-1")).toBe(false);
  expect(mayAt("operator:lsn-*", "2222222222222222/cn-shanghai/alb-1/lsn-1")).toBe(false);
});

test("a grant for a place opens that place alone, and all that is touched has to be open", () => {
  const grant = "operator:2222222222222222/cn-shanghai/lsn-*";
  expect(mayAt(grant, "2222222222222222/cn-shanghai/alb-1/lsn-1")).toBe(true);
  expect(mayAt(grant, "2222222222222222/cn-beijing/alb-1/lsn-1")).toBe(false);
  expect(mayAt(grant, "3333333333333333/cn-shanghai/alb-1/lsn-1")).toBe(false);
  expect(mayAt(grant, "alb-1/lsn-1")).toBe(false);
  expect(mayAt(grant, "2222222222222222/cn-shanghai/lsn-1", "2222222222222222/cn-shanghai/sgp-1")).toBe(false);
  expect(mayAt("operator:*/*/*", "2222222222222222/cn-shanghai/sgp-1", "lsn-1")).toBe(true);
});

test("what nobody knows in a place is for those alone who may everything there", () => {
  expect(mayAt("operator:2222222222222222/cn-shanghai/*", "2222222222222222/cn-shanghai/*")).toBe(true);
  expect(mayAt("operator:2222222222222222/cn-shanghai/lsn-*", "2222222222222222/cn-shanghai/*")).toBe(false);
  expect(mayAt("operator", "2222222222222222/cn-shanghai/*")).toBe(false);
});

test.each(["operator:2222222222222222/lsn-1", "operator:a/b/c/d", "operator:x/cn-shanghai/lsn-1", "operator:/"])(
  "what is no grant for a place grants nothing: %s",
  (written) => {
    expect(readGrants(written)).toEqual([]);
  },
);

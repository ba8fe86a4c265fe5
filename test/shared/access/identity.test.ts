import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Act, allows, type Identity, readGrants } from "../../../shared/access/identity.ts";
import { wildcardFits } from "../../../shared/access/wildcardFits.ts";

const somebody = (...written: string[]): Identity => ({ name: "alice", kind: "person", grants: readGrants(written) });
const startProd = { operation: "startListener", listenerId: "lsn-prod-1" };

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
    expect(allows(mixed, "operate", { listenerId: "lsn-prod-1" })).toBe(false);
    expect(allows(mixed, "approve", { listenerId: "lsn-prod-1" })).toBe(true);
    expect(allows(mixed, "operate", { listenerId: "lsn-test-1" })).toBe(true);
  });

  test("with a grant for some listeners may see the list, of which the rows are filtered", () => {
    expect(allows(somebody("viewer:lsn-test-*"), "view")).toBe(true);
    expect(allows(somebody("viewer:lsn-test-*"), "view", { listenerId: "lsn-prod-1" })).toBe(false);
  });
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
      { numRuns: 5_000 },
    );
  });

  test("of many stars takes no time", () => {
    expect(wildcardFits(`${"*a".repeat(5_000)}*b`, "a".repeat(10_000))).toBe(false);
  });
});

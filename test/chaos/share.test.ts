import { describe, expect, test } from "vitest";
import { operations } from "../../functions/registry.ts";
import { isWhole } from "../support/isWhole.ts";
import { longTest } from "../support/sampled.ts";
import { caseId } from "./chaosCase.ts";
import { singleFaultCases } from "./enumerateCases.ts";
import { openRunner, type Runner } from "./runner.ts";
import { pairShares, randomFaultShares, runShare, sampledFaultShares, singleFaultShares } from "./share.ts";
import { spawnChaos } from "./spawnChaos.ts";
import { wholeNumber } from "./wholeNumber.ts";

describe("shares", () => {
  test("of cases with one fault are, together, every case of every operation once", async () => {
    const shares = singleFaultShares();
    expect([...new Set(shares.map((share) => (share.kind === "single" ? share.operation : "")))]).toEqual(
      Object.keys(operations),
    );
    const runner = openRunner();
    const healthy = await runner.healthy("createTlsPolicy");
    await runner.close();
    const checked: string[] = [];
    const counting: Runner = {
      ...runner,
      healthy: async () => healthy,
      async check(chaosCase) {
        checked.push(caseId(chaosCase));
        return { run: { ...healthy, struck: [] }, violations: [] };
      },
    };
    const totals = [];
    for (const share of singleFaultShares("createTlsPolicy")) totals.push(await runShare(counting, share));
    const all = singleFaultCases(healthy).map(caseId);
    expect(checked.sort()).toEqual(all.sort());
    expect(totals.reduce((sum, { runs }) => sum + runs, 0)).toBe(all.length);
  });

  test("of a sample are one of so many cases of each operation, not the same one of each", () => {
    const shares = sampledFaultShares(16);
    expect(shares).toHaveLength(Object.keys(operations).length);
    expect(shares.slice(0, 2)).toEqual([
      { kind: "single", operation: Object.keys(operations)[0], part: 0, parts: 16 },
      { kind: "single", operation: Object.keys(operations)[1], part: 1, parts: 16 },
    ]);
  });

  test("of random faults are, together, as many runs as were asked for, each once", () => {
    const runs = randomFaultShares(120, "1").flatMap((share) =>
      share.kind === "random" ? Array.from({ length: share.to - share.from }, (_, index) => share.from + index) : [],
    );
    expect(runs).toEqual(Array.from({ length: 120 }, (_, index) => index));
  });

  test("of pairs are those with an operation, when one is named", () => {
    const named = pairShares("stopListener").flatMap((share) => (share.kind === "pair" ? [share.pair] : []));
    expect(named.every((pair) => pair.includes("stopListener"))).toBe(true);
    expect(named.length).toBeLessThan(pairShares().length);
  });
});

longTest("all shares are done, however many processes do them", async () => {
  const runs = isWhole() ? 60 : 4;
  const outcome = await spawnChaos("--runs", String(runs), "--operation", "createTlsPolicy");
  expect(outcome).toEqual({ violations: "", runs, operations: 1 });
});

longTest("a process that cannot do its share ends all with the reason", async () => {
  await expect(spawnChaos("--single", "--operation", "nothing")).rejects.toThrow("There is no operation nothing");
  expect(() => wholeNumber("--runs", "many")).toThrow(/^--runs .* 1, not "many"\.$/);
  expect(() => wholeNumber("--one-in", "0")).toThrow(/^--one-in .* 1, not "0"\.$/);
  expect(wholeNumber("--one-in", "24")).toBe(24);
});

test("of a sample of pairs are one of so many, always the same", () => {
  const all = pairShares();
  expect(pairShares(undefined, 3)).toEqual(all.filter((_, index) => index % 3 === 0));
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { inWholeSuite, sampled, sampledRuns } from "./sampled.ts";

const rows = ["a", "b", "c", "d", "e", "f", "g"];

beforeEach(() => void vi.stubEnv("ALBFLOW_TESTS", ""));
afterEach(() => void vi.unstubAllEnvs());

test("a sample is one row of so many, always the same, and the samples together are all rows", () => {
  expect(sampled(3, rows)).toEqual(["a", "d", "g"]);
  expect(sampled(3, rows, 4)).toEqual(["b", "e"]);
  expect([0, 1, 2].flatMap((first) => sampled(3, rows, first)).sort()).toEqual(rows);
  expect([sampledRuns(10_000), sampledRuns(1)]).toEqual([1_250, 1]);
  inWholeSuite(() => expect.fail("npm test leaves it out"));
});

test("every row is run where all are asked for", () => {
  vi.stubEnv("ALBFLOW_TESTS", "all");
  expect(sampled(3, rows, 1)).toEqual(rows);
  expect(sampledRuns(10_000)).toBe(10_000);
  const register = vi.fn();
  inWholeSuite(register);
  expect(register).toHaveBeenCalledOnce();
});

import "../../local/localhostNames.ts";
import { expect, test } from "vitest";
import { killRound } from "./killRound.ts";

test.concurrent.each(["early/1", "late/2"])(
  "a local cloud that is killed with 24 operations under way loses nothing that it has acknowledged, and all end: %s",
  { timeout: 600_000 },
  async (seed) => {
    const { operations, acknowledged, violations } = await killRound(seed);
    expect(violations).toEqual([]);
    expect(operations).toBe(24);
    expect(acknowledged).toBeGreaterThan(24);
  },
);

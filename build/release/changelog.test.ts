import { expect, test } from "vitest";
import { changesUnder, newlyReleased } from "./changelog.mjs";

const CHANGES = "# Changes\n\n## Unreleased\n\n- A filter.\n- A table.\n\n## 0.1.0 (2026-11-27)\n\n- The first.\n";

test("what is unreleased becomes the version's, from that day", () => {
  const released = newlyReleased(CHANGES, "0.2.0", "2026-12-01");
  expect(released).toBe(
    "# Changes\n\n## Unreleased\n\n## 0.2.0 (2026-12-01)\n\n- A filter.\n- A table.\n\n## 0.1.0 (2026-11-27)\n\n- The first.\n",
  );
  expect(changesUnder(released, "Unreleased")).toBe("");
  expect(changesUnder(released, "0.2.0")).toBe("- A filter.\n- A table.");
  expect(changesUnder(released, "0.1.0")).toBe("- The first.");
});

test("a version is not taken for one that begins like it", () => {
  expect(changesUnder("## 0.1.01\n\n- Another.\n", "0.1.0")).toBe("");
  expect(changesUnder("## 0x1x0\n\n- Another.\n", "0.1.0")).toBe("");
});

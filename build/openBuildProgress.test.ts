import { expect, test } from "vitest";
import { openBuildProgress } from "./openBuildProgress.mjs";

function builds(total: number, isTTY: boolean): string[] {
  const written: string[] = [];
  const oneIsBuilt = openBuildProgress(total, { isTTY, write: (text: string) => written.push(text) });
  for (let nth = 0; nth < total; nth += 1) oneIsBuilt();
  return written;
}

test("a first build says in plain lines how many packages are built, one line for ten", () => {
  expect(builds(23, false)).toEqual([
    "  … built 0 of 23 packages\n",
    "  … built 10 of 23 packages\n",
    "  … built 20 of 23 packages\n",
    "  … built 23 of 23 packages\n",
  ]);
});

test("on a terminal it is one line that counts, and is gone at the end", () => {
  const written = builds(5, true);
  expect(written.slice(0, 2)).toEqual(["\r\u001B[K  … built 0 of 5 packages", "\r\u001B[K  … built 1 of 5 packages"]);
  expect(written.at(-1)).toBe("\r\u001B[K");
});

test("a build of a few packages says nothing", () => {
  expect(builds(4, false)).toEqual([]);
});

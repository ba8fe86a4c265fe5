import { expect, test } from "vitest";
import { judged } from "./unexcused.mjs";

/** As `npm audit --json` says it: what has the weakness itself, and what only holds such a package. */
const report = {
  vulnerabilities: {
    inner: {
      via: [
        {
          name: "inner",
          title: "Prototype pollution",
          severity: "high",
          url: "https://github.com/advisories/GHSA-aaaa-bbbb-cccc",
        },
      ],
    },
    outer: { via: ["inner"] },
  },
};
const excuse = { advisory: "GHSA-aaaa-bbbb-cccc", why: "It reads only what we write.", until: "2026-12-31" };
const FOUND = "inner has a known weakness (GHSA-aaaa-bbbb-cccc, high): Prototype pollution.";

test.each([
  ["nothing is found", { vulnerabilities: {} }, [], []],
  ["a weakness is found", report, [], [`${FOUND} Update it, or excuse it in build/release/excusedAdvisories.json.`]],
  ["it is excused", report, [excuse], []],
  [
    "its excuse is over",
    report,
    [{ ...excuse, until: "2026-11-29" }],
    [`${FOUND} Its excuse ended on 2026-11-29. Update it, or excuse it in build/release/excusedAdvisories.json.`],
  ],
  [
    "an excuse is no longer needed",
    { vulnerabilities: {} },
    [excuse],
    ["build/release/excusedAdvisories.json excuses GHSA-aaaa-bbbb-cccc, which no package has: take it out."],
  ],
])("when %s", (_when, audit, excuses, says) => {
  expect(judged(audit, excuses, "2026-11-30")).toEqual(says);
});

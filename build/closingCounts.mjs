import { readFileSync } from "node:fs";

// The closing line of a run: the counts of the suite, with what the second run of failed files says in place of the first.
const [first, second] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")));
const testsOf = ({ testResults }) => testResults.flatMap(({ assertionResults }) => assertionResults);
const failing = (report) => testsOf(report).filter(({ status }) => status === "failed");
let failed = failing(first).length;
let passed = first.numPassedTests;
if (second !== undefined) {
  const still = new Set(failing(second).map(({ fullName }) => fullName));
  const mended = failing(first).filter(({ fullName }) => !still.has(fullName));
  for (const { fullName } of mended) console.log(`UNSTEADY: failed beside others, passed alone: ${fullName}`);
  failed = still.size;
  passed += mended.length;
}
const skipped = first.numPendingTests > 0 ? `, ${first.numPendingTests} skipped` : "";
console.log(`${passed} passed, ${failed} failed${skipped}`);

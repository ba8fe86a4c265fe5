import { readFileSync } from "node:fs";
import { relative } from "node:path";

// The files of a vitest report in which tests failed, where they are few: many are no accident. None when something failed outside of tests.
const MOST = 3;
const { testResults, numFailedTests } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const failed = testResults.filter(({ status }) => status === "failed");
const reported = failed.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status === "failed"));
if (failed.length <= MOST && reported.length === numFailedTests)
  console.log(failed.map(({ name }) => relative(".", name)).join(" "));

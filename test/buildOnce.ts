import { execFileSync } from "node:child_process";
import type { TestProject } from "vitest/node";
import { deployedHere } from "../deployment/deployedHere.ts";
import { deniedProblems, permissionProblems } from "./idlePermissions.ts";
import { forgetActions, type RoleActions, readActions } from "./recordedActions.ts";
import { isWhole } from "./support/isWhole.ts";

/**
 * Builds the functions once before any test: what is tested is what would be deployed. After a run of all tests none
 * of the deployment's roles may have been denied anything, and after `npm run test:all` each must have used all that it may do.
 */
export default function buildOnce({ vitest }: TestProject) {
  // Each project asks for it, of whom each has loaded this file anew.
  if (Reflect.get(globalThis, BUILT) === vitest) return;
  Reflect.set(globalThis, BUILT, vitest);
  execFileSync(process.execPath, ["build/main.mjs", "--quiet"], { stdio: "inherit" });
  forgetActions();
  return async () => {
    // Some tests alone use some permissions alone, and a test that fails leaves some unused.
    const all = await vitest.globTestSpecifications();
    const files = vitest.state.getFiles();
    const areAll = files.length === all.length && vitest.config.testNamePattern === undefined;
    if (!areAll || files.some(({ result }) => result?.state !== "pass")) return;
    const actions = readActions();
    const problems = isWhole() ? permissionProblems(grantedActions(), actions) : deniedProblems(actions.denied);
    if (problems.length === 0) return;
    // Vitest prints what is thrown here, but calls the run a success.
    process.exitCode = 1;
    throw new Error(`Over all tests, roles were not used for just what they allow:\n  ${problems.join("\n  ")}`);
  };
}

const BUILT = Symbol.for("albflow built for tests");

/** What each role of the deployment may do, by its lower-case name. */
function grantedActions(): RoleActions {
  const { roles } = deployedHere("1234567890123456");
  return Object.fromEntries(
    roles.map(({ name, policy }) => [name.toLowerCase(), policy.Statement.flatMap(({ Action }) => Action)]),
  );
}

import { execFileSync } from "node:child_process";
import type { TestProject } from "vitest/node";
import { deployedHere } from "../deployment/deployedHere.ts";
import { permissionProblems } from "./idlePermissions.ts";
import { forgetActions, type RoleActions, readActions } from "./recordedActions.ts";

/**
 * Builds the functions once before any test: what is tested is what would be deployed. After a run of all tests it holds
 * the roles of the deployment against what they were used for.
 */
export default function buildOnce({ vitest }: TestProject) {
  execFileSync(process.execPath, ["build/main.mjs", "--quiet"], { stdio: "inherit" });
  forgetActions();
  return async () => {
    // Some tests alone use some permissions alone, and a test that fails leaves some unused.
    const all = await vitest.globTestSpecifications();
    const files = vitest.state.getFiles();
    const isWhole = files.length === all.length && vitest.config.testNamePattern === undefined;
    if (!isWhole || files.some(({ result }) => result?.state !== "pass")) return;
    const problems = permissionProblems(grantedActions(), readActions());
    if (problems.length === 0) return;
    // Vitest prints what is thrown here, but calls the run a success.
    process.exitCode = 1;
    throw new Error(`Over all tests, roles were not used for just what they allow:\n  ${problems.join("\n  ")}`);
  };
}

/** What each role of the deployment may do, by its lower-case name. */
function grantedActions(): RoleActions {
  const { roles } = deployedHere("1234567890123456");
  return Object.fromEntries(
    roles.map(({ name, policy }) => [name.toLowerCase(), policy.Statement.flatMap(({ Action }) => Action)]),
  );
}

import { readFileSync } from "node:fs";
import { handlerProblem, weightOf } from "./check/builtPackages.ts";
import { checkDeployment } from "./check/checkDeployment.ts";
import { flowsOf } from "./flows/flowsOf.ts";
import { projectFile } from "./projectFolder.ts";
import { logTriggersIn } from "./roles/logTriggersIn.ts";
import { rolesOf } from "./roles/rolesOf.ts";
import type { DeploymentTarget } from "./target.ts";

// Usage: node dist/deployment/checkRendered.js <rendered s.yaml, JSON> …
// Says everything that is wrong with them. Exit code 1 when anything is.

for (const file of process.argv.slice(2)) {
  const rendered = JSON.parse(readFileSync(file, "utf8"));
  const target: DeploymentTarget = { ...rendered.vars, accountId: process.env.AccountID ?? "1234567890123456" };
  const flows = flowsOf(target, (name) => readFileSync(projectFile(`flows/${name}`), "utf8"));
  const roles = rolesOf(target, flows, logTriggersIn(rendered.resources, target.prefix));
  const problems = checkDeployment(rendered, { handlerProblem, weightOf, flows, roles });
  const functions = Object.values(rendered.resources as object[]).length;
  for (const { at, problem } of problems) console.error(`✗ ${target.prefix}: ${at}: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(`✓ ${target.prefix}: ${functions} resources and ${flows.length} flows are as they should be`);
}

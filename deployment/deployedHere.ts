import { readFileSync } from "node:fs";
import { type FlowToDeploy, flowsOf } from "./flows/flowsOf.ts";
import { projectFile } from "./projectFolder.ts";
import { readRendered } from "./readRendered.ts";
import { logTriggersIn } from "./roles/logTriggersIn.ts";
import { type RoleToDeploy, rolesOf } from "./roles/rolesOf.ts";
import type { DeploymentTarget } from "./target.ts";

/** What the build has rendered, as it would be deployed in an account. */
interface DeployedHere {
  target: DeploymentTarget;
  flows: FlowToDeploy[];
  roles: RoleToDeploy[];
}

/** Reads it from dist and flows/. Throws an `Error` that says what to run when it is not there. */
export function deployedHere(accountId: string, region?: string): DeployedHere {
  const { vars, resources } = readRendered(accountId);
  const target = { ...(vars as unknown as DeploymentTarget), accountId, ...(region === undefined ? {} : { region }) };
  const flows = flowsOf(target, (file) => readFileSync(projectFile(`flows/${file}`), "utf8"));
  return { target, flows, roles: rolesOf(target, flows, logTriggersIn(resources, target.prefix)) };
}

import { readFileSync } from "node:fs";
import type { Settings } from "./configuration/schema.ts";
import { type FlowToDeploy, flowsOf } from "./flows/flowsOf.ts";
import { projectFile } from "./projectFolder.ts";
import { readRendered } from "./readRendered.ts";
import { kmsSecretsIn } from "./roles/kmsSecretsIn.ts";
import { logTriggersIn } from "./roles/logTriggersIn.ts";
import { reachIn } from "./roles/reachIn.ts";
import { type RoleToDeploy, rolesOf } from "./roles/rolesOf.ts";
import type { DeploymentTarget } from "./target.ts";

/** What is deployed in an account beside functions. */
interface DeployedHere {
  target: DeploymentTarget;
  flows: FlowToDeploy[];
  roles: RoleToDeploy[];
}

/** Of a stage's settings, or of the example, which local clouds run; in another region than theirs when one is given. */
export function deployedHere(accountId: string, region?: string, settings?: Settings): DeployedHere {
  const { vars, resources } = readRendered(accountId, settings);
  const target = { ...vars, accountId, ...(region === undefined ? {} : { region }) };
  const flows = flowsOf(target, (file) => readFileSync(projectFile(`flows/${file}`), "utf8"));
  const triggers = logTriggersIn(resources, target.prefix);
  const secrets = kmsSecretsIn(resources, target.prefix);
  return { target, flows, roles: rolesOf(target, flows, triggers, secrets, reachIn(resources)) };
}

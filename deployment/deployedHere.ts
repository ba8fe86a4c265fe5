import { readFileSync } from "node:fs";
import { type FlowToDeploy, flowsOf } from "./flows/flowsOf.ts";
import type { Place } from "./place.ts";
import { projectFile } from "./projectFolder.ts";
import { readRendered } from "./readRendered.ts";
import { logTriggersIn } from "./roles/logTriggersIn.ts";
import { type RoleToDeploy, rolesOf } from "./roles/rolesOf.ts";

/** What the build has rendered, as it would be deployed in an account. */
interface DeployedHere {
  place: Place;
  flows: FlowToDeploy[];
  roles: RoleToDeploy[];
}

/** Reads it from dist and flows/. Throws an `Error` that says what to run when it is not there. */
export function deployedHere(accountId: string, region?: string): DeployedHere {
  const { vars, resources } = readRendered(accountId);
  const place = { ...(vars as unknown as Place), accountId, ...(region === undefined ? {} : { region }) };
  const flows = flowsOf(place, (file) => readFileSync(projectFile(`flows/${file}`), "utf8"));
  return { place, flows, roles: rolesOf(place, flows, logTriggersIn(resources, place.prefix)) };
}

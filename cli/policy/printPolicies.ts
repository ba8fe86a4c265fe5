import { stageHere } from "../../deployment/configuration/configurationHere.ts";
import { deployedHere } from "../../deployment/deployedHere.ts";
import { cliMessage } from "../../deployment/language.ts";
import type { RoleToDeploy } from "../../deployment/roles/rolesOf.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";

/** `albflow policy [name]`. Throws `AlbflowError` NotFound for a name that no role is for. */
export function printPolicies(name: string | undefined, options: { account: string; json?: boolean }): void {
  const { target, roles } = deployedHere(options.account, undefined, stageHere().settings);
  const wanted = roles.filter((role) => name === undefined || role.name === `${target.prefix}-${name}`);
  if (wanted.length === 0) {
    const known = roles.map((role) => role.name.slice(target.prefix.length + 1));
    throw new AlbflowError("NotFound", reason("role-not-declared", { name: name ?? "", known }));
  }
  if (options.json === true) {
    const policies = Object.fromEntries(wanted.map((role) => [role.name, role.policy]));
    console.log(JSON.stringify(policies, null, 2));
    return;
  }
  for (const role of wanted) for (const line of linesOf(role)) console.log(line);
}

function linesOf({ name, description, trusts, policy }: RoleToDeploy): string[] {
  const statements = policy.Statement.flatMap(({ Action, Resource }) => [
    ...Action.map((action) => `    ${action}`),
    ...Resource.map((resource) => `      ${cliMessage("policy-on", { resource })}`),
  ]);
  return [name, `  ${description}`, `  ${cliMessage("policy-of-role", { trusts })}`, ...statements, ""];
}

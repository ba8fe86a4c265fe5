import { readFileSync } from "node:fs";
import { functionFolder } from "../builtFunctions.ts";
import type { Settings } from "../configuration/schema.ts";
import { readableSecrets, secretsIn } from "../configuration/secrets.ts";
import { variablesOf } from "../configuration/variables.ts";
import { flowsOf } from "../flows/flowsOf.ts";
import { projectFile } from "../projectFolder.ts";
import { kmsSecretsIn } from "../roles/kmsSecretsIn.ts";
import { logTriggersIn } from "../roles/logTriggersIn.ts";
import { reachIn } from "../roles/reachIn.ts";
import { rolesOf } from "../roles/rolesOf.ts";
import { asVariable } from "../settingText.ts";
import { specificationOf } from "../specification/specificationOf.ts";
import { builtWeightOf, handlerProblem } from "./builtPackages.ts";
import { checkDeployment } from "./checkDeployment.ts";
import { ACCOUNT } from "./specification.ts";
import type { DeclarationProblem } from "./surroundings.ts";

/** What was checked of a stage. */
interface CheckedStage {
  problems: DeclarationProblem[];
  resources: number;
  flows: number;
}

/**
 * Holds a stage against what Function Compute, CloudFlow and RAM take, before anything is sent; secrets as they are in this
 * environment, so that they count.
 */
export function checkStage(
  settings: Settings,
  environment: Readonly<Record<string, string | undefined>>,
): CheckedStage {
  const variables = variablesOf(settings);
  const given = Object.fromEntries(
    secretsIn(variables).map(({ variable, kind }) => [
      variable,
      kind === "kms" ? variables[variable] : asVariable(readableSecrets(variables, environment)[variable] ?? ""),
    ]),
  );
  const specification = specificationOf(settings, {
    account: ACCOUNT,
    secret: (_, variable) => given[variable] ?? "",
  });
  const target = { ...specification.vars, accountId: SOME_ACCOUNT };
  const flows = flowsOf(target, (name) => readFileSync(projectFile(`flows/${name}`), "utf8"));
  const { resources } = specification;
  const roles = rolesOf(
    target,
    flows,
    logTriggersIn(resources, target.prefix),
    kmsSecretsIn(resources, target.prefix),
    reachIn(resources),
  );
  // What is written in JSON is what Serverless Devs reads: nothing that is undefined stays.
  const written = JSON.parse(JSON.stringify(specification)) as unknown;
  const problems = checkDeployment(written, {
    handlerProblem: (code, handler) => handlerProblem(functionFolder(code), handler),
    weightOf: (code) => builtWeightOf(functionFolder(code)),
    flows,
    roles,
    given: Object.values(given),
  });
  return { problems, resources: Object.keys(resources).length, flows: flows.length };
}

/** Every account's number has sixteen digits. */
const SOME_ACCOUNT = "1234567890123456";

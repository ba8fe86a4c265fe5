import { builtFunctions } from "../deployment/builtFunctions.ts";
import type { Settings } from "../deployment/configuration/schema.ts";
import { deployedHere } from "../deployment/deployedHere.ts";
import { readRendered } from "../deployment/readRendered.ts";
import type { FunctionSpec } from "../local/fc/functionSpec.ts";
import type { Deployment, Endpoints } from "../local/localCloud.ts";
import { flowNameOf } from "../shared/core/flowDefinition.ts";
import { LOCAL_SECRET } from "../shared/platform/secretFor.ts";

/**
 * What `s deploy` would deploy, for a local cloud: the functions of the rendered s.yaml, and the flows, roles and policies
 * that the components make: of the example's stage unless another is given. `settings` are set in every function, beside what finds the cloud.
 */
export function localDeployment(
  account: { region: string; accountId: string },
  settings: Record<string, string> = {},
  stage?: Settings,
): Deployment {
  const { resources } = readRendered(account.accountId, stage);
  const { target, flows, roles } = deployedHere(account.accountId, account.region, stage);
  const roleArn = `acs:ram::${account.accountId}:role/${target.prefix}-flows`;
  return {
    functions: Object.values(resources)
      .filter(({ component }) => component.startsWith("fc3"))
      .map(({ props }) => props as unknown as FunctionSpec),
    codeRoot: builtFunctions(),
    roles: roles.map(({ name, trusts, policy }) => ({ name, trusts: [trusts], policies: [policy] })),
    flows: flows.map(({ name, description, definition }) => ({
      name,
      description,
      definition,
      roleArn,
      isChecked: true,
    })),
    front: flowNameOf(target.prefix, "api"),
    environment: (endpoints) => ({
      ...cloudAt(endpoints),
      ALBFLOW_SECRET: LOCAL_SECRET,
      ALBFLOW_API_URL: endpoints.console,
      ...settings,
    }),
    environmentOfOthers: cloudAt,
  };
}

/** How functions find a local cloud. */
function cloudAt(endpoints: Endpoints): Record<string, string> {
  return {
    ALBFLOW_ENDPOINT_ALB: endpoints.alb,
    ALBFLOW_ENDPOINT_CAS: endpoints.cas,
    ALBFLOW_ENDPOINT_FNF: endpoints.fnf,
    ALBFLOW_ENDPOINT_FC: endpoints.fc,
    ALBFLOW_ENDPOINT_LOG: endpoints.log.replace("//sls.", "//{region}.sls."),
    ALBFLOW_ENDPOINT_STS: endpoints.ram,
    ALBFLOW_ENDPOINT_ALIDNS: endpoints.alidns,
    ALBFLOW_ENDPOINT_KMS: endpoints.kms,
    ALBFLOW_ENDPOINT_CMS: endpoints.cms,
    ALBFLOW_NAME_SERVERS: endpoints.dns,
    ALBFLOW_PORT_OFFSET: String(endpoints.lowPortOffset),
  };
}

/** An account in which nothing is deployed yet: what is deployed there finds the cloud, and has its own settings. */
export function emptyDeployment(target: { region: string; accountId: string }): Deployment {
  const { codeRoot } = localDeployment(target);
  return { functions: [], roles: [], flows: [], codeRoot, environment: cloudAt };
}

import { readFileSync } from "node:fs";
import { flows, functions } from "../functions/registry.ts";
import type { FunctionSpec } from "../local/fc/functionSpec.ts";
import type { Deployment } from "../local/localCloud.ts";
import { LOCAL_SECRET } from "../shared/access/secretFor.ts";
import { fillFlow, flowNameOf } from "../shared/flowDefinition.ts";

/**
 * What `s deploy` would deploy, for a local cloud: the rendered s.yaml, the flows, and a role for each function. `settings`
 * are set in every function, beside what finds the cloud.
 */
export function localDeployment(
  target: { region: string; accountId: string },
  settings: Record<string, string> = {},
): Deployment {
  const rendered = readRendered(target.accountId);
  const { prefix } = rendered.vars;
  const roleArn = `acs:ram::${target.accountId}:role/${prefix}-flows`;
  return {
    functions: Object.values(rendered.resources)
      .filter(({ component }) => component === "fc3")
      .map(({ props }) => props as unknown as FunctionSpec),
    codeRoot: process.cwd(),
    roles: [
      ...functions.map(({ name, permissions }) => ({
        name: `${prefix}-${name}`,
        trusts: ["fc.aliyuncs.com"],
        policies: [allow(permissions)],
      })),
      {
        name: `${prefix}-flows`,
        trusts: ["fnf.aliyuncs.com"],
        policies: [allow(["fc:InvokeFunction", "fnf:DescribeExecution"])],
      },
    ],
    flows: flows.map((flow) => ({
      name: flowNameOf(prefix, flow.name),
      definition: fillFlow(readFileSync(flow.file, "utf8"), flow, { ...target, prefix }),
      description: flow.summary,
      roleArn,
    })),
    front: flowNameOf(prefix, "api"),
    environment: (endpoints) => ({
      ALBFLOW_ENDPOINT_ALB: endpoints.alb,
      ALBFLOW_ENDPOINT_CAS: endpoints.cas,
      ALBFLOW_ENDPOINT_FNF: endpoints.fnf,
      ALBFLOW_ENDPOINT_FC: endpoints.fc,
      ALBFLOW_ENDPOINT_LOG: endpoints.log,
      ALBFLOW_ENDPOINT_ALIDNS: endpoints.alidns,
      ALBFLOW_NAME_SERVERS: endpoints.dns,
      ALBFLOW_SECRET: LOCAL_SECRET,
      ALBFLOW_API_URL: endpoints.console,
      ALBFLOW_PORT_OFFSET: String(endpoints.lowPortOffset),
      ...settings,
    }),
  };
}

interface Rendered {
  vars: { prefix: string; logProject: string; logstore: string };
  resources: Record<string, { component: string; props: Record<string, unknown> }>;
}

/** What the build has rendered. Throws an `Error` that says what to run when it has not. */
export function readRendered(accountId: string): Rendered {
  let text: string;
  try {
    text = readFileSync("dist/deployment.json", "utf8");
  } catch {
    throw new Error("dist/deployment.json is not there. Run `npm run build` in the folder of the project first.");
  }
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Serverless Devs leaves this in the text when it has no account.
  return JSON.parse(text.replaceAll("${config('AccountID')}", accountId)) as Rendered;
}

function allow(actions: string[]) {
  return { Version: "1" as const, Statement: [{ Effect: "Allow" as const, Action: actions, Resource: "*" }] };
}

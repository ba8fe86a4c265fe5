import { vi } from "vitest";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";

/**
 * A local cloud without anything in it, at which components and `s` deploy. Close it when done. Nobody waits for the account's rates
 * unless told.
 */
export async function emptyCloud({
  rates = false,
} = {}): Promise<LocalCloud & { environment: Record<string, string> }> {
  const cloud = await startLocalCloud({ port: 0, rates });
  const environment = {
    ALBFLOW_ENDPOINT_FC: cloud.endpoints.fc,
    ALBFLOW_ENDPOINT_FNF: cloud.endpoints.fnf,
    ALBFLOW_ENDPOINT_LOG: cloud.endpoints.log,
    ALBFLOW_ENDPOINT_RAM: cloud.endpoints.ram,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return { ...cloud, environment };
}

/** A component as Serverless Devs makes and calls it, and what it has said. */
export function componentOf<Component>(Class: new (tools: { logger: { info(line: string): void } }) => Component) {
  const said: string[] = [];
  const component = new Class({ logger: { info: (line) => said.push(line) } });
  return { component, said };
}

/** What Serverless Devs gives to a component's commands. */
export function inputsFor(props: object, key = "local") {
  return {
    cwd: process.cwd(),
    props,
    args: [],
    yaml: { path: `${process.cwd()}/s.yaml` },
    resource: { name: "it" },
    getCredential: async () => ({ AccountID: "1234567890123456", AccessKeyID: key, AccessKeySecret: "local" }),
  };
}

export const PROPS = {
  region: "cn-hangzhou",
  prefix: "albflow",
  logProject: "albflow-reports",
  logstore: "albflow",
  functionLogstore: "albflow-functions",
};

/** The roles' properties: a local cloud's roles can be used at once. */
export const ROLE_PROPS = { ...PROPS, settleMs: 0 };

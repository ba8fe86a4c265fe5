import { readFileSync } from "node:fs";
import { openCloudFlow } from "../shared/platform/clients/cloudFlow.ts";
import { openFunctionAdmin } from "../shared/platform/clients/functionAdmin.ts";
import { openLogs } from "../shared/platform/clients/logs.ts";
import { openRam, openResourceManager, type RamClient } from "../shared/platform/clients/ram.ts";
import type { Session } from "../shared/platform/session.ts";
import type { Change } from "./changes.ts";
import type { Settings } from "./configuration/schema.ts";
import { changesOf as flowChanges, removalsOf as flowRemovals } from "./flows/changesOf.ts";
import { flowsOf } from "./flows/flowsOf.ts";
import {
  type FunctionToDeploy,
  changesOf as functionChanges,
  removalsOf as functionRemovals,
} from "./functions/changesOf.ts";
import { changesOf as logChanges } from "./logs/changesOf.ts";
import { projectFile } from "./projectFolder.ts";
import { changesOf as roleChanges, removalsOf as roleRemovals } from "./roles/changesOf.ts";
import { kmsSecretsIn } from "./roles/kmsSecretsIn.ts";
import { logTriggersIn } from "./roles/logTriggersIn.ts";
import { rolesOf } from "./roles/rolesOf.ts";
import { serviceRoleChanges } from "./roles/serviceRoles.ts";
import { asVariable } from "./settingText.ts";
import { OPEN, specificationOf } from "./specification/specificationOf.ts";

/** What a deployment changes in an account, in the order in which it happens. */
interface StageChanges {
  logs: Change[];
  roles: Change[];
  functions: Change[];
  flows: Change[];
}

/** Where a stage is deployed. `ramEndpoint` is for a local cloud. */
export interface Account {
  session: Session;
  ramEndpoint?: string | undefined;
  /** The secrets that the stage takes from variables, by the names of these. */
  secrets: Readonly<Record<string, string>>;
  /** Milliseconds after which a new role can be used everywhere: RAM takes effect with a delay (real-cloud.md FR5). */
  settleMs: number;
}

/** How an account differs from what a stage wants. Calls only what reads; throws `AlbflowError`. */
export async function stageChanges(
  settings: Settings,
  account: Account,
  say: (line: string) => void,
): Promise<StageChanges> {
  const { ram, resourceManager, functions, flows, roles, logs, admin, cloudFlow, roleArn } = opened(settings, account);
  const { project, logstore, functionLogstore, retentionDays } = settings.logs;
  const { trail, accessLog } = settings.remediation ?? {};
  const stores = [{ project, logstore }, { project, logstore: functionLogstore }, trail ?? [], accessLog ?? []].flat();
  const ofServices = await serviceRoleChanges(ram, resourceManager, say);
  return {
    logs: await logChanges(logs, stores, retentionDays),
    roles: [...ofServices, ...(await roleChanges(ram, roles))],
    functions: await functionChanges(admin, settings.names.prefix ?? "", functions),
    flows: await flowChanges(cloudFlow, flows, roleArn),
  };
}

/** What must be done so that nothing of a stage is left but logs. */
export async function stageRemovals(settings: Settings, account: Account): Promise<Omit<StageChanges, "logs">> {
  const { ram, flows, roles, admin, cloudFlow } = opened(settings, account);
  return {
    functions: await functionRemovals(admin, settings.names.prefix ?? ""),
    flows: await flowRemovals(cloudFlow, flows),
    roles: await roleRemovals(ram, roles),
  };
}

function opened(settings: Settings, { session, ramEndpoint, secrets }: Account) {
  const { accountId, region, credentials } = session;
  const { resources, vars } = specificationOf(settings, {
    ...OPEN,
    account: accountId,
    secret: (reference) => (reference.startsWith("env:") ? asVariable(secrets[reference.slice(4)] ?? "") : reference),
  });
  const target = { ...vars, accountId, region };
  const flows = flowsOf(target, (file) => readFileSync(projectFile(`flows/${file}`), "utf8"));
  const triggers = logTriggersIn(resources, target.prefix);
  const ram: RamClient = openRam(credentials, ramEndpoint);
  return {
    ram,
    resourceManager: openResourceManager(credentials, ramEndpoint),
    logs: openLogs(session),
    admin: openFunctionAdmin(session),
    cloudFlow: openCloudFlow(session),
    roleArn: `acs:ram::${accountId}:role/${target.prefix}-flows`,
    flows,
    roles: rolesOf(target, flows, triggers, kmsSecretsIn(resources, target.prefix)),
    functions: Object.values(resources)
      .filter(({ component }) => component.startsWith("fc3"))
      .map(({ props }) => props as unknown as FunctionToDeploy),
  };
}

import { readFileSync } from "node:fs";
import { certConfigOf, withSite } from "../shared/core/certificates/domainCertificate.ts";
import { openCas, siteOf } from "../shared/platform/clients/cas.ts";
import { openCloudFlow } from "../shared/platform/clients/cloudFlow.ts";
import { openFunctionAdmin } from "../shared/platform/clients/functionAdmin.ts";
import { type LogsClient, openLogs } from "../shared/platform/clients/logs.ts";
import { openActionTrail, openRam, openResourceManager, type RamClient } from "../shared/platform/clients/ram.ts";
import type { Session } from "../shared/platform/session.ts";
import { trailChanges } from "./bootstrap/trailChanges.ts";
import type { DeploymentChange } from "./changes.ts";
import type { Settings } from "./configuration/schema.ts";
import { changesOf as flowChanges, removalsOf as flowRemovals } from "./flows/changesOf.ts";
import { flowsOf } from "./flows/flowsOf.ts";
import {
  domainRemovals,
  type FunctionToDeploy,
  changesOf as functionChanges,
  removalsOf as functionRemovals,
} from "./functions/changesOf.ts";
import { changesOf as logChanges } from "./logs/changesOf.ts";
import { projectFile } from "./projectFolder.ts";
import { changesOf as roleChanges, removalsOf as roleRemovals } from "./roles/changesOf.ts";
import { kmsSecretsIn } from "./roles/kmsSecretsIn.ts";
import { logTriggersIn } from "./roles/logTriggersIn.ts";
import { reachIn } from "./roles/reachIn.ts";
import { rolesOf } from "./roles/rolesOf.ts";
import { serviceRoleChanges } from "./roles/serviceRoles.ts";
import { asVariable } from "./settingText.ts";
import { OPEN, specificationOf } from "./specification/specificationOf.ts";

/** What a deployment changes in an account, in the order in which it happens. */
interface StageChanges {
  logs: DeploymentChange[];
  roles: DeploymentChange[];
  functions: DeploymentChange[];
  flows: DeploymentChange[];
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
  const { ram, resourceManager, functions, flows, roles, logs, admin, certificates, cloudFlow, roleArn } = opened(
    settings,
    account,
  );
  const events = settings.remediation?.events === true;
  const ofServices = await serviceRoleChanges(ram, resourceManager, say, { events });
  return {
    logs: await logsOf(settings, logs),
    roles: [...ofServices, ...(await roleChanges(ram, roles))],
    functions: await functionChanges(admin, settings.names.prefix ?? "", functions, certificates),
    flows: await flowChanges(cloudFlow, flows, roleArn),
  };
}

/** How an account differs from what a deployment must find there: logstores, the roles of services, a trail. Calls only what reads. */
export async function bootstrapChanges(
  settings: Settings,
  account: Account,
  say: (line: string) => void,
): Promise<DeploymentChange[]> {
  const { ram, resourceManager, logs } = opened(settings, account);
  const { session, ramEndpoint } = account;
  const { trail, events = false } = settings.remediation ?? {};
  const stores = await logsOf(settings, logs);
  const ofServices = await serviceRoleChanges(ram, resourceManager, say, { events });
  const trails = trail === undefined ? [] : await trailChanges(openActionTrail(session, ramEndpoint), session, trail);
  return [...stores, ...ofServices, ...trails];
}

/** The logstores that a deployment writes to or listens to. */
function logsOf({ logs, remediation }: Settings, client: LogsClient): Promise<DeploymentChange[]> {
  const { project, logstore, functionLogstore, retentionDays } = logs;
  const { trail, accessLog } = remediation ?? {};
  const stores = [{ project, logstore }, { project, logstore: functionLogstore }, trail ?? [], accessLog ?? []].flat();
  return logChanges(client, stores, retentionDays);
}

/** What must be done so that nothing of a stage is left but logs. */
export async function stageRemovals(settings: Settings, account: Account): Promise<Omit<StageChanges, "logs">> {
  const { ram, flows, roles, admin, cloudFlow } = opened(settings, account);
  return {
    functions: [
      ...(settings.domain === undefined ? [] : await domainRemovals(admin, settings.domain.name)),
      ...(await functionRemovals(admin, settings.names.prefix ?? "")),
    ],
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
    certificates: (certId: string) => certConfigOf(openCas(session), { id: withSite(certId, siteOf(region)) }),
    cloudFlow: openCloudFlow(session),
    roleArn: `acs:ram::${accountId}:role/${target.prefix}-flows`,
    flows,
    roles: rolesOf(target, flows, triggers, kmsSecretsIn(resources, target.prefix), reachIn(resources)),
    functions: Object.values(resources)
      .filter(({ component }) => component.startsWith("fc3"))
      .map(({ props }) => props as unknown as FunctionToDeploy),
  };
}

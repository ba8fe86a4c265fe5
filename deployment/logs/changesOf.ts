import type { LogAction, LogParameters, LogsClient } from "../../shared/platform/clients/logs.ts";
import { type DeploymentChange, orNothing, retryWhileBusy } from "../changes.ts";

/** A logstore that a deployment writes to, or is called with what is written there. */
interface StoreToDeploy {
  project: string;
  logstore: string;
}

/**
 * What must be done so that these logstores are there, each searchable. A logstore that is made keeps its
 * records so many days. What is there stays as it is, and nothing is ever removed: it may hold what somebody needs.
 */
export async function changesOf(
  logs: LogsClient,
  stores: StoreToDeploy[],
  retentionDays: number,
): Promise<DeploymentChange[]> {
  const changes: DeploymentChange[] = [];
  const projects = [...new Set(stores.map(({ project }) => project))];
  for (const ProjectName of projects) {
    changes.push(await changeOf(logs, `log project ${ProjectName}`, "Project", { ProjectName }));
  }
  for (const { project: ProjectName, logstore: LogstoreName } of distinct(stores)) {
    const parameters = { ProjectName, LogstoreName };
    const what = `logstore ${ProjectName}/${LogstoreName}`;
    changes.push(await changeOf(logs, what, "LogStore", { ...parameters, retentionDays }));
    changes.push(await changeOf(logs, `index of ${what}`, "Index", parameters));
  }
  return changes;
}

async function changeOf(
  logs: LogsClient,
  what: string,
  kind: "Project" | "LogStore" | "Index",
  parameters: LogParameters,
): Promise<DeploymentChange> {
  const isThere = (await orNothing(() => logs.find(`Get${kind}`, parameters))) !== undefined;
  if (isThere) return { what, kind: "same", diff: [], apply: async () => {} };
  const action: LogAction = `Create${kind}`;
  return { what, kind: "create", diff: [], apply: () => retryWhileBusy(() => logs.call(action, parameters)) };
}

function distinct(stores: StoreToDeploy[]): StoreToDeploy[] {
  const byName = new Map(stores.map((store) => [`${store.project}/${store.logstore}`, store]));
  return [...byName.values()];
}

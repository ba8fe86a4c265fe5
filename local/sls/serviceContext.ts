import type { CloudContext } from "../context.ts";
import { CloudError } from "../wire/cloudError.ts";
import { appendLogs, type LogGroup, type LogstoreRow, type Project, type Shard, type SlsState } from "./state.ts";

/** What every route of SLS works on. */
export interface SlsServiceContext {
  state: SlsState;
  context: CloudContext;
  /** Who waits for the next log group, in whatever logstore. */
  waiting: Set<() => void>;
}

/** Keeps a log group, and tells who waits for one. `lazily`: nobody is told that it was written. */
export function writeGroup(
  serviceContext: SlsServiceContext,
  project: string,
  logstore: LogstoreRow,
  group: LogGroup,
  options?: { lazily: boolean },
): void {
  const { keeper, random } = serviceContext.context;
  const at = appendLogs(logstore, group, random);
  if (at === undefined) return;
  keeper?.note("sls/groups", `${project}/${logstore.name}/${at.shard}/${at.sequence}`, group, options);
  wakeWaiting(serviceContext);
}

/** Tells everybody who waits that there is another log group. */
export function wakeWaiting({ waiting }: SlsServiceContext): void {
  const sleepers = [...waiting];
  waiting.clear();
  for (const wake of sleepers) wake();
}

/** The project of a call, from its host. Throws `CloudError` ProjectNotExist. */
export function projectOf({ state }: SlsServiceContext, name = ""): Project {
  const project = state.projects.get(name);
  if (project === undefined) throw new CloudError(404, "ProjectNotExist", `The Project does not exist : ${name}`);
  return project;
}

/** Throws `CloudError` ProjectNotExist or LogStoreNotExist. */
export function logstoreOf(
  serviceContext: SlsServiceContext,
  { project, logstore = "" }: { project?: string; logstore?: string },
): LogstoreRow {
  const found = projectOf(serviceContext, project).logstores.get(logstore);
  if (found === undefined) throw new CloudError(404, "LogStoreNotExist", `logstore ${logstore} does not exist`);
  return found;
}

/** Throws `CloudError` ShardNotExist and what `logstoreOf` throws. */
export function shardOf(
  serviceContext: SlsServiceContext,
  parameters: { project?: string; logstore?: string; shard?: string },
): Shard {
  const shard = logstoreOf(serviceContext, parameters).shards.find(({ id }) => String(id) === parameters.shard);
  if (shard === undefined) throw new CloudError(404, "ShardNotExist", `shard ${parameters.shard} does not exist`);
  return shard;
}

/** The JSON object of a request. Throws `CloudError` PostBodyInvalid when it is none. */
export function slsBodyOf(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {}
  throw new CloudError(400, "PostBodyInvalid", "The body of the request is not a JSON object.");
}

/** A string of a JSON body that fits a pattern. Throws `CloudError` ParameterInvalid. */
export function textOfQuery(body: Record<string, unknown>, name: string, pattern: RegExp): string {
  const value = body[name];
  if (typeof value === "string" && pattern.test(value)) return value;
  throw new CloudError(400, "ParameterInvalid", `The parameter ${name} is missing or invalid.`);
}

/** A whole number within bounds, from a JSON body or a query. Throws `CloudError` ParameterInvalid. */
export function numberOfQuery(
  values: Record<string, unknown>,
  name: string,
  bounds: { least: number; most: number; otherwise: number },
): number {
  const given = values[name];
  if (given === undefined || given === "") return bounds.otherwise;
  const value = Number(given);
  if (Number.isInteger(value) && value >= bounds.least && value <= bounds.most) return value;
  throw new CloudError(
    400,
    "ParameterInvalid",
    `The parameter ${name} must be a whole number from ${bounds.least} to ${bounds.most}.`,
  );
}

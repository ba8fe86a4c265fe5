import { createHash } from "node:crypto";
import type { Clock } from "../../../shared/platform/clock.ts";
import type { LogReader, ShardView } from "../../sls/reader.ts";
import { CloudError } from "../../wire/cloudError.ts";
import { functionArns } from "../functionArns.ts";
import type { FcServiceContext } from "../serviceContext.ts";
import type { TriggerRecord } from "../state.ts";

/** The configuration of a log trigger (functionCompute.md §4). */
interface LogTriggerConfig {
  enable?: boolean;
  sourceConfig: { logstore: string; startTime?: number };
  jobConfig: { maxRetryTime: number; triggerInterval: number };
  functionParameter?: Record<string, unknown>;
  /** Where the trigger itself writes what it did, and what went wrong. */
  logConfig?: { project?: string; logstore?: string };
}

/** Log groups `[begin, end)` of a shard that go to the function together, and stay together when it fails. */
interface Batch {
  begin: number;
  end: number;
}

const MAX_BATCH = 1000;

/** What a trigger's role needs on the logstore that it reads, and on the one that it writes to (real-cloud.md FB9). */
const READING = ["log:GetCursorOrData", "log:ListShards", "log:GetLogStore"];
const WRITING = ["log:PostLogStoreLogs", "log:BatchPostLogStoreLogs"];

/** Throws `CloudError` InvalidArgument when a log trigger is not configured as the service wants it. */
export function checkLogTrigger({ triggerConfig, sourceArn = "" }: TriggerRecord): void {
  const { sourceConfig, jobConfig } = triggerConfig as unknown as Partial<LogTriggerConfig>;
  const inRange = (value: unknown, least: number, most: number) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
  const refuse = (what: string) => new CloudError(400, "InvalidArgument", `triggerConfig: ${what}.`);
  if (typeof sourceConfig?.logstore !== "string") throw refuse("sourceConfig.logstore is required");
  if (!inRange(jobConfig?.maxRetryTime, 0, 100))
    throw refuse("jobConfig.maxRetryTime must be an integer from 0 to 100");
  if (!inRange(jobConfig?.triggerInterval, 3, 600)) {
    throw refuse("jobConfig.triggerInterval must be an integer from 3 to 600");
  }
  if (projectOf(sourceArn) === undefined)
    throw refuse("sourceArn must be acs:log:<region>:<account>:project/<project>");
}

/**
 * Hands new log groups of a logstore to a function, as cursors, every interval. A batch that fails is retried and then,
 * the same batch, again at the next interval (functionCompute.md §4). Without a role that may do so it never fires.
 */
export function startLogTrigger(
  serviceContext: FcServiceContext,
  functionName: string,
  trigger: TriggerRecord,
  reader: LogReader,
  endpoint: string,
): () => void {
  const { context } = serviceContext;
  const { clock, region, accountId } = context;
  const config = trigger.triggerConfig as unknown as LogTriggerConfig;
  if (config.enable === false) return () => {};
  const target = { project: projectOf(trigger.sourceArn ?? "") ?? "", logstore: config.sourceConfig.logstore };
  const jobName = sha1(trigger.triggerId);
  const closing = new AbortController();
  const placeOf = (shard: ShardView) => `${functionName}/${trigger.triggerName}/${shard.id}`;
  const open = new Map<number, Batch>();

  /** Where a shard is read from at first: the configured time, or the trigger's own beginning. */
  const startOf = (shard: ShardView) => {
    const { startTime } = config.sourceConfig;
    return shard.since(startTime === undefined ? trigger.createdAt : startTime * 1000);
  };

  /** A trigger that is made anew does not begin where a former one of its name had come to. */
  const nextOf = (shard: ShardView) => Math.max(serviceContext.places.get(placeOf(shard)) ?? 0, startOf(shard));

  function batchOf(shard: ShardView): Batch | undefined {
    const waiting = open.get(shard.id);
    if (waiting !== undefined) return waiting;
    const begin = nextOf(shard);
    serviceContext.places.set(placeOf(shard), begin);
    if (shard.end <= begin) return undefined;
    const batch = { begin, end: Math.min(shard.end, begin + MAX_BATCH) };
    open.set(shard.id, batch);
    return batch;
  }

  function eventOf(shard: ShardView, { begin, end }: Batch): Buffer {
    const [beginCursor, endCursor] = [shard.cursor(begin), shard.cursor(end)];
    const { project: projectName, logstore: logstoreName } = target;
    const digits = sha1(`${jobName} ${shard.id} ${begin} ${end}`);
    const event = {
      parameter: config.functionParameter ?? {},
      source: { endpoint, projectName, logstoreName, shardId: shard.id, beginCursor, endCursor },
      jobName,
      taskId: [8, 12, 16, 20, 32].map((to, index, ends) => digits.slice(ends[index - 1] ?? 0, to)).join("-"),
      cursorTime: Math.floor(clock.now() / 1000),
    };
    return Buffer.from(JSON.stringify(event));
  }

  /** Throws `CloudError` when the trigger's role is missing or may not do what the trigger does. */
  function authorise() {
    const identity = context.ram.identityOfRole(trigger.invocationRole ?? "", "log.aliyuncs.com");
    const arnOf = ({ project = "", logstore = "" }) =>
      `acs:log:${region}:${accountId}:project/${project}/logstore/${logstore}`;
    for (const action of READING) context.ram.authorise(identity, action, arnOf(target));
    context.ram.authorise(identity, "log:ListLogStores", arnOf({ ...target, logstore: "*" }));
    const { project = "", logstore = "" } = config.logConfig ?? {};
    if (project !== "" && logstore !== "") {
      for (const action of WRITING) context.ram.authorise(identity, action, arnOf({ project, logstore }));
    }
    for (const arn of functionArns(context, functionName, trigger.qualifier)) {
      context.ram.authorise(identity, "fc:InvokeFunction", arn);
    }
  }

  async function deliver(shard: ShardView, batch: Batch): Promise<void> {
    const body = eventOf(shard, batch);
    for (let tries = 0; tries <= config.jobConfig.maxRetryTime; tries += 1) {
      if (closing.signal.aborted) return;
      const { qualifier } = trigger;
      const result = await serviceContext.perform({
        functionName,
        qualifier,
        body,
        asynchronous: false,
        requestId: serviceContext.newRequestId(),
      });
      if (result.headers["x-fc-error-type"] !== undefined) continue;
      serviceContext.places.set(placeOf(shard), batch.end);
      open.delete(shard.id);
      return;
    }
  }

  async function round(): Promise<void> {
    const due = (reader.shards(target) ?? []).flatMap((shard) => {
      const batch = batchOf(shard);
      return batch === undefined ? [] : [{ shard, batch }];
    });
    if (due.length === 0) return;
    authorise();
    await Promise.all(due.map(({ shard, batch }) => deliver(shard, batch)));
  }

  /** Whether a shard holds what the function has not dealt with: nobody need look every interval at what stays the same. */
  const isBehind = () => (reader.shards(target) ?? []).some((shard) => open.has(shard.id) || shard.end > nextOf(shard));

  async function run(time: Clock): Promise<void> {
    for (;;) {
      while (!isBehind()) await reader.more(closing.signal);
      await time.sleep(config.jobConfig.triggerInterval * 1000, closing.signal);
      await round().catch((error: unknown) => {
        if (!(error instanceof CloudError)) throw error;
        serviceContext.reportRefusal(functionName, `log trigger ${trigger.triggerName}`, error);
      });
    }
  }

  run(clock).catch((error: unknown) => {
    if (!closing.signal.aborted) throw error;
  });
  return () => closing.abort(new Error("The trigger was stopped."));
}

function projectOf(sourceArn: string): string | undefined {
  return /^acs:log:[^:]*:[^:]*:project\/([^/]+)$/.exec(sourceArn)?.[1];
}

function sha1(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}

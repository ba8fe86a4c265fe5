import { createHash } from "node:crypto";
import { pullLogs } from "../../platform/clients/pulledLogs.ts";
import { clock } from "../../platform/clock.ts";
import { AlbflowError, isTransient, reasonOf } from "../../platform/errors.ts";
import type { FcContext } from "../../platform/functionCompute.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { reasonText } from "../../platform/reasons/reasonText.ts";
import type { Session } from "../../platform/session.ts";
import type { Notice } from "../notify/notice.ts";
import type { NormalizedEvent, RequestServed } from "./events/normalizedEvent.ts";
import { type Refused, readEvents } from "./events/readEvents.ts";
import { type ErrorShare, shareCounter } from "./events/shareCounter.ts";
import type { EventRange } from "./logRange.ts";
import { noticeOfDeadLetters } from "./noticeOfEscalation.ts";
import type { KeepRecords } from "./records.ts";
import { type Answer, type ResponseContext, respondToEvents } from "./respondToEvents.ts";

/** What has become of events. */
export interface IngestResult {
  /** How many were read, those that were refused included. */
  events: number;
  /** The first of those that something was decided about. */
  answers: Answer[];
  /** Decisions to do nothing, repetitions among them. */
  ignored: number;
  refused: number;
}

/** What hearing of events takes. */
interface IngestContext {
  session: Session;
  responseContext: ResponseContext;
  keepRecords: KeepRecords;
  /** Is told what has come, whatever it says. Never throws. */
  delivered: (records: readonly unknown[]) => Promise<void>;
  /** The deployment's own logstore. */
  store: { project: string; logstore: string };
  enqueueNotices: (notice: Notice) => Promise<void>;
  logger: FcContext["logger"];
}

/**
 * Answers a range of a logstore, read part by part: memory holds one part and the counts of some windows, whatever the
 * range holds. Entries that nobody understands are kept as dead letters and stop nothing. Throws `AlbflowError`: Transient
 * and Denied, so that the same range comes again; InvalidInput for the logstore that this function writes to.
 */
export async function answerLogs(range: EventRange, ingestContext: IngestContext): Promise<IngestResult> {
  const source = `${range.project}/${range.logstore}`;
  const { store } = ingestContext;
  if (source === `${store.project}/${store.logstore}`) {
    throw new AlbflowError("InvalidInput", reason("log-trigger-at-itself", { source }));
  }
  const ingested = newIngestResult();
  let counter = shareCounter(WINDOW_MS);
  try {
    for await (const { entries, unreadable, cursor } of pullLogs(ingestContext.session, range)) {
      const { events, refused } = readEvents(entries);
      await ingestContext.delivered(entries);
      counter.add(events.filter((event) => event.kind === "requestServed") as RequestServed[]);
      if (unreadable > 0) refused.push(unreadableBefore(cursor, unreadable));
      await ingest(events, refused, source, ingestContext, ingested);
      if (counter.size() <= MOST_WINDOWS) continue;
      await ingest(counter.shares(), [], source, ingestContext, ingested);
      counter = shareCounter(WINDOW_MS);
    }
  } catch (error) {
    // What may pass, and what a person can put right, is tried again; what never will be read must not stop the shard.
    const kind = error instanceof AlbflowError ? error.kind : undefined;
    if (isTransient(error) || kind === "Denied" || kind === undefined) throw error;
    await ingest([], [unreadableRange(range, error)], source, ingestContext, ingested);
  }
  await ingest(counter.shares(), [], source, ingestContext, ingested);
  return ingested;
}

/**
 * Answers one event, or a list of them. Throws `AlbflowError` InvalidInput when none of it is understood, after it was
 * kept as dead letters.
 */
export async function answerEvents(payload: unknown, ingestContext: IngestContext): Promise<IngestResult> {
  // An empty list tells nothing, like anything else that is no event.
  const records = Array.isArray(payload) && payload.length > 0 ? (payload as unknown[]) : [payload];
  const { events, refused } = readEvents(records);
  await ingestContext.delivered(records);
  const ingested = newIngestResult();
  const counter = shareCounter(WINDOW_MS);
  counter.add(events.filter((event) => event.kind === "requestServed") as RequestServed[]);
  await ingest([...events, ...counter.shares()], refused, "events", ingestContext, ingested);
  ingested.events = records.length;
  if (events.length === 0) {
    throw new AlbflowError("InvalidInput", reason("events-refused", { first: refused[0]?.reason ?? null }));
  }
  return ingested;
}

/** Errors are counted in windows of this length. */
const WINDOW_MS = 60_000;
/** A few hundred bytes each: a log that is out of order, or made up, must not fill the memory. */
const MOST_WINDOWS = 2_000;
const MOST_ANSWERS = 100;

function newIngestResult(): IngestResult {
  return { events: 0, answers: [], ignored: 0, refused: 0 };
}

async function ingest(
  events: (NormalizedEvent | ErrorShare)[],
  refused: Refused[],
  source: string,
  { responseContext, keepRecords, enqueueNotices, logger }: IngestContext,
  ingested: IngestResult,
): Promise<void> {
  ingested.events += events.filter(({ kind }) => kind !== "errorShare").length + refused.length;
  const answers = await respondToEvents(events, responseContext);
  const decided = onceEach(answers.filter(({ act }) => act !== "ignore"));
  ingested.ignored += answers.length - decided.length;
  // Fields of a log are texts.
  const recordOf = ({ reason: why, ...one }: Answer | Refused): Record<string, string> => ({
    ...one,
    reason: JSON.stringify(why),
    source,
  });
  ingested.answers.push(...decided.slice(0, MOST_ANSWERS - ingested.answers.length));
  for (const { reason: why } of decided) logger.info(reasonText(why));
  await keepRecords("albflow_remediation", decided.map(recordOf));
  if (refused.length === 0) return;
  ingested.refused += refused.length;
  await keepRecords("albflow_dead_letter", refused.map(recordOf));
  for (const { reason: why, digest } of refused.slice(0, 10))
    logger.error(`Dead letter ${digest} from ${source}: ${reasonText(why)}`);
  const last = refused.at(-1);
  if (last !== undefined) {
    await enqueueNotices(noticeOfDeadLetters(source, last.reason, refused.length, clock.now()));
  }
}

/** A fault that is only observed would be told once for every event of it. */
function onceEach(answers: Answer[]): Answer[] {
  return [...new Map(answers.map((one) => [`${one.rule} ${one.resource} ${one.act} ${one.execution}`, one])).values()];
}

function unreadableBefore(cursor: string, groups: number): Refused {
  const payload = `${groups} groups of entries before the cursor ${cursor}`;
  return { reason: reason("entries-unreadable"), payload, digest: digestOf(payload) };
}

function unreadableRange(range: EventRange, error: unknown): Refused {
  const payload = JSON.stringify(range);
  return {
    reason: reason("range-unreadable", { cause: reasonOf(error) }),
    payload,
    digest: digestOf(payload),
  };
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

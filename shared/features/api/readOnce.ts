import { randomUUID } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { flowNameOf, KEEP, LOCK } from "../../core/flowDefinition.ts";
import type { CloudFlowClient, ExecutionRow } from "../../platform/clients/cloudFlow.ts";
import { clock } from "../../platform/clock.ts";
import { AlbflowError } from "../../platform/errors.ts";

/** What was read, and when, in milliseconds since 1970. */
interface Reading<Value> {
  value: Value;
  at: number;
}

/**
 * Lists something of CloudFlow once for all instances of the API's function: each answers one request at a time, so that twenty people
 * at the page are twenty instances, and CloudFlow lists twice a second for the whole account (cloudflow.md §8.4). Of those
 * who ask in the same twenty seconds one lists, and keeps what it has found where the others read it
 * (docs/decisions/one-listing-for-all-viewers.md). None is older than `since`, which is when this instance has last done
 * something; who finds no other's lists by itself.
 */
export async function readOnce<Value>(
  cloudFlow: CloudFlowClient,
  prefix: string,
  { question, since, list }: { question: string; since: number; list: () => Promise<Value> },
): Promise<Reading<Value>> {
  const own = async (): Promise<Reading<Value>> => {
    const at = clock.now();
    return { value: await list(), at };
  };
  const slot = Math.floor(clock.now() / SLOT_MS);
  if (slot * SLOT_MS <= since) return own();
  const [claims, kept] = [flowNameOf(prefix, LOCK.name), flowNameOf(prefix, KEEP.name)];
  const name = `list-${question}-${slot}`;
  const by = randomUUID();
  const claimed = await claim(cloudFlow, claims, name, by);
  if (claimed === "mine") {
    try {
      const reading = await own();
      await keep(cloudFlow, kept, name, reading);
      return reading;
    } finally {
      await cloudFlow.stop(claims, name, "It is listed.");
    }
  }
  // It is answered as soon as whoever lists has done so.
  if (claimed === "another's") await cloudFlow.describe(claims, name, LONGEST_WAIT_SECONDS);
  return (await readKept<Value>(cloudFlow, kept, name)) ?? own();
}

/** Shorter than what instances remember by themselves when they have listed. */
const SLOT_MS = 20_000;
/** Twenty lists at two a second take ten. */
const LONGEST_WAIT_SECONDS = 20;

/** Whose it is to list: of an execution's name only one runs, and who starts it again is given that one. */
async function claim(
  cloudFlow: CloudFlowClient,
  FlowName: string,
  ExecutionName: string,
  by: string,
): Promise<"mine" | "another's" | "done"> {
  try {
    const Input = JSON.stringify({ flow: FlowName, execution: ExecutionName, by });
    const started = (await cloudFlow.call("StartExecution", {
      FlowName,
      ExecutionName,
      Input,
    })) as Partial<ExecutionRow>;
    return (JSON.parse(started.Input ?? "{}") as { by?: string }).by === by ? "mine" : "another's";
  } catch (error) {
    if (error instanceof AlbflowError && error.code === "ExecutionAlreadyExists") return "done";
    throw error;
  }
}

/** What cannot be kept is not shared, and nothing else. */
async function keep(
  cloudFlow: CloudFlowClient,
  flow: string,
  name: string,
  { value, at }: Reading<unknown>,
): Promise<void> {
  const text = gzipSync(JSON.stringify(value)).toString("base64");
  const count = Math.ceil(text.length / PART_CHARACTERS);
  if (count > MOST_PARTS) return;
  for (let part = count - 1; part >= 0; part -= 1) {
    const own = text.slice(part * PART_CHARACTERS, (part + 1) * PART_CHARACTERS);
    await cloudFlow.start(flow, `${name}-${part}`, { at, count, part: own });
  }
}

/** A state holds 64 KiB (cloudflow.md §4). */
const PART_CHARACTERS = 40_000;
/** Describing is done five times a second, for everybody. */
const MOST_PARTS = 3;

async function readKept<Value>(
  cloudFlow: CloudFlowClient,
  flow: string,
  name: string,
): Promise<Reading<Value> | undefined> {
  let text = "";
  let listed = 0;
  for (let part = 0, count = 1; part < count; part += 1) {
    const row = await cloudFlow.describe(flow, `${name}-${part}`).catch((error: unknown) => {
      if (error instanceof AlbflowError && error.kind === "NotFound") return undefined;
      throw error;
    });
    if (row === undefined) return undefined;
    const { part: own, ...kept } = partIn(row.Input);
    text += own;
    count = Math.min(kept.count, MOST_PARTS);
    listed = kept.at;
  }
  const value = unpacked<Value>(text);
  return value === undefined ? undefined : { value, at: listed };
}

/** A part as it was kept; one of a version that kept it otherwise is empty. */
function partIn(input: string): { at: number; count: number; part: string } {
  const { at = 0, count = 0, part = "" } = JSON.parse(input) as { at?: number; count?: number; part?: string };
  return { at, count, part };
}

/** Undefined when it is something else than what was packed here: then it is listed anew. */
function unpacked<Value>(text: string): Value | undefined {
  try {
    return JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString("utf8")) as Value;
  } catch {
    return undefined;
  }
}

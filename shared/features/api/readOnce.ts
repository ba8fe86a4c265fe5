import { createHash, randomUUID } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { flowNameOf, KEEP, LOCK } from "../../core/flowDefinition.ts";
import type { CloudFlowClient, ExecutionRow } from "../../platform/clients/cloudFlow.ts";
import { clock } from "../../platform/clock.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { openToken, signToken } from "../../platform/signedToken.ts";

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
 * something; who finds no other's lists by itself. What is kept is signed with `key`, which is `secretFor(…, "listings")`:
 * whoever else starts executions of that flow can write anything there, and is not believed.
 */
export async function readOnce<Value>(
  cloudFlow: CloudFlowClient,
  prefix: string,
  { question, since, key, list }: { question: string; since: number; key: Buffer; list: () => Promise<Value> },
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
      await keep(cloudFlow, kept, name, reading, key);
      return reading;
    } finally {
      await cloudFlow.stop(claims, name, "It is listed.");
    }
  }
  // It is answered as soon as whoever lists has done so.
  if (claimed === "another's") await cloudFlow.describe(claims, name, LONGEST_WAIT_SECONDS);
  return (await readKept<Value>(cloudFlow, kept, name, key)) ?? own();
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
  key: Buffer,
): Promise<void> {
  const text = gzipSync(JSON.stringify(value)).toString("base64");
  const count = Math.ceil(text.length / PART_CHARACTERS);
  if (count > MOST_PARTS) return;
  for (let part = count - 1; part >= 0; part -= 1) {
    const own = text.slice(part * PART_CHARACTERS, (part + 1) * PART_CHARACTERS);
    const execution = `${name}-${part}`;
    await cloudFlow.start(flow, execution, { part: own, signed: signToken(key, signedOf(execution, own, at, count)) });
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
  key: Buffer,
): Promise<Reading<Value> | undefined> {
  let text = "";
  let listed = 0;
  for (let part = 0, count = 1; part < count; part += 1) {
    const execution = `${name}-${part}`;
    const row = await cloudFlow.describe(flow, execution).catch((error: unknown) => {
      if (error instanceof AlbflowError && error.kind === "NotFound") return undefined;
      throw error;
    });
    const kept = row === undefined ? undefined : partIn(execution, row.Input, key);
    if (kept === undefined) return undefined;
    text += kept.part;
    count = kept.count;
    listed = kept.at;
  }
  const value = unpacked<Value>(text);
  return value === undefined ? undefined : { value, at: listed };
}

/** What is signed of a part: it is this part of this listing, as it was then. */
function signedOf(execution: string, part: string, at: number, count: number) {
  return { kind: "listing", execution, at, count, part: createHash("sha256").update(part).digest("base64url") };
}

/** A part as albflow has kept it; undefined when somebody else has, or a version that kept it otherwise. */
function partIn(
  execution: string,
  input: string,
  key: Buffer,
): { at: number; count: number; part: string } | undefined {
  const { part, signed } = (jsonIn(input) ?? {}) as { part?: unknown; signed?: unknown };
  const { at, count } = openToken(key, String(signed)) ?? {};
  if (typeof part !== "string" || typeof at !== "number" || typeof count !== "number") return undefined;
  const isGenuine = String(signed) === signToken(key, signedOf(execution, part, at, count));
  return isGenuine ? { at, count, part } : undefined;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Undefined when it cannot be read: then it is listed anew. */
function unpacked<Value>(text: string): Value | undefined {
  try {
    return jsonIn(gunzipSync(Buffer.from(text, "base64")).toString("utf8")) as Value | undefined;
  } catch {
    return undefined;
  }
}

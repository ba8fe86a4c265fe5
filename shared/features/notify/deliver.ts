import type { MessageMaker } from "../../core/messages/messagesIn.ts";
import { clock } from "../../platform/clock.ts";
import { AlbflowError, isTransient } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { retry } from "../../platform/retry.ts";
import type { Channel } from "./channel.ts";
import type { SaidNotice } from "./saidNotice.ts";

/** What became of a notice on each channel. */
export interface Delivery {
  delivered: string[];
  failed: { channel: string; reason: Reason }[];
}

/**
 * Sends a notice to every channel, or to those that are named in `only`, each on its own: one that fails does not keep
 * the others from it. A fault that may pass is tried three times; but a robot that turns notices away as too many is left
 * alone for a while, and the next notice that it takes tells what it has missed (real-cloud.md CR22). Never throws;
 * `failed` names whom to try again.
 */
export async function deliver(
  channels: Channel[],
  notice: SaidNotice,
  { only, messages }: { only?: string[]; messages: MessageMaker },
): Promise<Delivery> {
  const wanted = channels.filter(({ name }) => only === undefined || only.includes(name));
  const outcomes = await Promise.all(
    wanted.map(async (channel) => ({ channel: channel.name, reason: await trySending(channel, notice, messages) })),
  );
  return {
    delivered: outcomes.filter(({ reason }) => reason === undefined).map(({ channel }) => channel),
    failed: outcomes.flatMap(({ channel, reason }) => (reason === undefined ? [] : [{ channel, reason }])),
  };
}

/** Robots count by the minute; who goes on all the same is barred for ten. */
const LEFT_ALONE_MS = 60_000;
/** What each channel has turned away, and until when it is left alone. Of one instance of the function. */
const turnedAway = new Map<string, { until: number; missed: string[] }>();
const MOST_NAMED = 5;

function withMissed(notice: SaidNotice, missed: string[], messages: MessageMaker): SaidNotice {
  const titles = missed.slice(0, MOST_NAMED);
  const sentence = reason("notices-missed", { count: missed.length, titles, more: missed.length - titles.length });
  return { ...notice, sentences: [...notice.sentences, messages.sentences(sentence)] };
}

const PACING = { firstMs: 1_000, longestMs: 2_000, attempts: () => 3 };

/** Undefined when it was sent, else why it was not. */
async function trySending(channel: Channel, notice: SaidNotice, messages: MessageMaker): Promise<Reason | undefined> {
  const { name } = channel;
  const pending = turnedAway.get(name);
  if (pending !== undefined && clock.now() < pending.until) {
    pending.missed.push(notice.title);
    return reason("channel-takes-no-more", { channel: name });
  }
  try {
    const whole = pending === undefined ? notice : withMissed(notice, pending.missed, messages);
    const isWorthIt = (error: AlbflowError) => isTransient(error) && error.kind !== "Throttled";
    await retry(() => channel.send(whole), isWorthIt, { ...PACING, name });
    turnedAway.delete(name);
    return undefined;
  } catch (error) {
    if (error instanceof AlbflowError && error.kind === "Throttled") {
      turnedAway.set(name, { until: clock.now() + LEFT_ALONE_MS, missed: [...(pending?.missed ?? []), notice.title] });
    }
    // Any other error is a mistake of ours, and may quote an address.
    return error instanceof AlbflowError ? error.reason : reason("channel-unusable", { channel: channel.name });
  }
}

import { clock } from "../../platform/clock.ts";
import { AlbflowError, isTransient } from "../../platform/errors.ts";
import { retry } from "../../platform/retry.ts";
import type { Channel } from "./channel.ts";
import type { Notice } from "./notice.ts";

/** What became of a notice on each channel. */
export interface Delivery {
  delivered: string[];
  failed: { channel: string; message: string }[];
}

/**
 * Sends a notice to every channel, or to those that are named in `only`, each on its own: one that fails does not keep
 * the others from it. A fault that may pass is tried three times; but a robot that turns notices away as too many is left
 * alone for a while, and the next notice that it takes tells what it has missed (real-cloud.md CR22). Never throws;
 * `failed` names whom to try again.
 */
export async function deliver(channels: Channel[], notice: Notice, only?: string[]): Promise<Delivery> {
  const wanted = channels.filter(({ name }) => only === undefined || only.includes(name));
  const outcomes = await Promise.all(
    wanted.map(async (channel) => ({ channel: channel.name, message: await trySending(channel, notice) })),
  );
  return {
    delivered: outcomes.filter(({ message }) => message === "").map(({ channel }) => channel),
    failed: outcomes.filter(({ message }) => message !== ""),
  };
}

/** Robots count by the minute; who goes on all the same is barred for ten. */
const LEFT_ALONE_MS = 60_000;
/** What each channel has turned away, and until when it is left alone. Of one instance of the function. */
const turnedAway = new Map<string, { until: number; missed: string[] }>();
const MOST_NAMED = 5;

function withMissed(notice: Notice, missed: string[]): Notice {
  const titles = missed.slice(0, MOST_NAMED).join("; ");
  const more = missed.length > MOST_NAMED ? `; and ${missed.length - MOST_NAMED} more` : "";
  const sentence = `${missed.length === 1 ? "One notice was" : `${missed.length} notices were`} not told here, as there were too many at once: ${titles}${more}.`;
  return { ...notice, sentences: [...notice.sentences, sentence] };
}

const PACING = { firstMs: 1_000, longestMs: 2_000, attempts: () => 3 };

/** Empty when it was sent, else why it was not. */
async function trySending(channel: Channel, notice: Notice): Promise<string> {
  const { name } = channel;
  const pending = turnedAway.get(name);
  if (pending !== undefined && clock.now() < pending.until) {
    pending.missed.push(notice.title);
    return `${name} takes no more for a while; the next notice that it takes tells of this one.`;
  }
  try {
    const whole = pending === undefined ? notice : withMissed(notice, pending.missed);
    const isWorthIt = (error: AlbflowError) => isTransient(error) && error.kind !== "Throttled";
    await retry(() => channel.send(whole), isWorthIt, { ...PACING, name });
    turnedAway.delete(name);
    return "";
  } catch (error) {
    if (error instanceof AlbflowError && error.kind === "Throttled") {
      turnedAway.set(name, { until: clock.now() + LEFT_ALONE_MS, missed: [...(pending?.missed ?? []), notice.title] });
    }
    // Any other error is a mistake of ours, and may quote an address.
    return error instanceof AlbflowError ? error.message : `${channel.name} could not be used.`;
  }
}

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
 * the others from it. A fault that may pass is tried three times. Never throws; `failed` names whom to try again.
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

const PACING = { firstMs: 1_000, longestMs: 2_000, attempts: () => 3 };

/** Empty when it was sent, else why it was not. */
async function trySending(channel: Channel, notice: Notice): Promise<string> {
  try {
    await retry(() => channel.send(notice), isTransient, { ...PACING, name: channel.name });
    return "";
  } catch (error) {
    // Any other error is a mistake of ours, and may quote an address.
    return error instanceof AlbflowError ? error.message : `${channel.name} could not be used.`;
  }
}

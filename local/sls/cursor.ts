import { CloudError } from "../wire/cloudError.ts";
import type { Shard } from "./state.ts";

/**
 * A cursor is a place between two log groups of a shard: base64 of a decimal number in the order of nanoseconds since
 * 1970, as in the documented samples (alb.md §10.3). Ours counts groups from the shard's creation.
 */
export function encodeCursor(shard: Shard, sequence: number): string {
  return Buffer.from(String(base(shard) + BigInt(sequence))).toString("base64");
}

/**
 * The sequence number of the group that a cursor points at; the end of the shard is one past the last. A cursor to
 * groups that are no longer kept moves to the oldest kept one. Throws `CloudError` InvalidCursor for anything else.
 */
export function decodeCursor(shard: Shard, cursor: string): number {
  const digits = Buffer.from(cursor, "base64").toString("latin1");
  const sequence = /^\d{1,20}$/.test(digits) ? Number(BigInt(digits) - base(shard)) : -1;
  if (sequence < 0 || sequence > endOf(shard)) {
    throw new CloudError(400, "InvalidCursor", `The cursor ${cursor} is invalid.`);
  }
  return Math.max(sequence, shard.first);
}

/** The sequence number that the next group will get. */
export function endOf(shard: Shard): number {
  return shard.first + shard.groups.length;
}

/** Where to start reading: `begin`, `end`, or the first group received at or after a time in seconds. */
export function sequenceFrom(shard: Shard, from: string): number {
  if (from === "begin") return shard.first;
  if (from === "end") return endOf(shard);
  if (!/^\d{1,12}$/.test(from)) {
    throw new CloudError(400, "ParameterInvalid", `The parameter from is neither begin, end nor a time: ${from}.`);
  }
  const index = shard.groups.findIndex(({ receivedAt }) => receivedAt >= Number(from) * 1000);
  return index < 0 ? endOf(shard) : shard.first + index;
}

/** Seconds since 1970 at which the group behind a cursor arrived; for the end of the shard, `now`. */
export function cursorTime(shard: Shard, sequence: number, now: number): number {
  return Math.floor((shard.groups[sequence - shard.first]?.receivedAt ?? now) / 1000);
}

function base(shard: Shard): bigint {
  return BigInt(shard.createdAt) * 1_000_000n;
}

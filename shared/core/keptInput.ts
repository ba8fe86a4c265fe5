import type { CloudFlowClient } from "../platform/clients/cloudFlow.ts";
import { jsonBytes } from "../platform/shortened.ts";
import { keepText, readKeptText } from "./keptText.ts";

/**
 * An operation's input as an execution can be started with it. A snapshot of a listener with a hundred rules is too large
 * (64 KiB, cloudflow.md §4): it is kept in CloudFlow, and stands there under the names in `kept`.
 */
export async function keptInput(
  cloudFlow: Pick<CloudFlowClient, "start">,
  input: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  if (jsonBytes(input) <= CARRIED_BYTES) return input;
  const short = Object.entries(input).filter(([, value]) => jsonBytes(value) <= SHORT_BYTES);
  return { ...Object.fromEntries(short), kept: await keepText(cloudFlow, JSON.stringify(input)) };
}

/** The input in full. Throws `AlbflowError` when what is kept cannot be read. */
export async function wholeInput(cloudFlow: Pick<CloudFlowClient, "describe">, input: unknown): Promise<unknown> {
  const { kept, ...rest } = (input ?? {}) as Record<string, unknown>;
  if (!Array.isArray(kept) || !kept.every((name) => typeof name === "string")) return input;
  return { ...(JSON.parse(await readKeptText(cloudFlow, kept)) as object), ...rest };
}

const CARRIED_BYTES = 24 * 1024;
const SHORT_BYTES = 500;

import { createHash } from "node:crypto";
import type { CloudFlowClient } from "../platform/clients/cloudFlow.ts";
import { AlbflowError } from "../platform/errors.ts";
import { reason } from "../platform/reasons/reason.ts";
import { flowNameOf, KEEP, prefix } from "./flowDefinition.ts";

/** Keeps a text of any length. CloudFlow is the store: each part is the input of an execution that ends at once. */
export async function keepText(cloudFlow: Pick<CloudFlowClient, "start">, text: string): Promise<string[]> {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 40);
  const names: string[] = [];
  for (let start = 0; start < text.length; start += PART_CHARACTERS) {
    const name = `kept-${hash}-${names.length + 1}`;
    // The name says what is in it: a part that was kept before is the same.
    await cloudFlow.start(flowNameOf(prefix(), KEEP.name), name, { part: text.slice(start, start + PART_CHARACTERS) });
    names.push(name);
  }
  return names;
}

/** The text that was kept under these names. Throws `AlbflowError`, Failed when it is not what was kept. */
export async function readKeptText(cloudFlow: Pick<CloudFlowClient, "describe">, names: string[]): Promise<string> {
  const parts: string[] = [];
  for (const name of names) {
    const { Input } = await cloudFlow.describe(flowNameOf(prefix(), KEEP.name), name);
    parts.push((JSON.parse(Input) as { part: string }).part);
  }
  const text = parts.join("");
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 40);
  if (names[0]?.startsWith(`kept-${hash}-`)) return text;
  throw new AlbflowError("Failed", reason("kept-text-changed", { execution: names[0] ?? "" }));
}

/** A state holds 64 KiB (cloudflow.md §4), of which we use 48 at most. */
const PART_CHARACTERS = 40_000;

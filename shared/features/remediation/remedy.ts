import * as z from "zod";
import { signOrigin } from "../../core/origin.ts";
import { isReason, type Reason, reason } from "../../platform/reasons/reason.ts";
import { inShape, misshapen } from "./events/shape.ts";

/** What an execution of the flow `remediate` is started with: an operation to run, or a person to ask. */
const remedySchema = z.strictObject({
  act: z.enum(["remedy", "escalate"]),
  /** Name of the rule. */
  rule: z.string(),
  /** What it is about, as the guards know it: `lsn-1`. */
  resource: z.string(),
  eventId: z.string(),
  /** What has happened, and why this is the answer. */
  reason: z.unknown(),
  /** Empty when a person is asked. */
  operation: z.string(),
  input: z.record(z.string(), z.unknown()),
  /** Who has agreed beforehand. */
  agreedBy: z.array(z.string()),
});

/** In a flow it has more than that: where it stands. */
const remedyState = z.looseObject(remedySchema.shape);

export type Remedy = Omit<z.output<typeof remedySchema>, "reason"> & { reason: Reason };

/** The remedy that a flow passes on. Throws `AlbflowError` InvalidInput when it is none. */
export function remedyOf(value: unknown): Remedy | RemedyState {
  const remedy = inShape("remedy", remedyState, value);
  if (!isReason(remedy.reason)) throw misshapen("remedy", "reason", reason("value-unfit"));
  return remedy as unknown as Remedy | RemedyState;
}

/** A remedy as the input of its execution, with the sign by which it is known as remediation's own. */
export function signedRemedy(key: Buffer, execution: string, remedy: Remedy): Remedy & { origin: string } {
  const origin = signOrigin(key, { part: "remediation", operation: REMEDIATE, execution, situation: "" });
  return { ...remedy, origin };
}

/** Where a remedy stands, for its flow; every field is always there (cloudflow.md A6). */
export interface RemedyState extends Remedy {
  /** `handedOver`: another execution of the flow goes on with it. */
  state: "waiting" | "done" | "reported" | "failed" | "handedOver";
  /** Of the operation: the name of the execution that began with the remedy. */
  execution: string;
  /** How it has ended, or what it waits for. */
  outcome: Reason;
  polls: number;
  /** Until the next read. */
  pauseSeconds: number;
}

/** The flow of remedies and escalations. */
export const REMEDIATE = "remediate";

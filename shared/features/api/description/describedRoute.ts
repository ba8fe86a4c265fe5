import * as z from "zod";
import { LONGEST_REASON } from "../../../core/stopping.ts";
import type { ANSWERS } from "./answers.ts";

/** A kind of request, but for those that run operations: these follow from the operations. */
export interface DescribedRoute {
  operationId: string;
  method: "get" | "post";
  path: string;
  tag: string;
  summary: string;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: { schema: z.ZodType; required: boolean };
  answers: Record<number, { description: string; schema?: keyof typeof ANSWERS; type?: string }>;
  open?: boolean;
}

/** `?plan`. */
export const plan = z.boolean().optional().describe("Only say what would be done");

/** Names the execution that a request starts. */
export const idempotencyKey = z.object({
  "Idempotency-Key": z
    .string()
    .regex(/^"?[\w-]{1,127}"?$/)
    .optional()
    .describe("Names the execution: the same request again is the same execution"),
});

/** Why somebody stops what they name. */
export const stopReason = (what: "execution" | "run") =>
  z.string().regex(/\S/).min(1).max(LONGEST_REASON).describe(`Why; everybody who sees the ${what} reads it`);

/** What every list takes that is not long by nature. */
export const pageQuery = {
  limit: z.int().min(1).max(1_000).optional().describe("At most so many; all unless given"),
  cursor: z.string().max(1_024).optional().describe("`nextCursor` of the page before"),
};

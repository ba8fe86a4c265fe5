import * as z from "zod";
import { commonInput, listenerId } from "../../../core/operationInput.ts";
import { OUTCOMES } from "../executionFilter.ts";
import { type DescribedRoute, idempotencyKey, pageQuery, plan, stopReason } from "./describedRoute.ts";

/** Requests about executions: list, read, follow, stop and undo them. `operation` is the filter that they have in common. */
export function executionRoutes(operation: z.ZodType): DescribedRoute[] {
  const ofExecution = z.strictObject({ operation });
  const started = { 202: { description: "It is under way; Location says where.", schema: "Started" as const } };
  return [
    {
      operationId: "listExecutions",
      method: "get",
      path: "/executions",
      tag: "executions",
      summary: "List executions, the latest first.",
      query: z.strictObject({
        operation,
        listenerId: listenerId.optional(),
        status: z.enum(["Starting", "Running", "Stopped", "Succeeded", "Failed", "TimedOut"]).optional(),
        outcome: z.enum(OUTCOMES).optional().describe("How it stands or has ended"),
        requestedBy: z.string().max(128).optional().describe("Who has asked for it"),
        resource: z.string().max(128).optional().describe("Id of anything that it was given or has touched"),
        since: time.optional().describe("Started then or later"),
        until: time.optional().describe("Started then or before"),
        limit: z.int().min(1).max(99).optional().describe("At most so many; 20 unless given"),
        cursor: z.string().max(1_024).optional().describe("`nextCursor` of the page before"),
      }),
      answers: { 200: { description: "Those that you may see.", schema: "Executions" } },
    },
    {
      operationId: "describeExecution",
      method: "get",
      path: "/executions/{name}",
      tag: "executions",
      summary: "Show everything about one execution: its plan, its history and the evidence.",
      query: z.strictObject({
        operation,
        after: z
          .int()
          .min(0)
          .max(999_999)
          .optional()
          .describe("Wait for something to happen after this event, the `lastEvent` of an earlier answer, for 20 s"),
        visit: z
          .int()
          .min(1)
          .max(9_999)
          .optional()
          .describe("Also tell what a state was given and what it gave, as `visit`, by its place in `history`, from 1"),
      }),
      answers: { 200: { description: "The execution.", schema: "Execution" } },
    },
    {
      operationId: "listChannels",
      method: "get",
      path: "/channels",
      tag: "executions",
      summary: "Show when each event channel last delivered something, to within six hours.",
      query: z.strictObject(pageQuery),
      answers: {
        200: {
          description: "The channels; `lastDeliveredAt` and `ageSeconds` are null after a week of silence.",
          schema: "Channels",
        },
      },
    },
    {
      operationId: "describeRound",
      method: "get",
      path: "/rounds/{name}",
      tag: "executions",
      summary: "Show what a round of renewal has found and done.",
      answers: { 200: { description: "The round, and its report once it has ended." } },
    },
    {
      operationId: "followExecution",
      method: "get",
      path: "/executions/{name}/events",
      tag: "executions",
      summary:
        "Follow an execution by server-sent events. Each answer ends after at most 20 s: come again with Last-Event-ID.",
      query: ofExecution,
      headers: z.object({
        "Last-Event-ID": z
          .string()
          .regex(/^\d{1,9}$/)
          .optional()
          .describe("The last event that you have seen"),
      }),
      answers: {
        200: { description: "What is new.", type: "text/event-stream" },
        204: { description: "Everything is told." },
      },
    },
    {
      operationId: "stopExecution",
      method: "post",
      path: "/executions/{name}/stop",
      tag: "executions",
      summary: "Cancel an execution and roll back what it has changed, or leave the changes as they are, unverified.",
      query: ofExecution,
      body: {
        schema: z.strictObject({
          reason: stopReason("execution"),
          leave: z
            .boolean()
            .default(false)
            .describe("Leave what it has changed as it is: not verified, and watched by nobody"),
        }),
        required: true,
      },
      answers: {
        202: { description: "It has ended; Location says what takes it back, or tells what stays.", schema: "Stopped" },
      },
    },
    {
      operationId: "undoExecution",
      method: "post",
      path: "/executions/{name}/undo",
      tag: "executions",
      summary: "Undo what an execution changed. What others have changed since then stays.",
      query: z.strictObject({ operation, plan }),
      headers: idempotencyKey,
      body: { schema: z.strictObject(commonInput.pick({ reason: true, ticket: true }).shape), required: false },
      answers: { 200: { description: "What would be done.", schema: "Verdict" }, ...started },
    },
  ];
}

/** RFC 3339 in UTC. A format is checked by nobody; a pattern is. */
const time = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?Z$/);

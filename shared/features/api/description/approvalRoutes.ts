import * as z from "zod";
import { type DescribedRoute, pageQuery } from "./describedRoute.ts";

/** Requests about plans that wait for an approval. `operation` is the filter that they have in common. */
export function approvalRoutes(operation: z.ZodType): DescribedRoute[] {
  return [
    {
      operationId: "listApprovals",
      method: "get",
      path: "/approvals",
      tag: "approvals",
      summary: "List the plans that wait for approval, the newest first.",
      query: z.strictObject({ operation, ...pageQuery }),
      answers: { 200: { description: "Those that you may see.", schema: "Approvals" } },
    },
    {
      operationId: "describeApproval",
      method: "get",
      path: "/approvals/{token}",
      tag: "approvals",
      summary: "Show the plan that a link leads to.",
      answers: { 200: { description: "The plan.", schema: "Approval" } },
    },
    {
      operationId: "answerApproval",
      method: "post",
      path: "/approvals/{token}",
      tag: "approvals",
      summary: "Approve or deny that plan.",
      body: {
        schema: z.strictObject({
          decision: z.enum(["agree", "deny"]),
          reason: reason.default("").describe("Why; a denial needs it"),
        }),
        required: true,
      },
      answers: { 202: { description: "Your word is taken.", schema: "Answered" } },
    },
  ];
}

const reason = z.string().max(2_000);

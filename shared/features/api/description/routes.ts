import * as z from "zod";
import { commonInput, listenerId, placeInput } from "../../../core/operation.ts";
import { LONGEST_REASON } from "../../../core/stopping.ts";
import { OUTCOMES } from "../executionFilter.ts";
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

export const idempotencyKey = z.object({
  "Idempotency-Key": z
    .string()
    .regex(/^"?[\w-]{1,127}"?$/)
    .optional()
    .describe("Names the execution: the same request again is the same execution"),
});

/** Every kind of request that is no operation's; `names` are the operations'. */
export function describedRoutes(names: [string, ...string[]]): DescribedRoute[] {
  const operation = z.enum(names).optional().describe("Name of the operation; any of them unless given");
  const ofExecution = z.strictObject({ operation });
  const started = { 202: { description: "It is under way; Location says where.", schema: "Started" as const } };
  return [
    {
      operationId: "health",
      method: "get",
      path: "/health",
      tag: "service",
      summary: "Tell that requests arrive.",
      open: true,
      answers: { 200: { description: "They do.", schema: "Health" } },
    },
    {
      operationId: "openApi",
      method: "get",
      path: "/openapi.json",
      tag: "service",
      summary: "Give this document.",
      open: true,
      answers: { 200: { description: "OpenAPI 3.1." } },
    },
    {
      operationId: "listListeners",
      method: "get",
      path: "/listeners",
      tag: "inventory",
      summary: "List listeners with their certificates and warnings.",
      query: z.strictObject({
        regions,
        accounts,
        loadBalancerIds: z
          .array(z.string().regex(/^alb-[\w*-]{1,64}$/))
          .max(100)
          .optional()
          .describe("Ids of the instances to look at, with commas between them; all unless given"),
        listenerIds: z
          .array(listenerId)
          .max(100)
          .optional()
          .describe("Ids of the listeners to look at, with commas between them; all unless given"),
        domain: z
          .string()
          .min(1)
          .max(253)
          .optional()
          .describe("Only those that serve this domain, in all accounts and regions unless some are given"),
        certificates: z.boolean().optional().describe("Whether to read their certificates; true unless given"),
        health: z.boolean().optional().describe("Whether to read the health of their servers; false unless given"),
        ...paged,
      }),
      answers: { 200: { description: "Those that you may see.", schema: "Listeners" } },
    },
    {
      operationId: "describeListener",
      method: "get",
      path: "/listeners/{id}",
      tag: "inventory",
      summary: "Tell everything about one listener, what clients are really served included.",
      query: z.strictObject({
        ...placeInput,
        probe: z.boolean().optional().describe("Whether to look at what clients are served; true unless given"),
      }),
      answers: { 200: { description: "The listener.", schema: "Listener" } },
    },
    {
      operationId: "listCertificates",
      method: "get",
      path: "/certificates",
      tag: "inventory",
      summary: "List the certificates that listeners hold, the next to expire first.",
      query: z.strictObject({ regions, accounts, ...paged }),
      answers: { 200: { description: "Those of listeners that you may see.", schema: "Certificates" } },
    },
    ...RESOURCE_LISTS.map(
      ({ path, operationId, summary, filters = {} }): DescribedRoute => ({
        operationId,
        method: "get",
        path,
        tag: "inventory",
        summary,
        query: z.strictObject({ ...listQuery, ...filters }),
        answers: { 200: { description: "Those that you may see.", schema: "Resources" } },
      }),
    ),
    {
      operationId: "metrics",
      method: "get",
      path: "/metrics",
      tag: "service",
      summary: "Give figures for Prometheus, in its text format, to those who may see everything.",
      answers: { 200: { description: "The figures.", type: "text/plain" } },
    },
    {
      operationId: "listOperations",
      method: "get",
      path: "/operations",
      tag: "inventory",
      summary: "List what can be done, and what it takes.",
      query: z.strictObject(paged),
      answers: { 200: { description: "All operations.", schema: "Operations" } },
    },
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
      summary: "Tell everything about one execution: its plan, its history, and what was seen.",
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
      summary: "Tell when each channel of events last delivered something, to six hours, and how long ago that is.",
      query: z.strictObject(paged),
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
      summary: "Tell what a round of renewal has found and done.",
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
      summary: "Cancel an execution, and take back what it has changed; or leave that as it is, unwatched.",
      query: ofExecution,
      body: {
        schema: z.strictObject({
          reason: z
            .string()
            .regex(/\S/)
            .min(1)
            .max(LONGEST_REASON)
            .describe("Why; everybody who sees the execution reads it"),
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
      summary: "Take back what an execution has changed; what others changed since stays.",
      query: z.strictObject({ operation, plan }),
      headers: idempotencyKey,
      body: { schema: z.strictObject(commonInput.pick({ reason: true, ticket: true }).shape), required: false },
      answers: { 200: { description: "What would be done.", schema: "Verdict" }, ...started },
    },
    {
      operationId: "listApprovals",
      method: "get",
      path: "/approvals",
      tag: "approvals",
      summary: "List the plans that wait for somebody's word, what waits the shortest first.",
      query: ofExecution.extend(paged),
      answers: { 200: { description: "Those that you may see.", schema: "Approvals" } },
    },
    {
      operationId: "describeApproval",
      method: "get",
      path: "/approvals/{token}",
      tag: "approvals",
      summary: "Tell the plan that a link leads to.",
      answers: { 200: { description: "The plan.", schema: "Approval" } },
    },
    {
      operationId: "answerApproval",
      method: "post",
      path: "/approvals/{token}",
      tag: "approvals",
      summary: "Agree to that plan, or deny it.",
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

/** What every list takes that is not long by nature. */
const paged = {
  limit: z.int().min(1).max(1_000).optional().describe("At most so many; all unless given"),
  cursor: z.string().max(1_024).optional().describe("`nextCursor` of the page before"),
};

const regions = z
  .array(z.string().regex(/^[a-z]{2}-[a-z0-9-]{1,30}$/))
  .max(40)
  .optional()
  .describe("Regions to look at, with commas between them; the deployment's own unless given");

const accounts = z
  .array(z.string().regex(/^(?:\d{16}|\*)$/))
  .max(60)
  .optional()
  .describe(
    "Accounts to look at, with commas between them, or * for all, each in the regions that are operated there; the deployment's own unless given",
  );

const reason = z.string().max(2_000);

/** RFC 3339 in UTC. A format is checked by nobody; a pattern is. */
const time = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?Z$/);

/** What every list of things to choose from takes. */
const listQuery = {
  ...placeInput,
  listenerId: listenerId
    .optional()
    .describe("What is chosen for: what fits it comes first, and for the others `unfit` tells why not"),
  search: z.string().max(128).optional().describe("Words that its id or its names hold"),
  limit: z.int().min(1).max(100).optional().describe("At most so many; 50 unless given"),
  cursor: z.string().max(1_024).optional().describe("`nextCursor` of the page before"),
};

/** The lists of what a listener can use. */
const RESOURCE_LISTS: { path: string; operationId: string; summary: string; filters?: Record<string, z.ZodType> }[] = [
  {
    path: "/server-groups",
    operationId: "listServerGroups",
    summary: "List server groups, with protocol, VPC, instances and, if asked for, health.",
    filters: {
      vpcId: z.string().max(128).optional().describe("Only those in this VPC"),
      health: z.boolean().optional().describe("Whether to read the health of those on the page; false unless given"),
    },
  },
  {
    path: "/stored-certificates",
    operationId: "listStoredCertificates",
    summary: "List the certificates of the certificate service that have not expired, bound or not.",
    filters: {
      use: z
        .enum(["bound", "unbound", "expiring"])
        .optional()
        .describe("Only those that listeners hold, that none holds, or that end within 30 days"),
    },
  },
  {
    path: "/ca-certificates",
    operationId: "listCaCertificates",
    summary: "List the CA certificates whose clients a listener can let in.",
  },
  {
    path: "/tls-policies",
    operationId: "listTlsPolicies",
    summary: "List TLS policies, of the system and your own, with the versions and ciphers that they offer.",
  },
  { path: "/vpcs", operationId: "listVpcs", summary: "List the VPCs that instances are in." },
  { path: "/log-projects", operationId: "listLogProjects", summary: "List the projects of Simple Log Service." },
  {
    path: "/log-projects/{project}/logstores",
    operationId: "listLogstores",
    summary: "List the logstores of a project of Simple Log Service.",
  },
];

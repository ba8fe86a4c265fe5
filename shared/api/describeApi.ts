import { z } from "zod";
import { type AnyOperation, listenerId } from "../operation.ts";

/**
 * The API's contract, in OpenAPI 3.1: what `GET /openapi.json` answers, and what requests are held to. Made when the
 * project is generated; the function carries what comes out of it, and none of this.
 */
export function describeApi(operations: AnyOperation[]): object {
  const names = operations.map(({ name }) => name) as [string, ...string[]];
  return {
    openapi: "3.1.0",
    info: {
      title: "albflow",
      version: "1",
      description: "Operate the listeners of Application Load Balancers: planned, verified, undoable.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{ token: [] }],
    tags: [...new Set(["service", "look", ...operations.map(({ area }) => area), "executions", "approvals"])].map(
      (name) => ({ name }),
    ),
    paths: {
      ...pathsOf(describedRoutes(names)),
      ...Object.fromEntries(operations.map((one) => [`/operations/${one.name}`, { post: describeOperation(one) }])),
    },
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
      schemas: Object.fromEntries(Object.entries(ANSWERS).map(([name, schema]) => [name, schemaOf(schema, "output")])),
      responses: {
        Problem: { description: "It was not done.", content: content("Problem", "application/problem+json") },
      },
    },
  };
}

interface DescribedRoute {
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

const execution = z
  .string()
  .regex(/^[A-Za-z_][\w-]{0,127}$/)
  .describe("Name of the execution");

const regions = z
  .array(z.string().regex(/^[a-z]{2}-[a-z0-9-]{1,30}$/))
  .max(40)
  .optional()
  .describe("Regions to look at, with commas between them; the deployment's own unless given");

const plan = z.boolean().optional().describe("Only say what would be done");

const idempotencyKey = z.object({
  "Idempotency-Key": z
    .string()
    .max(127)
    .optional()
    .describe("Names the execution: the same request again is the same execution"),
});

const reason = z.string().max(2_000);

/** What comes back, by the name that it has in the document. */
const ANSWERS = {
  Health: z.object({ status: z.literal("ok") }),
  Listeners: z.object({ listeners: z.array(z.looseObject({ listenerId })), unread: z.array(z.looseObject({})) }),
  Listener: z.looseObject({ listener: z.looseObject({}) }).describe("Everything about one listener"),
  Certificates: z.object({
    certificates: z.array(
      z.object({
        id: z.string(),
        names: z.array(z.string()),
        daysLeft: z.int(),
        listeners: z.array(z.object({ listenerId, isDefault: z.boolean() })),
      }),
    ),
    unread: z.array(z.looseObject({})),
  }),
  Operations: z.object({
    operations: z.array(
      z.object({
        name: z.string(),
        area: z.string(),
        summary: z.string(),
        when: z.string(),
        impact: z.string(),
        input: z.looseObject({}).describe("JSON Schema"),
      }),
    ),
  }),
  Verdict: z
    .object({
      state: z.string(),
      because: z.string(),
      plan: z.looseObject({ hash: z.string(), steps: z.array(z.string()), effect: z.string() }).nullable(),
      seen: z.array(z.looseObject({})),
      approvedBy: z.array(z.string()),
      apiCalls: z.int(),
    })
    .describe("Where an operation stands, and why"),
  Started: z.object({ execution, operation: z.string(), status: z.string() }),
  Executions: z.object({ executions: z.array(z.looseObject({ name: execution, status: z.string() })) }),
  Execution: z.looseObject({
    name: execution,
    operation: z.string(),
    status: z.string(),
    history: z.array(z.looseObject({ state: z.string(), enteredAt: z.iso.datetime() })),
  }),
  Approvals: z.object({ approvals: z.array(z.looseObject({ execution, link: z.string() })) }),
  Approval: z.looseObject({ execution, operation: z.string(), requestedBy: z.string(), until: z.iso.datetime() }),
  Answered: z.object({ execution, operation: z.string(), state: z.string(), because: z.string() }),
  Problem: z
    .object({
      type: z.string(),
      title: z.string(),
      status: z.int(),
      detail: z.string().optional(),
      kind: z.string().optional(),
      code: z.string().optional().describe("The cloud's own code"),
      requestId: z.string().optional().describe("The cloud's request id"),
      remedy: z.string().optional().describe("What to do"),
      errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    })
    .describe("RFC 9457"),
};

function describedRoutes(names: [string, ...string[]]): DescribedRoute[] {
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
      tag: "look",
      summary: "List listeners with their certificates and warnings.",
      query: z.strictObject({
        regions,
        loadBalancerIds: z
          .array(z.string().regex(/^alb-[\w*-]{1,64}$/))
          .max(100)
          .optional()
          .describe("Ids of the instances to look at, with commas between them; all unless given"),
      }),
      answers: { 200: { description: "Those that you may see.", schema: "Listeners" } },
    },
    {
      operationId: "describeListener",
      method: "get",
      path: "/listeners/{id}",
      tag: "look",
      summary: "Tell everything about one listener, what clients are really served included.",
      answers: { 200: { description: "The listener.", schema: "Listener" } },
    },
    {
      operationId: "listCertificates",
      method: "get",
      path: "/certificates",
      tag: "look",
      summary: "List the certificates that listeners hold, the next to expire first.",
      query: z.strictObject({ regions }),
      answers: { 200: { description: "Those of listeners that you may see.", schema: "Certificates" } },
    },
    {
      operationId: "listOperations",
      method: "get",
      path: "/operations",
      tag: "look",
      summary: "List what can be done, and what it takes.",
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
        limit: z.int().min(1).max(99).optional().describe("At most so many; 20 unless given"),
      }),
      answers: { 200: { description: "Those that you may see.", schema: "Executions" } },
    },
    {
      operationId: "describeExecution",
      method: "get",
      path: "/executions/{name}",
      tag: "executions",
      summary: "Tell everything about one execution: its plan, its history, and what was seen.",
      query: ofExecution,
      answers: { 200: { description: "The execution.", schema: "Execution" } },
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
        "Last-Event-ID": z.string().max(9).optional().describe("The last event that you have seen"),
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
      summary: "End an execution where it stands. What it has changed stays until it is taken back.",
      query: ofExecution,
      body: { schema: z.strictObject({ reason: reason.optional().describe("Why") }), required: false },
      answers: { 202: { description: "It ends.", schema: "Started" } },
    },
    {
      operationId: "undoExecution",
      method: "post",
      path: "/executions/{name}/undo",
      tag: "executions",
      summary: "Take back what an execution has changed; what others changed since stays.",
      query: z.strictObject({ operation, plan }),
      headers: idempotencyKey,
      answers: { 200: { description: "What would be done.", schema: "Verdict" }, ...started },
    },
    {
      operationId: "listApprovals",
      method: "get",
      path: "/approvals",
      tag: "approvals",
      summary: "List the plans that wait for somebody's word.",
      query: ofExecution,
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

/** Several methods of one path stand together. */
function pathsOf(routes: DescribedRoute[]): Record<string, object> {
  const paths: Record<string, object> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: describe(route) };
  return paths;
}

function describe(route: DescribedRoute): object {
  const { operationId, tag, summary, path, query, headers, body, answers, open } = route;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  return {
    operationId,
    tags: [tag],
    summary,
    ...(open === true ? { security: [] } : {}),
    parameters: [...inPath, ...parametersOf(query, "query"), ...parametersOf(headers, "header")],
    ...(body === undefined ? {} : { requestBody: { required: body.required, content: json(schemaOf(body.schema)) } }),
    responses: responsesOf(answers),
  };
}

function describeOperation({ name, area, summary, when, impact, input, example }: AnyOperation): object {
  return {
    operationId: name,
    tags: [area],
    summary,
    description: `Use it when ${when}. What clients notice: ${impact}.`,
    "x-operation": { area, when, impact },
    parameters: [...parametersOf(z.object({ plan }), "query"), ...parametersOf(idempotencyKey, "header")],
    requestBody: { required: true, content: { "application/json": { schema: schemaOf(input), example } } },
    responses: responsesOf({
      200: { description: "What would be done.", schema: "Verdict" },
      202: { description: "It is under way; Location says where.", schema: "Started" },
    }),
  };
}

/** Lists are written with commas in a query. */
function parametersOf(schema: z.ZodObject | undefined, place: "query" | "header"): object[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema) as {
    properties?: Record<string, { type?: string; description?: string }>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...inner }]) => ({
    name,
    in: place,
    description,
    ...(required.includes(name) ? { required: true } : {}),
    ...(inner.type === "array" ? { style: "form", explode: false } : {}),
    schema: inner,
  }));
}

function responsesOf(answers: DescribedRoute["answers"]): object {
  const described = Object.entries(answers).map(([status, { description, schema, type }]) => {
    if (type !== undefined) return [status, { description, content: { [type]: { schema: { type: "string" } } } }];
    return [status, { description, ...(schema === undefined ? {} : { content: content(schema) }) }];
  });
  return { ...Object.fromEntries(described), default: { $ref: "#/components/responses/Problem" } };
}

function content(name: string, type = "application/json"): object {
  return { [type]: { schema: { $ref: `#/components/schemas/${name}` } } };
}

function json(schema: object): object {
  return { "application/json": { schema } };
}

/** JSON Schema 2020-12, which OpenAPI 3.1 takes as it is. */
function schemaOf(schema: z.ZodType, io: "input" | "output" = "input"): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}

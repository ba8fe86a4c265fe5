import * as z from "zod";
import { IMPACTS } from "../../../core/impact.ts";
import { listenerId } from "../../../core/operationInput.ts";

const execution = z
  .string()
  .regex(/^[A-Za-z_][\w-]{0,127}$/)
  .describe("Name of the execution");

const readAt = z.iso
  .datetime()
  .describe("When the list was read; it is given to all who ask for some seconds, the longer the more it costs");

const nextCursor = z.string().nullable().describe("Of the next page; null on the last one");

const stop = z
  .object({
    by: z.string().describe("Empty where it was stopped past albflow"),
    why: z.string(),
    mode: z.enum(["takeBack", "leave"]),
    at: z.iso.datetime(),
    rollbackTarget: execution
      .nullable()
      .describe("The execution that takes back what was changed, or tells what stays"),
  })
  .describe("Who has stopped it, and why");
/** Why something is so: code and parameters for programs, message and next step for people. */
const REASON = z.object({
  code: z.string().describe("Stable; docs/reasons.md tells all of them"),
  params: z.looseObject({}),
  message: z.string().describe("In the language of Accept-Language"),
  next: z.string().optional().describe("What to do next"),
});

const unavailable = z
  .array(
    z.object({
      account: z.string().optional(),
      region: z.string(),
      reason: REASON,
      since: z.int().optional().describe("Since when it could not be read; milliseconds since 1970"),
      shownFrom: z
        .int()
        .nullable()
        .optional()
        .describe("When the rows were read that are shown of it; null where none are"),
    }),
  )
  .describe("Regions that could not be read");

/** What comes back, by the name that it has in the document. */
export const ANSWERS = {
  Health: z.object({ status: z.literal("ok") }),
  Listeners: z.object({
    listeners: z.array(
      z.looseObject({
        listenerId,
        region: z.string(),
        account: z.string().optional().describe("Where it is another one"),
      }),
    ),
    accounts: z
      .array(
        z.object({
          account: z.string(),
          listeners: z.int(),
          countedAt: z
            .int()
            .optional()
            .describe(
              "When the round of renewal ended that has counted them, where this page has not read them; milliseconds since 1970",
            ),
        }),
      )
      .describe("How many there are in each, on all pages"),
    nextCursor,
    unavailable,
    readAt,
    index: z
      .object({
        from: z
          .int()
          .nullable()
          .describe(
            "When the round of renewal began that it is of; milliseconds since 1970. Null: the next one makes it",
          ),
        to: z.int().nullable(),
        unknown: z
          .array(z.object({ account: z.string().optional(), region: z.string() }))
          .describe("Regions that no round could read"),
        incomplete: z.int().describe("Listeners that could not be read"),
        isCut: z.boolean().describe("Whether more fit than are told"),
      })
      .optional()
      .describe("Of the index that a domain was looked for in; each listener that is told was looked at now"),
  }),
  Listener: z.looseObject({ listener: z.looseObject({}) }).describe("Everything about one listener"),
  Certificates: z.object({
    certificates: z.array(
      z.object({
        id: z.string(),
        account: z.string().optional().describe("Where it is another one"),
        names: z.array(z.string()),
        daysLeft: z.int().nullable().describe("Null where nobody knows"),
        endsWith: z.string().optional().describe("The intermediate that ends first"),
        notBefore: z.int().describe("Milliseconds since 1970"),
        notAfter: z.int(),
        listeners: z.array(
          z.object({
            account: z.string().optional(),
            region: z.string(),
            listenerId,
            description: z.string(),
            isDefault: z.boolean(),
          }),
        ),
        renewalStatus: z.enum(["ready", "scheduled", "unplanned", "blocked", "expired", "missing", "unavailable"]),
        dueAt: z.int(),
        actsAt: z.int(),
        successor: z.object({ id: z.string(), notBefore: z.int(), notAfter: z.int() }).nullable(),
        reason: REASON.nullable().describe("Why nothing follows it"),
      }),
    ),
    nextCursor,
    unavailable,
    readAt,
  }),
  Resources: z
    .looseObject({
      total: z.int().describe("Of all pages"),
      nextCursor,
      readAt,
    })
    .describe("The resources stand under the name of their kind; each has `id`, `name`, `isUsed` and `unfit`"),
  Operations: z.object({
    operations: z.array(
      z.object({
        name: z.string(),
        area: z.string(),
        summary: z.string(),
        when: z.string(),
        impacts: z.array(z.string()).describe("What it may mean for clients and security, the usual first"),
        input: z.looseObject({}).describe("JSON Schema"),
      }),
    ),
    nextCursor,
  }),
  Verdict: z
    .object({
      state: z.string(),
      reason: REASON,
      cause: REASON.nullable().describe("What went wrong, where something was rolled back"),
      plan: z
        .looseObject({
          hash: z.string(),
          steps: z.array(REASON),
          effect: z.array(REASON),
          impacts: z.array(z.enum(Object.keys(IMPACTS) as [string, ...string[]])).describe("The worst first"),
        })
        .nullable(),
      seen: z.array(z.looseObject({})),
      clientsSaw: REASON.optional().describe("What clients saw meanwhile, where something was taken back"),
      observed: z.looseObject({}).optional().describe("The same, counted"),
      approvedBy: z.array(z.string()),
      apiCalls: z.int(),
      checks: z
        .array(z.object({ requires: REASON, reasons: z.array(REASON) }))
        .optional()
        .describe("Of a plan: every check, what it requires, and what is against it"),
    })
    .describe("Where an operation stands, and why"),
  Started: z.object({ execution, operation: z.string(), status: z.string() }),
  Stopped: z.object({
    execution,
    operation: z.string(),
    status: z.string(),
    stopped: stop,
    reason: REASON.describe("Who has stopped it, why, and what becomes of what it has changed"),
  }),
  Executions: z.object({
    executions: z.array(z.looseObject({ name: execution, status: z.string(), stopped: stop.optional() })),
    nextCursor,
    readAt,
  }),
  Execution: z.looseObject({
    name: execution,
    operation: z.string(),
    status: z.string(),
    stopped: stop.nullable(),
    stoppedExecution: stop
      .omit({ rollbackTarget: true })
      .extend({ execution })
      .optional()
      .describe("The execution that people have stopped and that this one ends"),
    lastEvent: z.int(),
    history: z.array(z.looseObject({ state: z.string(), enteredAt: z.iso.datetime() })),
    visit: z
      .object({ state: z.string(), input: z.looseObject({}), output: z.looseObject({}).nullable() })
      .nullable()
      .optional()
      .describe("What a state was given and what it gave, where `visit` asks for one"),
  }),
  Approvals: z.object({ approvals: z.array(z.looseObject({ execution, link: z.string() })), nextCursor, readAt }),
  Channels: z.object({
    channels: z.array(
      z.object({
        name: z.string(),
        lastDeliveredAt: z.iso.datetime().nullable(),
        ageSeconds: z.int().nullable(),
      }),
    ),
    nextCursor,
    readAt,
  }),
  Approval: z.looseObject({ execution, operation: z.string(), requestedBy: z.string(), until: z.iso.datetime() }),
  Answered: z.object({ execution, operation: z.string(), state: z.string(), reason: REASON }),
  Problem: z
    .object({
      type: z.string(),
      title: z.string(),
      status: z.int(),
      detail: z.string().optional(),
      kind: z.string().optional(),
      reason: REASON.optional().describe("What is wrong, as data"),
      code: z.string().optional().describe("The cloud's own code"),
      requestId: z.string().optional().describe("The cloud's request id"),
      remedy: z.string().optional().describe("What to do"),
      errors: z.array(z.object({ pointer: z.string(), detail: z.string(), reason: REASON })).optional(),
    })
    .describe("RFC 9457"),
};

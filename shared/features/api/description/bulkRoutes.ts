import * as z from "zod";
import { certificateId, commonInput, listenerId, placeInput } from "../../../core/operationInput.ts";
import { type DescribedRoute, idempotencyKey, plan, stopReason } from "./describedRoute.ts";

/** Requests about one operation on many listeners: plan it, start it, look at it, stop it. `names` are the operations'. */
export function bulkRoutes(names: [string, ...string[]]): DescribedRoute[] {
  return [
    {
      operationId: "runBulk",
      method: "post",
      path: "/bulk",
      tag: "executions",
      summary:
        "Run one operation on up to 40 listeners: a canary first, then a few at a time, until too many have failed. The run goes on without the caller.",
      query: z.strictObject({ plan }),
      headers: idempotencyKey,
      body: { schema: bulkBody(names), required: true },
      answers: {
        200: {
          description:
            "With `plan`: the plan of each listener, or why there is none, and `hash` of them all. What you may not change is refused by name.",
        },
        202: { description: "It is under way; Location says where." },
      },
    },
    {
      operationId: "describeBulk",
      method: "get",
      path: "/bulk/{name}",
      tag: "executions",
      summary:
        "Show the state of a bulk run: each listener with its execution and state, and why others were not started.",
      answers: { 200: { description: "The run; the `state` of a listener is null before it is begun." } },
    },
    {
      operationId: "stopBulk",
      method: "post",
      path: "/bulk/{name}/stop",
      tag: "executions",
      summary: "Start no more executions of a bulk run. Those that run go on.",
      body: {
        schema: z.strictObject({
          reason: stopReason("run"),
        }),
        required: true,
      },
      answers: { 200: { description: "The run as it stands now." } },
    },
  ];
}

function bulkBody(names: [string, ...string[]]) {
  return z.strictObject({
    operation: z.enum(names).describe("Name of the operation"),
    input: z.looseObject({}).optional().describe("What the operation takes, the same for every listener"),
    targets: z
      .array(
        z.strictObject({
          listenerId,
          ...placeInput,
          certificateId: certificateId.optional().describe("Of a rotation: the certificate of this listener"),
          successorId: certificateId.optional().describe("Of a rotation: what follows it"),
        }),
      )
      .min(1)
      .max(40)
      .optional()
      .describe("The listeners, the canary first"),
    selector: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .describe(
        "In place of `targets`: what the listeners have in common, like `tag:team=shop,protocol=HTTPS`; of a rotation, the certificates, too: `domain=*.example.com,expires=30d`",
      ),
    certificateIds: z
      .array(certificateId)
      .min(1)
      .max(40)
      .optional()
      .describe(
        "In place of `targets`, of a rotation: certificates, each followed by its successor wherever it is held",
      ),
    regions: z
      .array(z.string().regex(/^[a-z]{2}-[a-z0-9-]{1,30}$/))
      .max(40)
      .optional()
      .describe("Where the selector or the certificates are looked for; unless given, where albflow is deployed"),
    accounts: z
      .array(z.string().regex(/^(?:\d{16}|\*)$/))
      .max(60)
      .optional()
      .describe("The accounts where they are looked for; unless given, albflow's own"),
    atOnce: z.int().min(1).max(10).optional().describe("How many run at once after the first; 3 unless given"),
    errorBudget: z
      .int()
      .min(1)
      .max(100)
      .optional()
      .describe("Failures after which nothing more is begun; 1 unless given"),
    plan: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional()
      .describe("`hash` of the plans that were seen: nothing is done when they differ now"),
    ...commonInput.pick({ reason: true, ticket: true }).shape,
  });
}

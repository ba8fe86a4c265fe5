import { z } from "zod";
import { must } from "../../shared/platform/reasons/must.ts";
import { reasonText } from "../../shared/platform/reasons/reasonText.ts";
import { cronProblem } from "./cronProblem.ts";

const common = {
  triggerName: z.string().regex(/^[A-Za-z_][\w-]{0,127}$/, must("must-be-trigger-name")),
  qualifier: z.string().default("LATEST"),
  description: z.string().optional(),
};

const cron = z.string().superRefine((expression, context) => {
  const problem = cronProblem(expression);
  if (problem !== undefined) context.addIssue({ code: "custom", message: reasonText(problem) });
});

const httpConfig = z
  .strictObject({
    authType: z.enum(["anonymous", "function", "jwt"]),
    methods: z.array(z.enum(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"])).min(1),
    disableURLInternet: z.boolean().default(false),
    authConfig: z
      .strictObject({
        jwks: z.unknown(),
        tokenLookup: z.string(),
        claimPassBy: z.string().optional(),
        whitelist: z.unknown().optional(),
        blacklist: z.unknown().optional(),
      })
      .optional(),
  })
  .superRefine(({ authType, authConfig }, context) => {
    if ((authType === "jwt") === (authConfig !== undefined)) return;
    context.addIssue({ code: "custom", path: ["authConfig"], message: must("keys-belong-to-jwt") });
  });

const http = z
  .strictObject({ ...common, triggerType: z.literal("http"), triggerConfig: httpConfig })
  .superRefine(({ triggerConfig, description = "" }, context) => {
    if (triggerConfig.authType !== "anonymous" || description !== "") return;
    const message = must("open-to-everybody");
    context.addIssue({ code: "custom", path: ["triggerConfig", "authType"], message });
  });

const timer = z.strictObject({
  ...common,
  triggerType: z.literal("timer"),
  triggerConfig: z.strictObject({ cronExpression: cron, enable: z.boolean(), payload: z.string().optional() }),
});

const arn = (pattern: RegExp, message: string) => z.string().regex(pattern, message);

/** The numbers are integers in the API, whatever the component's schema says (functionCompute.md §4). */
const log = z.strictObject({
  ...common,
  triggerType: z.literal("log"),
  sourceArn: arn(/^acs:log:[\w-]+:(?:\d{16}|\$\{[^}]*\}):project\/[a-z0-9-]+$/, must("must-be-log-source")),
  invocationRole: arn(/^acs:ram::(?:\d{16}|\$\{[^}]*\}):role\/.+$/, must("must-be-trigger-role")),
  triggerConfig: z.strictObject({
    enable: z.boolean(),
    sourceConfig: z.strictObject({ logstore: z.string(), startTime: z.int().optional() }),
    jobConfig: z.strictObject({ maxRetryTime: z.int().min(0).max(100), triggerInterval: z.int().min(3).max(600) }),
    functionParameter: z.record(z.string(), z.unknown()),
    logConfig: z.strictObject({ project: z.string(), logstore: z.string() }),
  }),
});

/** A pattern of EventBridge may have five values for a field (real-cloud.md FR4). */
const MOST_VALUES = 5;

const pattern = z.string().superRefine((value, context) => {
  const refuse = (message: string) => context.addIssue({ code: "custom", message });
  try {
    for (const [field, count] of countsIn(JSON.parse(value))) {
      if (count > MOST_VALUES) refuse(must("pattern-too-many-values", { field, count, most: MOST_VALUES }));
    }
  } catch {
    refuse(must("must-be-json-text"));
  }
});

function countsIn(node: unknown, path: string[] = []): [field: string, count: number][] {
  if (Array.isArray(node)) return [[path.join("."), node.length]];
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([name, inner]) => countsIn(inner, [...path, name]));
}

const eventbridge = z.strictObject({
  ...common,
  triggerType: z.literal("eventbridge"),
  triggerConfig: z.strictObject({
    triggerEnable: z.boolean(),
    asyncInvocationType: z.boolean(),
    eventRuleFilterPattern: pattern,
    eventSourceConfig: z.strictObject({
      eventSourceType: z.enum(["Default", "MNS", "RocketMQ", "RabbitMQ", "Kafka", "DTS", "MQTT", "SLS"]),
      eventSourceParameters: z.record(z.string(), z.unknown()).optional(),
    }),
    eventSinkConfig: z
      .strictObject({
        deliveryOption: z.strictObject({
          mode: z.enum(["event-streaming", "event-driven"]),
          eventSchema: z.enum(["CloudEvents", "RawData"]),
          concurrency: z.int().min(1).optional(),
        }),
      })
      .optional(),
    runOptions: z.record(z.string(), z.unknown()).optional(),
  }),
});

/** The triggers of a function: what each type's configuration may hold (functionCompute.md §4). */
export const triggers = z
  .array(z.discriminatedUnion("triggerType", [http, timer, log, eventbridge]))
  .superRefine((list, context) => {
    const names = list.map(({ triggerName }) => triggerName);
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) === index) continue;
      context.addIssue({
        code: "custom",
        path: [index, "triggerName"],
        message: must("trigger-declared-twice"),
      });
    }
  });

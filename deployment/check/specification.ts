import { z } from "zod";
import { must } from "../../shared/platform/reasons/must.ts";
import { commonProps } from "./props.ts";
import { triggers } from "./triggers.ts";

/** What is filled in when it is deployed: Serverless Devs leaves it in a preview without credentials. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is Serverless Devs' expression.
export const ACCOUNT = "${config('AccountID')}";

const text = (pattern: RegExp, message: string) => z.string().regex(pattern, message);

/** real-cloud.md FR13. */
const roleArn = text(
  /^acs:ram::(?:\d{16}|\$\{config\('AccountID'\)\}):role\/[A-Za-z0-9.-]{1,64}$/,
  must("must-be-role-arn"),
);

const name = text(/^[A-Za-z_][\w-]{0,63}$/, must("must-be-function-name"));

/**
 * A function as we write it: what is not here is a misspelling, or would be taken for granted by the component, which checks
 * neither (functionCompute.md §3).
 */
const functionProps = z
  .strictObject({
    region: commonProps.region,
    functionName: name,
    description: z.string().min(1).max(256),
    runtime: z.literal("nodejs20"),
    handler: text(/^[\w-]+\.[A-Za-z_]\w*$/, must("must-be-handler")),
    code: text(/^\.\//, must("must-be-code-folder")),
    memorySize: z.int().min(128).max(32_768).multipleOf(64),
    cpu: z.number().min(0.05).max(16),
    diskSize: z.union([z.literal(512), z.literal(10_240)]),
    timeout: z.int().min(1).max(86_400),
    role: roleArn,
    internetAccess: z.boolean(),
    environmentVariables: z.record(text(/^[A-Z][A-Z0-9_]*$/, must("must-be-variable-name")), z.string()),
    logConfig: z
      .strictObject({
        project: z.string().min(3).max(63),
        logstore: z.string().min(3).max(63),
        enableRequestMetrics: z.boolean(),
        enableInstanceMetrics: z.boolean(),
        logBeginRule: z.enum(["DefaultRegex", "None"]),
      })
      .optional(),
    asyncInvokeConfig: z
      .strictObject({
        maxAsyncEventAgeInSeconds: z.int().min(1).max(2_592_000),
        maxAsyncRetryAttempts: z.int().min(0).max(8),
        asyncTask: z.boolean().optional(),
        destinationConfig: z
          .strictObject({
            onSuccess: z.strictObject({ destination: z.string() }).optional(),
            onFailure: z.strictObject({ destination: z.string() }).optional(),
          })
          .optional(),
      })
      .optional(),
    vpcConfig: z
      .strictObject({ vpcId: z.string(), vSwitchIds: z.array(z.string()).min(1), securityGroupId: z.string() })
      .optional(),
    concurrencyConfig: z.strictObject({ reservedConcurrency: z.int().min(1).max(100) }).optional(),
    customDomain: z
      .strictObject({
        domainName: text(/^(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+$/, must("must-be-domain-name")),
        protocol: z.literal("HTTPS"),
        route: z.strictObject({ path: z.literal("/*"), qualifier: z.literal("LATEST") }),
        certConfig: z.strictObject({ certId: text(/^\d+$/, must("must-be-certificate-number")) }),
      })
      .optional(),
    tags: z
      .array(z.strictObject({ key: z.string(), value: z.string() }))
      .max(20)
      .optional(),
    triggers: triggers.optional(),
  })
  .superRefine(({ cpu, memorySize }, context) => {
    const refuse = (message: string) => context.addIssue({ code: "custom", path: ["cpu"], message });
    if (Math.abs(cpu * 20 - Math.round(cpu * 20)) >= 1e-9) return refuse(must("cpu-between-steps"));
    // real-cloud.md FR22.
    const gigabytes = memorySize / 1024;
    if (cpu > gigabytes || cpu * 4 < gigabytes) {
      refuse(must("cpu-unfit-for-memory", { memorySize, least: gigabytes / 4, most: gigabytes }));
    }
  });

const resource = <Component extends z.ZodType, Props extends z.ZodType>(component: Component, props: Props) =>
  z.strictObject({
    component,
    access: z.string().optional(),
    extend: z.strictObject({ name: z.string(), ignore: z.array(z.string()).optional() }).optional(),
    actions: z.record(z.string(), z.unknown()).optional(),
    props,
  });

export const functionResource = resource(text(/^fc3@\d+\.\d+\.\d+$/, must("must-be-fc3-version")), functionProps);

const definitions = z.string().optional();

export const flowsResource = resource(
  z.literal("./components/cloudflow"),
  z.strictObject({ ...commonProps, role: z.union([roleArn, z.string().regex(/^[A-Za-z0-9.-]{1,64}$/)]), definitions }),
);

export const logsResource = resource(
  z.literal("./components/logs"),
  z.strictObject({
    ...commonProps,
    retentionDays: z.int().min(1).max(3650).optional(),
    sources: z.array(z.strictObject({ project: z.string(), logstore: z.string() })).optional(),
  }),
);

export const rolesResource = resource(
  z.literal("./components/roles"),
  z.strictObject({
    ...commonProps,
    definitions,
    secrets: z.array(z.strictObject({ function: z.string(), secret: z.string() })).optional(),
    regions: z.array(z.string()).optional(),
    accounts: z.array(z.string().regex(/^\d{16}$/)).optional(),
    domain: z.string().optional(),
    logTriggers: z
      .array(z.strictObject({ function: z.string(), project: z.string(), logstore: z.string() }))
      .optional(),
  }),
);

/** The top of a rendered s.yaml. What resources are is checked one by one. */
export const specification = z.strictObject({
  edition: z.literal("3.0.0"),
  name: z.string(),
  access: z.string(),
  vars: z.record(z.string(), z.unknown()),
  template: z.record(z.string(), z.unknown()).optional(),
  flow: z.record(z.string(), z.unknown()).optional(),
  actions: z.record(z.string(), z.unknown()).optional(),
  resources: z.record(z.string(), z.looseObject({ component: z.string(), props: z.unknown() })),
});

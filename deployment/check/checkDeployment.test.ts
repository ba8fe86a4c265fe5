import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { reasonText } from "../../shared/platform/reasons/reasonText.ts";
import { tasksIn } from "../flows/tasksIn.ts";
import { checkDeployment } from "./checkDeployment.ts";
import { cronProblem } from "./cronProblem.ts";
import type { Surroundings } from "./surroundings.ts";

type Json = Record<string, unknown>;

const ACCOUNT = "$" + "{config('AccountID')}";
const names = {
  region: "cn-hangzhou",
  prefix: "albflow",
  logProject: "albflow-reports",
  logstore: "albflow",
  functionLogstore: "albflow-functions",
};

/** A small deployment in which everything is right. */
function deployment() {
  return {
    edition: "3.0.0",
    name: "albflow",
    access: "default",
    vars: { ...names } as Json,
    resources: {
      logs: { component: "./components/logs", props: { ...names } as Json },
      roles: { component: "./components/roles", props: { ...names } as Json },
      startListener: {
        component: "fc3@0.1.22",
        props: {
          region: "cn-hangzhou",
          functionName: "albflow-startListener",
          description: "Start a stopped listener.",
          runtime: "nodejs20",
          handler: "index.handler",
          code: "./dist/functions/startListener",
          memorySize: 256,
          cpu: 0.2,
          diskSize: 512,
          timeout: 60,
          role: `acs:ram::${ACCOUNT}:role/albflow-startListener`,
          internetAccess: true,
          environmentVariables: { ALBFLOW_PREFIX: "albflow" } as Json,
          triggers: [] as Json[],
        } as Json,
      },
      flows: { component: "./components/cloudflow", props: { ...names, role: "albflow-flows" } as Json },
    } as Record<string, { component: string; props: Json }>,
  };
}

const definition = (arn: string) => `Type: StateMachine
SpecVersion: v1
Name: albflow-startListener
StartAt: Call
States:
  - Name: Call
    Type: Task
    Action: FC:InvokeFunction
    TaskMode: RequestComplete
    Timeout: 90
    Parameters: { resourceArn: ${arn}, invocationType: Sync, body: {} }
    Retry:
      - { Errors: [FnF.ALL], Description: Busy, MaxAttempts: 3, IntervalSeconds: 2 }
    End: true
`;
const arnOf = (name: string) => `acs:fc:cn-hangzhou:1234567890123456:functions/${name}/LATEST`;

function surroundings(more: Partial<Surroundings> = {}): Surroundings {
  return {
    handlerProblem: () => undefined,
    weightOf: () => 50,
    flows: [
      {
        name: "albflow-startListener",
        description: "",
        definition: definition(arnOf("albflow-startListener")),
        tasks: tasksIn(definition(arnOf("albflow-startListener"))),
      },
    ],
    roles: ["albflow-startListener", "albflow-flows"].map((name) => ({
      name,
      policy: { Version: "1", Statement: [] },
    })),
    ...more,
  };
}

const said = (broken: unknown, around = surroundings()) =>
  checkDeployment(broken, around).map(({ at, problem }) => `${at}: ${reasonText(problem)}`);

test("a deployment in which everything is right has no problem", () => {
  expect(said(deployment())).toEqual([]);
});

test("the vendor's component is refused without its version, which would be the newest of the day", () => {
  const broken = deployment();
  Object.assign(broken.resources.startListener ?? {}, { component: "fc3" });
  expect(said(broken)).toEqual(["resources.startListener.component: must-be-fc3-version {}"]);
});

/** How a function's properties are broken, where, and what is said about it. */
const PROPS: [what: string, change: Json, problem: RegExp][] = [
  ["an unknown key", { memory: 512 }, /^memory: property-unknown/],
  ["a missing timeout, for which the default is 3 s", { timeout: undefined }, /^timeout: /],
  ["a timeout that is no whole number", { timeout: 1.5 }, /^timeout: /],
  ["a timeout that is too long", { timeout: 90_000 }, /^timeout: /],
  ["memory that is no multiple of 64", { memorySize: 200 }, /^memorySize: /],
  ["cpu without disk", { diskSize: undefined }, /^diskSize: /],
  ["disk without cpu", { cpu: undefined }, /^cpu: /],
  ["a cpu between the steps", { cpu: 0.22 }, /^cpu: cpu-between-steps/],
  [
    "less cpu than its memory asks for",
    { cpu: 0.05, memorySize: 1024 },
    /^cpu: cpu-unfit-for-memory {"memorySize":1024,"least":0\.25,"most":1}/,
  ],
  ["more cpu than its memory allows", { cpu: 0.5 }, /^cpu: cpu-unfit-for-memory {"memorySize":256,/],
  ["a name of 65 characters", { functionName: "n".repeat(65) }, /^functionName: must-be-function-name/],
  ["a runtime that functions are not built for", { runtime: "nodejs18" }, /^runtime: /],
  ["concurrency, which built-in runtimes refuse", { instanceConcurrency: 5 }, /^instanceConcurrency: property-unknown/],
  ["a role by its bare name", { role: "albflow-startListener" }, /^role: must-be-role-arn/],
  [
    "a role that nobody makes",
    { role: `acs:ram::${ACCOUNT}:role/other` },
    /^role: role-not-made-here {"role":"other"}/,
  ],
  ["a variable that is no text", { environmentVariables: { RETRIES: 3 } }, /^environmentVariables\.RETRIES: /],
  [
    "a secret by its name",
    { environmentVariables: { MAIL_PASSWORD: "hunter2" } },
    /^environmentVariables\.MAIL_PASSWORD: secret-by-its-name/,
  ],
  [
    "a secret by its looks",
    { environmentVariables: { KEY: "LTAI5tExampleExample12345" } },
    /^environmentVariables\.KEY: secret-by-its-looks/,
  ],
  [
    "an expression that nobody filled in",
    { description: "$" + "{env('X')}" },
    /^description: expression-not-filled-in {"expression":"\$\{env\('X'\)\}"}/,
  ],
  ["a region without CloudFlow", { region: "eu-central-1" }, /^region: must-have-cloudflow {"regions":\["cn-hangzhou"/],
  [
    "a destination that is not there",
    {
      asyncInvokeConfig: {
        maxAsyncEventAgeInSeconds: 60,
        maxAsyncRetryAttempts: 3,
        destinationConfig: {
          onFailure: { destination: "acs:fc:cn-hangzhou:1234567890123456:functions/albflow-other" },
        },
      },
    },
    /^asyncInvokeConfig\.destinationConfig\.onFailure: destination-not-declared {"name":"albflow-other"}/,
  ],
  [
    "a domain without a certificate",
    { customDomain: { domainName: "a.example.com", protocol: "HTTPS" } },
    /^customDomain\./,
  ],
  ["a handler of another form", { handler: "handler" }, /^handler: must-be-handler/],
  ["half a log configuration", { logConfig: { project: "albflow-reports" } }, /^logConfig\.logstore: /],
  [
    "more retries than there are",
    { asyncInvokeConfig: { maxAsyncEventAgeInSeconds: 60, maxAsyncRetryAttempts: 9 } },
    /^asyncInvokeConfig\.maxAsyncRetryAttempts: /,
  ],
];

describe("a function is refused for", () => {
  test.each(PROPS)("%s", (_, change, problem) => {
    const broken = deployment();
    Object.assign(broken.resources.startListener?.props ?? {}, change);
    const lines = said(JSON.parse(JSON.stringify(broken)));
    expect(lines.map((line) => line.replace("resources.startListener.props.", ""))).toContainEqual(
      expect.stringMatching(problem),
    );
  });

  test("settings with which every renewal would fail, each once however many functions have it", () => {
    const settings = {
      ALBFLOW_RENEWAL_WINDOWS: "Saturday 2am",
      ALBFLOW_ACME_DIRECTORY: "letsencrypt",
      ALBFLOW_SECRET: "",
    };
    const broken = deployment();
    for (const name of ["startListener", "stopListener"]) {
      const { props = {} } = structuredClone(deployment().resources.startListener) ?? {};
      broken.resources[name] = {
        component: "fc3@0.1.22",
        props: { ...props, functionName: `albflow-${name}`, environmentVariables: settings },
      };
    }
    const at = "resources.startListener.props.environmentVariables: ";
    const wrong = [
      {
        name: "ALBFLOW_RENEWAL_WINDOWS",
        value: "Saturday 2am",
        expected: reason("expected-maintenance-window", {
          window: "Saturday 2am",
          problem: reason("window-unreadable"),
        }),
      },
      { name: "ALBFLOW_ACME_DIRECTORY", value: "letsencrypt", expected: reason("expected-https-address") },
    ];
    expect(said(broken)).toEqual(wrong.map((params) => at + reasonText(reason("setting-invalid", params))));
  });

  test.each([
    [
      "more than 4 KB of variables",
      { ALBFLOW_ACME_CHAIN: "x".repeat(4_090) },
      /variables-too-long {"bytes":4108,"most":4096}/,
    ],
    [
      "what is not printable ASCII",
      { ALBFLOW_ACME_CHAIN: "Näme" },
      /variable-not-ascii {"variable":"ALBFLOW_ACME_CHAIN"}/,
    ],
  ])("%s", (_, environmentVariables, problem) => {
    const broken = deployment();
    Object.assign(broken.resources.startListener?.props ?? {}, { environmentVariables });
    expect(said(broken)).toEqual([expect.stringMatching(problem)]);
  });

  test("no key that whoever deploys has given as a secret", () => {
    const key = generateKeyPairSync("ec", { namedCurve: "P-256" })
      .privateKey.export({ type: "pkcs8", format: "pem" })
      .toString();
    const deployed = deployment();
    const ALBFLOW_ACME_ACCOUNT_KEY = key.trim().replaceAll("\n", "\\n");
    Object.assign(deployed.resources.startListener?.props ?? {}, {
      environmentVariables: { ALBFLOW_ACME_ACCOUNT_KEY, ALBFLOW_ACME_DIRECTORY: "https://acme.example.com/dir" },
    });
    expect(said(deployed, surroundings({ given: [ALBFLOW_ACME_ACCOUNT_KEY] }))).toEqual([]);
    expect(said(deployed)).toEqual([expect.stringContaining("ALBFLOW_ACME_ACCOUNT_KEY: secret-by-its-looks")]);
  });

  test("a handler that is not in the build", () => {
    const missing = reason("handler-missing", { file: "dist/functions/startListener/index.js" });
    expect(said(deployment(), surroundings({ handlerProblem: () => missing }))).toEqual([
      `resources.startListener.props.handler: ${reasonText(missing)}`,
    ]);
  });

  test("a package beyond the budget", () => {
    expect(said(deployment(), surroundings({ weightOf: () => 81 }))).toEqual([
      'resources.startListener.props.code: package-too-heavy {"kib":81,"budget":80}',
    ]);
  });

  test("a policy that is longer than RAM takes", () => {
    const policyOf = (length: number) => {
      const rest = JSON.stringify({
        Version: "1",
        Statement: [{ Effect: "Allow", Action: [], Resource: [""] }],
      }).length;
      return {
        Version: "1" as const,
        Statement: [{ Effect: "Allow" as const, Action: [], Resource: ["r".repeat(length - rest)] }],
      };
    };
    const with6144 = surroundings().roles.map((role) => ({ ...role, policy: policyOf(6_144) }));
    expect(said(deployment(), surroundings({ roles: with6144 }))).toEqual([]);
    const [first, ...others] = surroundings().roles;
    const roles = [{ name: first?.name ?? "", policy: policyOf(6_145) }, ...others];
    expect(said(deployment(), surroundings({ roles }))).toEqual([
      'role albflow-startListener: policy-too-long {"length":6145,"most":6144}',
    ]);
  });

  test("a name that another function has, too", () => {
    const broken = deployment();
    broken.resources.second = structuredClone(broken.resources.startListener ?? { component: "fc3@0.1.22", props: {} });
    expect(said(broken)).toEqual([
      'resources.second.props.functionName: function-declared-twice {"name":"albflow-startListener"}',
    ]);
  });
});

const timer = { triggerName: "t", triggerType: "timer", triggerConfig: { cronExpression: "@every 4m", enable: true } };
const http = { triggerName: "t", triggerType: "http", triggerConfig: { authType: "function", methods: ["POST"] } };
const log = {
  triggerName: "t",
  triggerType: "log",
  sourceArn: `acs:log:cn-hangzhou:${ACCOUNT}:project/access`,
  invocationRole: `acs:ram::${ACCOUNT}:role/albflow-log-triggers`,
  triggerConfig: {
    enable: true,
    sourceConfig: { logstore: "alb_access" },
    jobConfig: { maxRetryTime: 3, triggerInterval: 60 },
    functionParameter: {},
    logConfig: { project: "albflow-reports", logstore: "albflow" },
  },
};
const eventbridge = {
  triggerName: "t",
  triggerType: "eventbridge",
  triggerConfig: {
    triggerEnable: true,
    asyncInvocationType: true,
    eventRuleFilterPattern: '{"source":["acs:alb"]}',
    eventSourceConfig: { eventSourceType: "Default" },
  },
};
const config = (trigger: Json, change: Json) => ({
  ...trigger,
  triggerConfig: { ...(trigger.triggerConfig as Json), ...change },
});

describe("a trigger", () => {
  const withTriggers = (...triggers: unknown[]) => {
    const changed = deployment();
    Object.assign(changed.resources.startListener?.props ?? {}, { triggers });
    return said(JSON.parse(JSON.stringify(changed))).map((line) =>
      line.replace("resources.startListener.props.triggers.", ""),
    );
  };

  test.each([timer, http, log, eventbridge])("of type $triggerType is taken as it should be", (trigger) => {
    expect(withTriggers(trigger)).toEqual([]);
  });

  const broken: [what: string, trigger: Json, problem: RegExp][] = [
    ["of another type", { ...timer, triggerType: "oss" }, /^0\.triggerType: /],
    ["with an unknown key", { ...timer, enable: true }, /^0\.enable: property-unknown/],
    ["with another type's configuration", { ...timer, triggerType: "http" }, /^0\.triggerConfig\.authType: /],
    [
      "with five fields",
      config(timer, { cronExpression: "0 3 * * *" }),
      /^0\.triggerConfig\.cronExpression: cron-fields-missing/,
    ],
    [
      "that is open to everybody",
      config(http, { authType: "anonymous" }),
      /^0\.triggerConfig\.authType: open-to-everybody/,
    ],
    [
      "with tokens and without their keys",
      config(http, { authType: "jwt" }),
      /^0\.triggerConfig\.authConfig: keys-belong-to-jwt/,
    ],
    ["with an unknown method", config(http, { methods: ["BREW"] }), /^0\.triggerConfig\.methods\.0: /],
    ["of a log without its role", { ...log, invocationRole: undefined }, /^0\.invocationRole: /],
    ["of a log without its source", { ...log, sourceArn: "albflow-reports" }, /^0\.sourceArn: must-be-log-source/],
    [
      "of a log with texts for numbers",
      config(log, { jobConfig: { maxRetryTime: "3", triggerInterval: 60 } }),
      /^0\.triggerConfig\.jobConfig\.maxRetryTime: /,
    ],
    [
      "of events with six values for one field of its pattern",
      config(eventbridge, { eventRuleFilterPattern: '{"data":{"eventName":["a","b","c","d","e","f"]}}' }),
      /^0\.triggerConfig\.eventRuleFilterPattern: pattern-too-many-values {"field":"data\.eventName","count":6,"most":5}/,
    ],
    [
      "of events with a pattern that is no JSON",
      config(eventbridge, { eventRuleFilterPattern: "{source}" }),
      /^0\.triggerConfig\.eventRuleFilterPattern: must-be-json-text/,
    ],
  ];
  test.each(broken)("is refused %s", (_, trigger, problem) => {
    expect(withTriggers(trigger)).toContainEqual(expect.stringMatching(problem));
  });

  test("is refused with the name of another", () => {
    expect(withTriggers(timer, timer)).toEqual(["1.triggerName: trigger-declared-twice {}"]);
  });

  test("may be open to everybody when it says who checks its callers", () => {
    const trigger = config(
      { ...http, description: "Each link carries a token for one plan." },
      { authType: "anonymous" },
    );
    expect(withTriggers(trigger)).toEqual([]);
  });
});

describe("a flow is refused", () => {
  const flow = (text: string) =>
    surroundings({ flows: [{ name: "albflow-x", description: "", definition: text, tasks: tasksIn(text) }] });

  test("for a function that is not declared", () => {
    expect(said(deployment(), flow(definition(arnOf("albflow-gone"))))).toEqual([
      'flow albflow-x: target-not-declared {"action":"FC:InvokeFunction","target":"albflow-gone"}',
    ]);
  });

  test("for a flow that is not declared", () => {
    const text = definition("acs:fnf:::flow/albflow-gone").replace("FC:InvokeFunction", "FNF:StartExecution");
    expect(said(deployment(), flow(text))).toContainEqual(
      'flow albflow-x: target-not-declared {"action":"FNF:StartExecution","target":"albflow-gone"}',
    );
  });

  test("for what CloudFlow would refuse", () => {
    expect(said(deployment(), flow("Type: StateMachine\n")).length).toBeGreaterThan(0);
  });
});

test.each(["flows", "roles"])("a deployment without its %s is refused", (name) => {
  const broken = deployment();
  delete broken.resources[name];
  expect(said(broken)).toContainEqual(expect.stringMatching(/^resources: component-count {"count":0,/));
});

test.each([
  [
    "an unknown component",
    (broken: ReturnType<typeof deployment>) => (broken.resources.x = { component: "fc", props: {} }),
    'resources.x.component: component-unknown {"component":"fc"}',
  ],
  [
    "an unknown key at the top",
    (broken: object) => Object.assign(broken, { resource: {} }),
    "resource: property-unknown {}",
  ],
  [
    "another edition",
    (broken: object) => Object.assign(broken, { edition: "1.0.0" }),
    'edition: value-not-among {"values":["3.0.0"]}',
  ],
  [
    "a misspelt property of the flows",
    (broken: ReturnType<typeof deployment>) => Object.assign(broken.resources.flows?.props ?? {}, { rolle: "x" }),
    "resources.flows.props.rolle: property-unknown {}",
  ],
])("a deployment with %s is refused", (_, change, problem) => {
  const broken = deployment();
  change(broken);
  expect(said(broken)).toContain(problem);
});

describe("a timer's expression", () => {
  test.each(["@every 4m", "@every 2h", "0 17 3,15 * * *", "0 0/5 * * * *", "CRON_TZ=Asia/Shanghai 0 0 4 * * *"])(
    "is taken: %s",
    (expression) => {
      expect(cronProblem(expression)).toBeUndefined();
    },
  );

  test.each([
    ["@every 30s", "cron-no-interval"],
    ["@daily", "cron-no-interval"],
    ["0 3 * * *", "cron-fields-missing"],
    ["* * 3 * * *", "cron-second-open"],
    ["0 61 3 * * *", "cron-unreadable"],
    ["0 0 4 30 2 *", "cron-never-due"],
    ["CRON_TZ=Mars/Olympus 0 0 4 * * *", "cron-unreadable"],
  ])("is refused: %s", (expression, problem) => {
    expect(cronProblem(expression)?.code).toBe(problem);
  });
});

import { readFileSync } from "node:fs";
import { FAILURES, isLeftAlone } from "../deployment/roles/policyOf.ts";
import { functions, operations, singleFunctions } from "../functions/registry.ts";
import { commonInput } from "../shared/core/operation.ts";
import { commonPreconditions } from "../shared/core/operations/preconditions.ts";
import { STATES } from "../shared/core/verdict.ts";
import { describeApi } from "../shared/features/api/description/describeApi.ts";
import { areaTable } from "./areaTable.ts";
import { flowPicture } from "./flowPicture.ts";
import { folderTable } from "./folderTable.ts";
import { functionsPage } from "./functionsPage.ts";
import { fieldsOf, inputTable } from "./inputTable.ts";
import { layFlow } from "./layFlow.ts";
import { table } from "./markdown.ts";
import { operationPage } from "./operationPage.ts";
import { planExamples } from "./planExamples.ts";
import { reasonsPage } from "./reasonsPage.ts";

/** A file, or a part of it, that is derived, and what it must say now. */
export interface GeneratedPart {
  file: string;
  /** Stands in the comments around it; a file without sections is derived as a whole. */
  section?: string;
  text: string;
}

/** Everything that is derived from the registry of functions. Plans each operation's example on a local cloud. */
export async function generated(): Promise<GeneratedPart[]> {
  const planned = await planExamples();
  const flow = readFileSync("flows/operation.yaml", "utf8");
  const guide = "docs/operations/README.md";
  return [
    { file: "s.yaml", section: "functions", text: functions.map(resourceOf).join("") },
    { file: "s.yaml", section: "order of removal", text: removalOrder() },
    { file: "CONTRIBUTING.md", section: "folders", text: folderTable() },
    { file: "README.md", section: "operations", text: areaTable("docs/operations/") },
    { file: guide, section: "operations", text: areaTable("") },
    { file: guide, section: "common input", text: inputTable(fieldsOf(commonInput)) },
    {
      file: guide,
      section: "refused everywhere",
      text: `\n${commonPreconditions.map(({ description }) => `- ${description}\n`).join("")}\n`,
    },
    { file: guide, section: "states", text: stateTable() },
    { file: guide, section: "flow", text: flowPicture(flow) },
    ...planned.map(({ operation, plan }) => ({
      file: `docs/operations/${operation.name}.md`,
      text: operationPage(operation, plan),
    })),
    { file: "docs/reasons.md", text: reasonsPage() },
    { file: "docs/operations/functions.md", text: functionsPage(singleFunctions) },
    { file: "console/graph/operationFlow.json", text: `${JSON.stringify(layFlow(flow), null, 1)}\n` },
    { file: "shared/core/operationNames.json", text: `${JSON.stringify(Object.keys(operations), null, 2)}\n` },
    {
      file: "shared/features/api/openApi.json",
      text: `${JSON.stringify(describeApi(Object.values(operations)), null, 1)}\n`,
    },
  ];
}

/**
 * What calls by itself goes first, then what runs, then what it runs on: in the order of the file roles would go before the
 * functions that have them (real-cloud.md FR11).
 */
function removalOrder(): string {
  const [callers, others] = [true, false].map((isCaller) =>
    functions.filter(
      ({ timer, listens, http }) => isCaller === [timer, listens, http].some((one) => one !== undefined),
    ),
  );
  const names = (some: typeof functions = []) => some.map(({ name }) => name).join(", ");
  return `    - [${names(callers)}]
    - [flows]
    - [${names(others)}]
    - [roles]
    - [logs]
`;
}

function resourceOf(described: (typeof functions)[number]): string {
  const { name, summary, timeout } = described;
  return `  ${name}:
    component: fc3@${FC3}
    extend: { name: function }
    props:
      functionName: \${vars.prefix}-${name}
      description: ${JSON.stringify(summary)}
      code: ./dist/functions/${name}
      timeout: ${timeout}
      role: acs:ram::\${config('AccountID')}:role/\${vars.prefix}-${name}
${asyncOf(described)}${concurrencyOf(described)}${environmentOf(described)}${triggersOf(described)}`;
}

/** The vendor's component; without a version it is always the newest (real-cloud.md FR12). */
const FC3 = "0.1.22";

/**
 * Who is called without waiting is called again for an hour, and then a record of it is kept. Of those that others call
 * under a name of their own, the same name again is the same call.
 */
function asyncOf(described: (typeof functions)[number]): string {
  const destination = `acs:fc:\${vars.region}:\${config('AccountID')}:functions/\${vars.prefix}-${FAILURES}`;
  return `      asyncInvokeConfig:
        maxAsyncEventAgeInSeconds: 3600
        maxAsyncRetryAttempts: 3
${described.sentByName === true ? "        asyncTask: true\n" : ""}${isLeftAlone(described) ? `        destinationConfig: { onFailure: { destination: "${destination}" } }\n` : ""}`;
}

/** What people ask must leave instances for what runs by itself: the account has 100 for all functions (real-cloud.md FR9). */
function concurrencyOf({ most }: (typeof functions)[number]): string {
  return most === undefined ? "" : `      concurrencyConfig: { reservedConcurrency: ${most} }\n`;
}

/** Variables that whoever deploys has set; unset ones are there and empty, as functions take them. */
function environmentOf({ environment = {} }: (typeof functions)[number]): string {
  const lines = Object.keys(environment).map((variable) => `        ${variable}: \${env('${variable}', '')}\n`);
  return lines.length === 0 ? "" : `      environmentVariables:\n${lines.join("")}`;
}

function triggersOf({ timer, http, listens }: (typeof functions)[number]): string {
  const triggers = [
    ...(timer === undefined ? [] : [timerTrigger(timer)]),
    ...(http === undefined ? [] : [httpTrigger(http)]),
    // The event trigger stays the last: the component deploys none behind one that has not changed (real-cloud.md FR21).
    ...(listens === undefined ? [] : [...listens.logs.map(logTrigger), eventTrigger(listens.events)]),
  ];
  return triggers.length === 0 ? "" : `      triggers:\n${triggers.join("")}`;
}

function timerTrigger(expression: string): string {
  return `        - triggerName: timer
          triggerType: timer
          qualifier: LATEST
          triggerConfig: { cronExpression: ${JSON.stringify(expression)}, enable: true, payload: "" }
`;
}

function httpTrigger({ methods, checkedBy }: NonNullable<(typeof functions)[number]["http"]>): string {
  return `        - triggerName: http
          triggerType: http
          qualifier: LATEST
          description: ${JSON.stringify(`Callers are checked by ${checkedBy}`)}
          triggerConfig:
            authType: \${env('ALBFLOW_API_AUTH', 'anonymous')}
            methods: [${methods.join(", ")}]
            disableURLInternet: false
`;
}

/** `project` and `logstore` are variables of s.yaml. */
function logTrigger({ name, project, logstore }: { name: string; project: string; logstore: string }): string {
  return `        - triggerName: ${name}
          triggerType: log
          qualifier: LATEST
          sourceArn: acs:log:\${vars.region}:\${config('AccountID')}:project/\${vars.${project}}
          invocationRole: acs:ram::\${config('AccountID')}:role/\${vars.prefix}-log-triggers
          triggerConfig:
            enable: true
            sourceConfig: { logstore: "\${vars.${logstore}}" }
            jobConfig: { maxRetryTime: 3, triggerInterval: 60 }
            functionParameter: {}
            logConfig: { project: "\${vars.logProject}", logstore: "\${vars.functionLogstore}" }
`;
}

function eventTrigger(filter: object): string {
  return `        - triggerName: events
          triggerType: eventbridge
          qualifier: LATEST
          triggerConfig:
            triggerEnable: true
            asyncInvocationType: true
            eventRuleFilterPattern: '${JSON.stringify(filter)}'
            eventSourceConfig: { eventSourceType: Default }
            eventSinkConfig: { deliveryOption: { mode: event-driven, eventSchema: CloudEvents } }
`;
}

function stateTable(): string {
  const rows = Object.entries(STATES).map(([state, { by, means }]) => [`\`${state}\``, by, means]);
  return table(["state", "said by", "what it means"], rows);
}

import FcSdk, * as fc from "@alicloud/fc20230330";
import RamSdk from "@alicloud/ram20150501";
import SlsSdk, * as sls from "@alicloud/sls20201230";
import { zipSync } from "fflate";
import { documentedValues, type RequestClass } from "./documentedValues.ts";
import type { Recording } from "./recording.ts";
import type { Product } from "./responseModels.ts";

/** Products without a parameter table, whose values are therefore played. CloudFlow's are in cloudFlowValues.ts. */
const PRODUCTS: [product: Product, packageName: string, sdk: object][] = [
  ["fc", "@alicloud/fc20230330", FcSdk],
  ["sls", "@alicloud/sls20201230", SlsSdk],
  ["ram", "@alicloud/ram20150501", RamSdk],
];

type Value = string | number;
type Play = (recording: Recording, value: never) => Promise<unknown>;

let made = 0;
const source = Buffer.from("exports.handler = async () => 'done';");
const ZIP = Buffer.from(zipSync({ "index.js": source })).toString("base64");
const TRUST = JSON.stringify({
  Version: "1",
  Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: { RAM: ["acs:ram::1234567890123456:root"] } }],
});
const PROJECT = "fidelity-values";
const role = { RoleName: "values" };

/** How each is sent, by product, action and parameter. */
const PLAYS: Record<string, Play> = {
  "fc CreateFunction body.timeout": ({ fc }, timeout) => createFunction(fc, `values-${made++}`, timeout),
  "fc CreateTrigger body.triggerType": ({ fc: client }, triggerType) => {
    const sourceArn = `acs:log:cn-hangzhou:1234567890123456:project/${PROJECT}`;
    const triggerConfig = CONFIGS[triggerType as string] ?? "{}";
    const body = { triggerName: `t${made++}`, triggerType, triggerConfig, sourceArn };
    return client.createTrigger("values", new fc.CreateTriggerRequest({ body: body as never }));
  },
  "sls CreateLogStore maxSplitShard": (all, maxSplitShard) => createLogstore(all, { autoSplit: true, maxSplitShard }),
  "sls CreateLogStore mode": (all, mode) => createLogstore(all, { mode }),
  "sls CreateLogStore telemetryType": (all, telemetryType) => createLogstore(all, { telemetryType }),
  "sls CreateLogStore ttl": (all, ttl) => createLogstore(all, { ttl }),
  "sls UpdateLogStore hot_ttl": (all, hotTtl) => updateLogstore(all, { hotTtl }),
  "sls UpdateLogStore maxSplitShard": (all, maxSplitShard) => updateLogstore(all, { autoSplit: true, maxSplitShard }),
  "sls UpdateLogStore mode": (all, mode) => updateLogstore(all, { mode }),
  "sls UpdateLogStore ttl": (all, ttl) => updateLogstore(all, { ttl }),
  "ram CreateRole MaxSessionDuration": ({ call }, MaxSessionDuration) =>
    call("ram", "CreateRole", { RoleName: `v${made++}`, AssumeRolePolicyDocument: TRUST, MaxSessionDuration }),
  "ram UpdateRole NewMaxSessionDuration": ({ call }, NewMaxSessionDuration) =>
    call("ram", "UpdateRole", { ...role, NewMaxSessionDuration }),
  "ram ListRoles MaxItems": ({ call }, MaxItems) => call("ram", "ListRoles", { MaxItems }),
  "ram ListPolicies MaxItems": ({ call }, MaxItems) => call("ram", "ListPolicies", { MaxItems }),
  "ram ListTagResources PageSize": ({ call }, PageSize) =>
    call("ram", "ListTagResources", { ResourceType: "role", PageSize }),
};

const CONFIGS: Record<string, string> = {
  http: JSON.stringify({ authType: "anonymous", methods: ["GET"] }),
  timer: JSON.stringify({ cronExpression: "@every 5m", enable: false, payload: "" }),
  log: JSON.stringify({
    sourceConfig: { logstore: "values" },
    jobConfig: { maxRetryTime: 3, triggerInterval: 60 },
    functionParameter: {},
    logConfig: { project: PROJECT, logstore: "values" },
    enable: false,
  }),
  eventbridge: JSON.stringify({
    triggerEnable: false,
    asyncInvocationType: false,
    eventRuleFilterPattern: "{}",
    eventSourceConfig: { eventSourceType: "Default" },
  }),
};

/**
 * Where what is taken differs from the documented values of the SDKs: a value that is refused as if there were no such, the
 * first and the last of a range, the ones beyond them, and parameters that nobody plays. What is refused as not emulated
 * is known, and says so.
 */
export async function playedValues(recording: Recording, actions: [Product, string][]): Promise<string[]> {
  await createFunction(recording.fc, "values", 5);
  await recording.sls.createProject(new sls.CreateProjectRequest({ projectName: PROJECT, description: "" }));
  await createLogstore(recording, { logstoreName: "values" });
  await recording.call("ram", "CreateRole", { ...role, AssumeRolePolicyDocument: TRUST });
  const differences: string[] = [];
  for (const [product, packageName, sdk] of PRODUCTS) {
    for (const [, action] of actions.filter(([one]) => one === product)) {
      const request = (sdk as Record<string, RequestClass>)[`${action}Request`];
      if (request === undefined) continue;
      for (const [parameter, { enum: values, minimum, maximum }] of documentedValues(packageName, request)) {
        const name = `${product} ${action} ${parameter}`;
        const isRange = minimum !== undefined && maximum !== undefined;
        if (values === undefined && !isRange) continue;
        const play = PLAYS[name];
        if (play === undefined) {
          differences.push(`${name} is not played`);
          continue;
        }
        for (const value of values ?? [minimum ?? 0, maximum ?? 0]) {
          if ((await outcome(play, recording, value)) === "refused") differences.push(`${name} lacks ${value}`);
        }
        for (const value of isRange ? [minimum - 1, maximum + 1] : ["NoSuchValue"]) {
          if ((await outcome(play, recording, value)) === "taken") differences.push(`${name} takes ${value}`);
        }
      }
    }
  }
  return differences;
}

async function outcome(play: Play, recording: Recording, value: Value): Promise<"taken" | "refused" | "not emulated"> {
  try {
    await play(recording, value as never);
    return "taken";
  } catch (error) {
    return (error as { code?: string }).code === "NotEmulated" ? "not emulated" : "refused";
  }
}

function createFunction(client: Recording["fc"], functionName: string, timeout: number): Promise<unknown> {
  const code = new fc.InputCodeLocation({ zipFile: ZIP });
  const input = { functionName, runtime: "nodejs20", handler: "index.handler", code, timeout };
  return client.createFunction(new fc.CreateFunctionRequest({ body: new fc.CreateFunctionInput(input) }));
}

function createLogstore(recording: Recording, more: object): Promise<unknown> {
  const settings = { logstoreName: `values-${made++}`, ttl: 30, shardCount: 1, ...more };
  return recording.sls.createLogStore(PROJECT, new sls.CreateLogStoreRequest(settings as never));
}

function updateLogstore(recording: Recording, more: object): Promise<unknown> {
  const settings = { logstoreName: "values", ttl: 3_000, shardCount: 1, ...more };
  return recording.sls.updateLogStore(PROJECT, "values", new sls.UpdateLogStoreRequest(settings as never));
}

import { functions } from "../../functions/registry.ts";
import type { FlowToDeploy } from "../flows/flowsOf.ts";
import type { FlowTask } from "../flows/tasksIn.ts";
import { type DeploymentTarget, targetFunctionArns } from "../target.ts";
import type { KmsSecret } from "./kmsSecretsIn.ts";
import { allow, functionLogsOf, type PolicyDocument, policyOf, type Reach } from "./policyOf.ts";

/** A role as it is to be deployed, with the one policy that is attached to it. */
export interface RoleToDeploy {
  name: string;
  description: string;
  /** The service that may take it, for example `fc.aliyuncs.com`. */
  trusts: string;
  /** Whom else it lets in, as the trust policy says; by the service alone unless given. */
  trust?: object;
  policy: PolicyDocument;
}

/** A function, without its prefix, that Simple Log Service calls with what a logstore receives. */
export interface LogTrigger {
  function: string;
  project: string;
  logstore: string;
}

/** The roles of a deployment: one for each function, one for its flows and, if there are any, one for its log triggers. */
export function rolesOf(
  target: DeploymentTarget,
  flows: FlowToDeploy[],
  logTriggers: LogTrigger[] = [],
  secrets: KmsSecret[] = [],
  reach?: Reach,
): RoleToDeploy[] {
  const { prefix } = target;
  const ofFunctions = functions.map((described) => ({
    name: `${prefix}-${described.name}`,
    description: described.summary,
    trusts: "fc.aliyuncs.com",
    policy: policyOf(described, target, {
      received: logTriggers.filter((trigger) => trigger.function === described.name),
      secrets: secrets.flatMap((one) => (one.function === described.name ? [one.secret] : [])),
      ...(reach === undefined ? {} : { reach }),
    }),
  }));
  const ofFlows = {
    name: `${prefix}-flows`,
    description: "What CloudFlow may do for these flows: invoke their functions.",
    trusts: "fnf.aliyuncs.com",
    policy: allow(flows.flatMap(({ tasks }) => permissionsFor(tasks))),
  };
  const ofLogTriggers = {
    name: `${prefix}-log-triggers`,
    description: "What Simple Log Service may do for these triggers: read their logstores and invoke their functions.",
    trusts: "log.aliyuncs.com",
    policy: allow(logTriggers.flatMap((trigger) => permissionsOfTrigger(trigger, target))),
  };
  return [...ofFunctions, ofFlows, ...(logTriggers.length === 0 ? [] : [ofLogTriggers])];
}

/** What a flow's tasks need: each action on the function that it names, else on everything, as RAM knows no flows (real-cloud.md CB1). */
function permissionsFor(tasks: FlowTask[]): [string, string[]][] {
  return tasks.map(({ Action, Parameters }) => {
    const [product = "", api = ""] = Action.split(":");
    const named = /^(acs:fc:.*:functions\/[^/]+)(?:\/.*)?$/.exec(Parameters?.resourceArn ?? "")?.[1];
    return [`${product.toLowerCase()}:${api}`, named === undefined ? ["*"] : [named, `${named}/*`]];
  });
}

/** functionCompute.md §9: invoke, read, keep the place in the logstore as a consumer group, and write the trigger's own log. */
function permissionsOfTrigger(trigger: LogTrigger, target: DeploymentTarget): [string, string[]][] {
  const project = `acs:log:${target.region}:${target.accountId}:project/${trigger.project}`;
  const logstore = `${project}/logstore/${trigger.logstore}`;
  const on = (resources: string[], actions: string[]) =>
    actions.map((action): [string, string[]] => [`log:${action}`, resources]);
  return [
    ["fc:InvokeFunction", targetFunctionArns(target, trigger.function)],
    ...on([logstore], ["GetCursorOrData", "ListShards", "GetLogStore"]),
    ...on([`${project}/logstore/*`], ["ListLogStores"]),
    ...on([`${logstore}/consumergroup/*`], CONSUMING),
    ...on(functionLogsOf(target), ["PostLogStoreLogs", "BatchPostLogStoreLogs"]),
  ];
}

const CONSUMING = [
  "CreateConsumerGroup",
  "UpdateConsumerGroup",
  "DeleteConsumerGroup",
  "ListConsumerGroup",
  "ConsumerGroupHeartBeat",
  "ConsumerGroupUpdateCheckPoint",
  "GetConsumerGroupCheckPoint",
];

import { functions } from "../../functions/registry.ts";
import type { FlowToDeploy } from "./flowsOf.ts";
import { flowArn, functionArn, type Place } from "./place.ts";
import { allow, type PolicyDocument, policyOf } from "./policyOf.ts";
import { tasksIn } from "./tasksIn.ts";

/** A role as it is to be deployed, with the one policy that is attached to it. */
export interface RoleToDeploy {
  name: string;
  description: string;
  /** The service that may take it, for example `fc.aliyuncs.com`. */
  trusts: string;
  policy: PolicyDocument;
}

/** A function, without its prefix, that Simple Log Service calls with what a logstore receives. */
export interface LogTrigger {
  function: string;
  project: string;
  logstore: string;
}

/** The roles of a deployment: one for each function, one for its flows and, if there are any, one for its log triggers. */
export function rolesOf(place: Place, flows: FlowToDeploy[], logTriggers: LogTrigger[] = []): RoleToDeploy[] {
  const { prefix } = place;
  const ofFunctions = functions.map((described) => ({
    name: `${prefix}-${described.name}`,
    description: described.summary,
    trusts: "fc.aliyuncs.com",
    policy: policyOf(
      described,
      place,
      logTriggers.filter((trigger) => trigger.function === described.name),
    ),
  }));
  const ofFlows = {
    name: `${prefix}-flows`,
    description: "What CloudFlow may do for these flows: invoke their functions.",
    trusts: "fnf.aliyuncs.com",
    policy: allow(flows.flatMap(({ definition }) => permissionsIn(definition, place))),
  };
  const ofLogTriggers = {
    name: `${prefix}-log-triggers`,
    description: "What Simple Log Service may do for these triggers: read their logstores and invoke their functions.",
    trusts: "log.aliyuncs.com",
    policy: allow(logTriggers.flatMap((trigger) => permissionsOfTrigger(trigger, place))),
  };
  return [...ofFunctions, ofFlows, ...(logTriggers.length === 0 ? [] : [ofLogTriggers])];
}

/** What a flow's tasks need: each action on the resource that it names, or on any when it names none. */
function permissionsIn(definition: string, place: Place): [string, string[]][] {
  const { region, accountId } = place;
  return tasksIn(definition).map(({ Action, Parameters }) => {
    const [product = "", api = ""] = Action.split(":");
    const { resourceArn, "resourceArn.$": computed } = Parameters ?? {};
    // A lock starts the flow of whoever held it.
    if (computed !== undefined) return [`${product.toLowerCase()}:${api}`, [flowArn(place, "*")]];
    if (resourceArn === undefined) return [`${product.toLowerCase()}:${api}`, ["*"]];
    // A function's version is not part of the resource; a flow's region and account may be left out (cloudflow.md §7).
    const resource = resourceArn
      .replace(/^(acs:fc:.*:functions\/[^/]+)\/.*$/, "$1")
      .replace(/^acs:fnf:::/, `acs:fnf:${region}:${accountId}:`);
    return [`${product.toLowerCase()}:${api}`, [resource]];
  });
}

/** functionCompute.md §9: invoke, read, and keep the place in the logstore as a consumer group. */
function permissionsOfTrigger(trigger: LogTrigger, place: Place): [string, string[]][] {
  const logstore = `acs:log:${place.region}:${place.accountId}:project/${trigger.project}/logstore/${trigger.logstore}`;
  return [
    ["fc:InvokeFunction", [functionArn(place, trigger.function)]],
    ...["GetCursorOrData", "ListShards"].map((action): [string, string[]] => [`log:${action}`, [logstore]]),
    ...CONSUMING.map((action): [string, string[]] => [`log:${action}`, [`${logstore}/consumergroup/*`]]),
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

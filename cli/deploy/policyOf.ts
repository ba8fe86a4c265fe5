import { flows, functions } from "../../functions/registry.ts";
import type { FunctionDescription } from "../../shared/functionCompute.ts";
import { flowArn, functionArn, type Place } from "./place.ts";

/** A RAM policy. */
export interface PolicyDocument {
  Version: "1";
  Statement: { Effect: "Allow"; Action: string[]; Resource: string[] }[];
}

/**
 * The policy of a function's role: the actions that it declares and no other, each on as little as RAM can tell apart.
 * `heard` are the logstores that it is called with new entries of.
 */
export function policyOf(
  { permissions, invokes, starts, lists = [], listens, everyRegion = false }: Declared,
  place: Place,
  heard: { project: string; logstore: string }[] = [],
): PolicyDocument {
  const reach = everyRegion ? { ...place, region: "*" } : place;
  const invoked = invokes?.map((name) => functionArn(place, name));
  const started = starts?.map((name) => flowArn(place, name));
  const keepsRecords =
    permissions.includes(WRITING_RECORDS) || invokes?.includes("keepRecords") === true || listens !== undefined;
  const logs = keepsRecords ? recordsOf(place) : projectsOf(place);
  const pulled = heard.length === 0 ? projectsOf(place) : heard.flatMap((store) => logstoreOf(place, store));
  return allow(
    permissions.map((action) => {
      if (action === "fc:InvokeFunction" && invoked !== undefined) return [action, invoked];
      if (action === "fnf:ListExecutions" && started !== undefined) {
        return [action, [...started, ...lists.map((name) => flowArn(place, name))]];
      }
      if (/^fnf:(?!ReportTask)/.test(action) && started !== undefined) return [action, started];
      if (action === "log:GetCursorOrData") return [action, pulled];
      return [action, action.startsWith("log:") ? logs : resourcesOf(action, reach)];
    }),
  );
}

type Declared = Pick<FunctionDescription, "permissions" | "invokes" | "starts" | "lists" | "everyRegion" | "listens">;

/** Who writes records, or has `keepRecords` write them, has to do with the deployment's own logstore only; everybody else with the access logs of listeners. */
const WRITING_RECORDS = "log:PostLogStoreLogs";

function recordsOf(place: Place): string[] {
  return logstoreOf(place, { project: place.logProject, logstore: place.logstore });
}

function logstoreOf(
  { region, accountId }: Place,
  { project, logstore }: { project: string; logstore: string },
): string[] {
  return [`acs:log:${region}:${accountId}:project/${project}/logstore/${logstore}`];
}

/** A listener's access log may be in any project of its region, or in one that is yet to be made. */
function projectsOf({ region, accountId }: Place): string[] {
  return [`acs:log:${region}:${accountId}:project/*`];
}

/** A policy of single permissions; actions on the same resources share a statement. */
export function allow(permissions: [action: string, resources: string[]][]): PolicyDocument {
  const resourcesOfAction = new Map<string, Set<string>>();
  for (const [action, resources] of permissions) {
    resourcesOfAction.set(action, new Set([...(resourcesOfAction.get(action) ?? []), ...resources]));
  }
  const statements = new Map<string, string[]>();
  for (const [action, resources] of [...resourcesOfAction].sort(([one], [other]) => byText(one, other))) {
    const key = JSON.stringify([...resources].sort(byText));
    statements.set(key, [...(statements.get(key) ?? []), action]);
  }
  return {
    Version: "1",
    Statement: [...statements].map(([key, Action]) => ({ Effect: "Allow", Action, Resource: JSON.parse(key) })),
  };
}

function resourcesOf(action: string, place: Place): string[] {
  const found = RESOURCES.find(([pattern]) => pattern.test(action));
  return found?.[1](place) ?? ["*"];
}

/** The first that matches decides. Listeners and rules belong to their load balancer (alb.md §3). */
const RESOURCES: [pattern: RegExp, resources: (place: Place) => string[]][] = [
  // Jobs belong to nothing, a task token names no flow, and the certificate service knows no resources (functionCompute.md §9).
  [/^alb:ListAsynJobs$|^fnf:ReportTask|^yundun-cert:/, () => ["*"]],
  [/^alb:.*ServerGroup/, ({ region, accountId }) => [`acs:alb:${region}:${accountId}:servergroup/*`]],
  // Domains belong to no region (the ARN of Alibaba Cloud DNS has a star there).
  [/^alidns:/, ({ accountId }) => [`acs:alidns:*:${accountId}:domain/*`]],
  // A list is associated by who may change both sides (the authorization table of AssociateAclsWithListener).
  [
    /^alb:.*Acl/,
    ({ region, accountId }) => [
      `acs:alb:${region}:${accountId}:acl/*`,
      `acs:alb:${region}:${accountId}:loadbalancer/*`,
    ],
  ],
  [/^alb:.*SecurityPolic/, ({ region, accountId }) => [`acs:alb:${region}:${accountId}:securitypolicy/*`]],
  [
    /^alb:.*(?:Listener|Rule|LoadBalancer)/,
    ({ region, accountId }) => [`acs:alb:${region}:${accountId}:loadbalancer/*`],
  ],
  [/^fnf:/, (place) => flows.map(({ name }) => flowArn(place, name))],
  [/^fc:/, (place) => functions.map(({ name }) => functionArn(place, name))],
];

function byText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

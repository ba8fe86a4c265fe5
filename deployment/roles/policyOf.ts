import { functions } from "../../functions/registry.ts";
import type { FunctionDescription } from "../../shared/platform/functionCompute.ts";
import { targetRole } from "../../shared/platform/targetRole.ts";
import { type DeploymentTarget, targetFunctionArns } from "../target.ts";

/** A RAM policy. */
export interface PolicyDocument {
  Version: "1";
  Statement: { Effect: "Allow"; Action: string[]; Resource: string[] }[];
}

/**
 * The policy of a function's role: the actions that it declares and no other, each on as little as RAM can tell apart.
 * `received` are the logstores that it is called with new entries of, `secrets` those of KMS that it reads.
 */
export function policyOf(
  declared: Declared,
  target: DeploymentTarget,
  {
    received = [],
    secrets = [],
    reach: { regions, accounts, domain } = NOWHERE,
  }: { received?: { project: string; logstore: string }[]; secrets?: string[]; reach?: Reach } = {},
): PolicyDocument {
  const { permissions, invokes, listens, everyRegion = false } = declared;
  const leaves = declared.elsewhere === true;
  const isAbroad = everyRegion || (leaves && regions.some((region) => region !== target.region));
  const place = isAbroad ? { ...target, region: "*" } : target;
  const invoked = invokes?.flatMap((name) => targetFunctionArns(target, name));
  const keepsRecords =
    permissions.includes(WRITING_RECORDS) ||
    invokes?.includes("keepRecords") === true ||
    listens !== undefined ||
    declared.readsRecords === true;
  const logs = keepsRecords ? recordsOf(target) : projectsOf(place);
  const pulled = received.length === 0 ? projectsOf(target) : received.flatMap((store) => logstoreOf(target, store));
  return allow([
    ...permissions.map((action): [string, string[]] => {
      if (action === "fc:InvokeFunction" && invoked !== undefined) return [action, invoked];
      if (action === "log:GetCursorOrData") return [action, pulled];
      return [action, action.startsWith("log:") ? logs : resourcesOf(action, place)];
    }),
    ...secrets.map((secret): [string, string[]] => [
      "kms:GetSecretValue",
      [`acs:kms:${target.region}:${target.accountId}:secret/${secret}`],
    ]),
    ...(leaves && accounts.length > 0
      ? [["sts:AssumeRole", targetRolesOf(target, accounts)] as [string, string[]]]
      : []),
    ...(domain === undefined ? [] : (declared.ofDomain ?? [])).map((action): [string, string[]] => [
      action,
      [`acs:fc:${target.region}:${target.accountId}:custom-domains/${domain}`],
    ]),
    ...platformPermissions(declared, target),
  ]);
}

/** A policy for actions on the listeners, certificates and access logs of an account in some regions, or in `*`. */
export function policyFor(actions: string[], regions: string[], accountId: string): PolicyDocument {
  return allow(
    actions.flatMap((action) =>
      regions.map((region): [string, string[]] => {
        const target = { region, accountId } as DeploymentTarget;
        return [action, action.startsWith("log:") ? projectsOf(target) : resourcesOf(action, target)];
      }),
    ),
  );
}

/** What a deployment works on beside home: regions of its own account, other accounts, and the domain of its pages. */
export interface Reach {
  regions: string[];
  accounts: string[];
  /** Absent where none is bound. */
  domain?: string;
}

const NOWHERE: Reach = { regions: [], accounts: [] };

/** The roles by which other accounts let a deployment in. So many that a policy would be too long (6,144 characters) are told by their name alone. */
function targetRolesOf({ prefix }: DeploymentTarget, accounts: string[]): string[] {
  const named = accounts.length > MOST_NAMED ? ["*"] : accounts;
  return named.map((accountId) => targetRole(prefix, accountId).replace("acs:ram::", "acs:ram:*:"));
}

const MOST_NAMED = 20;

type Declared = Pick<FunctionDescription, "permissions" | "invokes" | "everyRegion" | "elsewhere" | "listens"> &
  Partial<Pick<FunctionDescription, "timer" | "sentByName" | "probes" | "ofDomain" | "readsRecords">>;

/** The function that is told of what failed for good. */
export const FAILURES = "reportFailure";

/** Whether a function is called by what does not wait for it: then what fails for good goes to `FAILURES`. */
export function isLeftAlone({ timer, listens, sentByName }: Partial<FunctionDescription>): boolean {
  return timer !== undefined || listens !== undefined || sentByName === true;
}

/** What Function Compute does in a function's name, with its role: keep its log, and send on what it has given up. */
function platformPermissions(declared: Declared, target: DeploymentTarget): [string, string[]][] {
  return [
    ["log:PostLogStoreLogs", functionLogsOf(target)],
    // One in each VPC, however many there are: probe, probe2 and so on.
    ...(declared.probes === true
      ? [["fc:InvokeFunction", targetFunctionArns(target, "probe*")] as [string, string[]]]
      : []),
    ...(isLeftAlone(declared)
      ? [["fc:InvokeFunction", targetFunctionArns(target, FAILURES)] as [string, string[]]]
      : []),
  ];
}

/** Who writes records, has `keepRecords` write them or only reads them has to do with the deployment's own logstore only; everybody else with the access logs of listeners. */
const WRITING_RECORDS = "log:PostLogStoreLogs";

/** The deployment's own logstore. */
function recordsOf(target: DeploymentTarget): string[] {
  return logstoreOf(target, { project: target.logProject, logstore: target.logstore });
}

/** Where functions' and triggers' own logs are kept. */
export function functionLogsOf(target: DeploymentTarget): string[] {
  return logstoreOf(target, { project: target.logProject, logstore: target.functionLogstore });
}

function logstoreOf(
  { region, accountId }: DeploymentTarget,
  { project, logstore }: { project: string; logstore: string },
): string[] {
  return [`acs:log:${region}:${accountId}:project/${project}/logstore/${logstore}`];
}

/** A listener's access log may be in any project of its region, or in one that is yet to be made. */
function projectsOf({ region, accountId }: DeploymentTarget): string[] {
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

function resourcesOf(action: string, target: DeploymentTarget): string[] {
  const found = RESOURCES.find(([pattern]) => pattern.test(action));
  return found?.[1](target) ?? ["*"];
}

const ofAlb =
  (...kinds: string[]) =>
  ({ region, accountId }: DeploymentTarget): string[] =>
    kinds.map((kind) => `acs:alb:${region}:${accountId}:${kind}/*`);

/** The first that matches decides. Listeners and rules belong to their load balancer (alb.md §3). */
const RESOURCES: [pattern: RegExp, resources: (target: DeploymentTarget) => string[]][] = [
  // RAM knows no flows, no certificates and no metrics: whatever else a policy names for these has no effect (real-cloud.md CB1, C4,
  // alb.md §11.3). Of
  // ALB's reads the tables cannot be seen, and its example has a star (open.md O45).
  [/^(?:fnf|yundun-cert|cms):|^alb:(?:Get|List|Describe)/, () => ["*"]],
  // What names server groups and TLS policies is allowed on those as well (real-cloud.md CB3, open.md O44).
  [
    /^alb:(?:CreateListener|UpdateListenerAttribute|CreateRules?|UpdateRules?Attribute)$/,
    ofAlb("loadbalancer", "servergroup", "securitypolicy"),
  ],
  // Servers, by the ARNs of either of two pages (real-cloud.md CB4, open.md O46).
  [
    /^alb:(?:AddServersTo|ReplaceServersIn)ServerGroup$/,
    (target) => [
      ...ofAlb("servergroup", "ecs", "eni", "eci")(target),
      ...["ecs:{}:instance", "ecs:{}:eni", "eci:{}:containergroup"].map(
        (kind) => `acs:${kind.replace("{}", `${target.region}:${target.accountId}`)}/*`,
      ),
    ],
  ],
  [/^alb:.*ServerGroup/, ofAlb("servergroup")],
  // Domains belong to no region (the ARN of Alibaba Cloud DNS has a star there).
  [/^alidns:/, ({ accountId }) => [`acs:alidns:*:${accountId}:domain/*`]],
  // A list is associated by who may change both sides (the authorization table of AssociateAclsWithListener).
  [/^alb:.*Acl/, ofAlb("acl", "loadbalancer")],
  [/^alb:.*SecurityPolic/, ofAlb("securitypolicy")],
  [/^alb:.*(?:Listener|Rule|LoadBalancer)/, ofAlb("loadbalancer")],
  [/^fc:/, (target) => functions.flatMap(({ name }) => targetFunctionArns(target, name))],
];

function byText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

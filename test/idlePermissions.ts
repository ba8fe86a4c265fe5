import type { RecordedActions, RoleActions } from "./recordedActions.ts";

const CONSUMER_GROUPS =
  "Function Compute's own log trigger keeps its place in a consumer group; the local one keeps it by itself.";

function ofConsumerGroups(): string[] {
  return [
    "ConsumerGroupHeartBeat",
    "ConsumerGroupUpdateCheckPoint",
    "CreateConsumerGroup",
    "DeleteConsumerGroup",
    "GetConsumerGroupCheckPoint",
    "ListConsumerGroup",
    "UpdateConsumerGroup",
  ];
}

/** Permissions that no test uses, each with its reason: `<role> <action>`, with `*` for every role. */
const IDLE: Record<string, string> = {
  "* fnf:StopExecution": "Ends a lock whose holder is gone. Code of every operation, tested with some of them.",
  "* alb:ListAsynJobs":
    "A job is asked about only while its change does not show, and policies are made without one. Code of every operation.",
  "* fc:InvokeFunction":
    "Looks at an instance inside a VPC are made by the function probe. Code of every operation, tested with a rotation and verify.",
  "albflow-removecertificates alb:ListListeners":
    "The HTTPS listener that carries a QUIC listener's certificates is looked for when it gets one; code of every operation.",
  ...Object.fromEntries(ofConsumerGroups().map((action) => [`albflow-log-triggers log:${action}`, CONSUMER_GROUPS])),
};

/**
 * What is wrong with the roles of a deployment after all tests: actions that they were denied, actions that they may do
 * and never did, and exceptions from that which are none any more. `granted` is by the lower-case name of a role.
 */
export function permissionProblems(
  granted: RoleActions,
  { used, denied }: RecordedActions,
  idle: Record<string, string> = IDLE,
): string[] {
  const unused = Object.entries(granted).flatMap(([role, actions]) =>
    actions.filter((action) => !(used[role] ?? []).includes(action)).map((action) => ({ role, action })),
  );
  const reasonOf = ({ role, action }: (typeof unused)[number]) => idle[`${role} ${action}`] ?? idle[`* ${action}`];
  const excused = new Set(unused.flatMap(({ role, action }) => [`${role} ${action}`, `* ${action}`]));
  return [
    ...deniedProblems(denied),
    ...unused
      .filter((one) => reasonOf(one) === undefined)
      .map(({ role, action }) => `${role} may do ${action}, and no test has used it.`),
    ...Object.keys(idle)
      .filter((one) => !excused.has(one))
      .map((one) => `${one} is used: its exception in test/idlePermissions.ts has no reason any more.`),
  ];
}

/** Actions that roles were denied. A sample of the tests says no more: it leaves some permissions unused. */
export function deniedProblems(denied: RecordedActions["denied"]): string[] {
  return Object.entries(denied).flatMap(([role, all]) => {
    const actions = all.filter((action) => action !== SECRETS);
    return actions.length === 0 ? [] : [`${role} was denied ${actions.join(", ")}.`];
  });
}

/** Which secrets a role may read follows from albflow.yaml: a test names some that no role may, to see what that costs. */
const SECRETS = "kms:GetSecretValue";

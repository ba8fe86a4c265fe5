import type { AnyReason } from "../../../platform/reasons/define.ts";
import type { executionReasons } from "../../../platform/reasons/topics/execution.ts";
import { isQuota } from "../isQuota.ts";
import type { Format, Messages } from "../message.ts";
import { byHand, doubts, verification } from "./verification.ts";

type Difference = { field: string; expected: unknown; found: unknown };

const differ = (differences: readonly Difference[], f: Format) =>
  differences.length === 0
    ? "a field that albflow does not show differs"
    : differences
        .map(({ field, expected, found }) => `${field} changed from ${f.value(expected)} to ${f.value(found)}`)
        .join(", ");
const remain = (differences: readonly Difference[], f: Format) =>
  differences.length === 0
    ? ""
    : `. It is not as before: ${differences.map(({ field, expected, found }) => `${field} is ${f.value(found)} instead of ${f.value(expected)}`).join(", ")}`;
const listed = (steps: readonly AnyReason[], { messageOf }: Format) => steps.map(messageOf).join(", then ");
const held = (holder: { flow: string; execution: string } | null) =>
  holder === null ? "another execution" : `execution ${holder.execution} of ${holder.flow}`;
const left = (resources: readonly AnyReason[], f: Format) =>
  resources.length === 0 ? "" : `. It created ${resources.map(f.messageOf).join(" and ")}, and could not remove that`;
/** The next steps of several reasons, each once, as sentences of which the last has no full stop. */
const nextOf = (reasons: readonly AnyReason[], f: Format) =>
  [...new Set(reasons.map(f.next))]
    .filter((step) => step !== "")
    .map(f.sentence)
    .join(" ")
    .replace(/\.$/, "");
const LESS =
  "Remove what nothing needs from the account and region of the listener (certificates with removeCertificates), or raise the quota there at https://quotas.console.aliyun.com";
const REPLAN = "Review and approve a new plan";

export const execution: Messages<typeof executionReasons> = {
  ...verification,
  "input-invalid": {
    message: ({ problems }, { messageOf }) =>
      `The input is not valid: ${problems.map(({ field, problem }) => `${field} ${messageOf(problem)}`.trim()).join("; ")}`,
    next: "Correct the input; docs/operations describes it",
  },
  "operation-refused": {
    message: ({ operation, resource, reasons }, { messageOf }) =>
      `${operation} on ${resource} is refused: ${reasons.map(messageOf).join("; ")}. Nothing was changed`,
    next: ({ reasons }, f) => nextOf(reasons, f) || "Remove what is in the way, and plan it again",
  },
  "planning-failed": {
    message: ({ operation, cause }, { messageOf }) =>
      `${operation} cannot be planned: ${messageOf(cause)}. Nothing was changed`,
    next: ({ cause }, f) => nextOf([cause], f) || "Fix the cause, and plan it again",
  },
  "preflight-gave-up": {
    message: "Preflight failed after its retries: the listener could not be read, or stayed busy. Nothing was changed",
    next: "Fix the cause, and plan it again",
  },
  "account-not-operated": {
    message: ({ accountId }) => `This deployment does not operate the account ${accountId}`,
    next: "Name the account under targets in albflow.yaml, let albflow in with `albflow target add`, and deploy",
  },
  "account-read-only": {
    message: ({ accountId }) => `This deployment only looks at the account ${accountId}, and changes nothing there`,
    next: "Whoever runs the account makes the change; or take readOnly from it under targets in albflow.yaml, let albflow in with `albflow target add`, and deploy",
  },
  "account-closed": {
    message: ({ accountId, role, cause }, { messageOf }) =>
      `The account ${accountId} does not let albflow in by its role ${role}: ${messageOf(cause)}`,
    next: ({ accountId }) => `\`albflow target add ${accountId}\` prints the role's policy and trust as they must be`,
  },
  "region-not-operated": {
    message: ({ region, regions }, { list }) => `This deployment operates ${list(regions)}, not ${region}`,
    next: "Add the region to regions in albflow.yaml, and deploy",
  },
  "region-not-operated-there": {
    message: ({ accountId, region, regions }, { list }) =>
      `In the account ${accountId} this deployment operates ${list(regions)}, not ${region}`,
    next: "Add the region to the account's regions under targets in albflow.yaml, and deploy",
  },
  "listener-not-found": {
    message: ({ listenerId }) => `There is no listener ${listenerId} in this region`,
    next: "Check the id and the region; `albflow listeners` lists them",
  },
  "nothing-to-change": ({ resource }) => `No change needed: ${resource} already matches`,
  "nothing-to-undo": ({ resource, execution }) =>
    `No change needed: ${resource} already is as it was before ${execution}`,
  "nothing-left-behind": ({ execution }) => `${execution} has left nothing to roll back`,
  "plan-ready": ({ operation, steps }, f) =>
    `${operation} takes ${f.count(steps.length, "step", "steps")}: ${listed(steps, f)}`,
  "approval-required": ({ operation, steps, impacts }, f) =>
    `${operation} takes ${f.count(steps.length, "step", "steps")}: ${listed(steps, f)}. Requires approval by another person (${f.list(impacts)})`,
  "plan-outdated": {
    message: ({ resource, differences }, f) =>
      `The plan is out of date: on ${resource} ${differ(differences, f)}. Nothing was changed`,
    next: REPLAN,
  },
  "plan-outdated-too-often": {
    message: ({ resource, differences, times }, f) =>
      `The plan is out of date for the ${times}th time: on ${resource} ${differ(differences, f)}. Nothing was changed`,
    next: "Start it again when nobody else works on the resource",
  },
  "plan-outdated-late": {
    message: ({ resource, differences }, f) =>
      `The plan is out of date: on ${resource} ${differ(differences, f)}. There was no time left to plan again; nothing was changed`,
    next: "Start it again",
  },
  "plan-stale": {
    message: ({ resource }) =>
      `The approved plan is out of date: ${resource} is no longer as it was when it was made. Nothing was changed`,
    next: REPLAN,
  },
  replanned: ({ resource, differences, now }, f) =>
    `Planned again, because on ${resource} ${differ(differences, f)}. ${f.messageOf(now)}`,
  "resource-not-settled": ({ resource, status }) => `${resource} is ${status}`,
  "waiting-to-settle": {
    message: ({ step, cause }, { messageOf }) =>
      step === null
        ? `${messageOf(cause)}; nothing was changed yet`
        : `${messageOf(cause)}; waiting for it before: ${messageOf(step)}`,
    next: "An execution tries again by itself; a plan has to be asked for again",
  },
  "settle-timed-out": {
    message: ({ cause }, { messageOf }) =>
      `${messageOf(cause)}, and did not settle before the deadline. Nothing was changed`,
    next: "Start it again when the resource has settled",
  },
  "dry-run-objection": {
    message: ({ action, cause }, { messageOf }) => `ALB's dry run of ${action} objects: ${messageOf(cause)}`,
    next: ({ otherwise, cause }) =>
      `${isQuota(cause) ? LESS : "Fix what ALB objects to"}${otherwise === null ? "" : `, or set ${otherwise}, which goes without this write`}, and plan it again`,
  },
  "dry-run-unrecognised": {
    message: "ALB did not recognise the dry run",
    next: "Report it: albflow relies on dry runs",
  },
  "not-verifiable": {
    message: ({ cause }, { messageOf }) => `what it serves could not be verified from here: ${messageOf(cause)}`,
    next: "Let the functions reach the listener, or accept it with verification.acceptUnreachable",
  },
  "stays-unverified": ({ vpcId }) =>
    `what clients get will not be verified: the instance is internal to ${vpcId}, and network in albflow.yaml does not name it`,
  "changed-while-planning": {
    message: ({ resource }) => `${resource} was changed while it was planned for`,
    next: "An execution tries again by itself; a plan has to be asked for again",
  },
  "lock-timed-out": {
    message: ({ resource, holder }) =>
      `Timed out waiting for the lock on ${resource}, held by ${held(holder)}. Nothing was changed`,
    next: "Start it again when the other execution has ended",
  },
  "lock-waiting": ({ resource, holder }) => `Waiting for the lock on ${resource}, held by ${held(holder)}`,
  "step-already-made": ({ step }, { messageOf }) => `Already done: ${messageOf(step)}`,
  "step-accepted": ({ step, requestId, jobId }, { messageOf }) =>
    `Accepted: ${messageOf(step)}${requestId === "" ? "" : ` (request ${requestId}${jobId === "" ? "" : `, job ${jobId}`})`}`,
  "step-refused": {
    message: ({ step, cause }, { messageOf }) => `The cloud refused to ${messageOf(step)}: ${messageOf(cause)}`,
    next: ({ cause }) =>
      isQuota(cause) ? `${LESS}, and start it again` : "Fix what the cloud objects to, and start it again",
  },
  "more-writes": ({ count }, f) => `${f.count(count, "more write", "more writes")} followed, not listed one by one`,
  "step-done": ({ step }, { messageOf }) => `Done: ${messageOf(step)}`,
  "step-waiting": ({ step, cause }, { messageOf }) => `Waiting for: ${messageOf(step)} (${messageOf(cause)})`,
  "step-timed-out": {
    message: ({ step, cause }, { messageOf }) => `Timed out waiting for: ${messageOf(step)} (${messageOf(cause)})`,
    next: "Start it again, with a longer deadlineSeconds if the cloud is slow",
  },
  "step-gave-up": {
    message: ({ step, error, cause }, { messageOf }) =>
      `Step ${step} failed after its retries: ${error}: ${messageOf(cause)}`,
    next: "Fix the cause, and start it again",
  },
  "job-processing": ({ jobId }) => `job ${jobId} is still processing`,
  "job-failed": {
    message: ({ jobId, cloudCode, message }) => `ALB's job ${jobId} failed: ${cloudCode}: ${message}`,
    next: "Fix what ALB objects to, and start it again",
  },
  "change-not-visible": ({ resource }) => `${resource} does not show the change yet`,
  "changed-meanwhile": {
    message: ({ resource, differences }, f) => `Somebody else changed ${resource} meanwhile: ${differ(differences, f)}`,
    next: "Start it again when nobody else works on the resource",
  },
  "execution-ended": {
    message: ({ execution }) => `${execution} has ended. Nothing was changed`,
    next: "Start it again under another name",
  },
  "phase-failed": {
    message: ({ cause }, { messageOf }) => messageOf(cause),
    next: "Fix the cause, and start it again",
  },
  "execution-says-no-more": {
    message: "Its execution says no more",
    next: "Read its history in the console of CloudFlow",
  },
  "history-unreadable": {
    message: ({ cause }, { messageOf }) => `Its history cannot be read: ${messageOf(cause)}`,
    next: "Try again later",
  },
  "ended-unseen": "It was ended before it had read anything",
  "cut-off": {
    message: ({ execution, cloudCode, message, last }, { messageOf }) =>
      `CloudFlow ended ${execution} before it was done: ${cloudCode}: ${message}. Before that: ${messageOf(last)}`,
    next: "Read the history of the execution; its changes are rolled back",
  },
  "ended-with-error": {
    message: ({ reason, error, cause }, { messageOf }) => `${messageOf(reason)} (${error}: ${messageOf(cause)})`,
    next: "Fix the cause, and start it again",
  },

  "carrying-out": ({ operation, effect }, { messageOf }) => `${operation}: ${effect.map(messageOf).join("; ")}`,
  "rolling-back": ({ operation, cause }, { messageOf }) => `${operation} is rolled back: ${messageOf(cause)}`,
  "undoes-execution": ({ execution }) => `undoes ${execution}`,
  "name-stays": "an undo keeps the new name: the listener has none, or one that only a new listener may have",
  "rollback-waiting": ({ cause }, { messageOf }) => `Rollback: waiting, because ${messageOf(cause)}`,
  "rollback-step-accepted": ({ step }, { messageOf }) => `Rollback: accepted: ${messageOf(step)}`,
  "rollback-retrying": ({ step }, { messageOf }) =>
    `Rollback: retrying "${messageOf(step)}"; the previous attempt did not persist`,
  "rolled-back": ({ resource, newId, keptName, kept }, f) =>
    `${resource} is as it was before${keptName === null ? "" : `, but for the name "${keptName}", as no call can put the former one back`}${newId === null ? "" : `, under the new id ${newId}`}${kept.length === 0 ? "" : `; ${f.list(kept)} was created and stays, as it may hold records`}`,
  "rolled-back-unverified": ({ result, causes, more }, f) => `${f.messageOf(result)}${doubts(causes, more, f)}`,
  "rollback-impossible": {
    message: ({ obstacles }, { messageOf }) => `Rollback is not possible: ${obstacles.map(messageOf).join("; ")}`,
    next: "Manual action required: decide what the listener should be, and set it",
  },
  "rollback-blocked": {
    message: ({ cause }, { messageOf }) => `Rollback was not possible: ${messageOf(cause)}`,
    next: (params) => byHand(params),
  },
  "rollback-timed-out": {
    message: ({ step, left: resources, differences }, f) =>
      `Rollback timed out; remaining step: ${f.messageOf(step)}${left(resources, f)}${remain(differences, f)}`,
    next: (params) => byHand(params),
  },
  "rollback-step-refused": {
    message: ({ step, cause, left: resources, differences }, f) =>
      `Rollback failed: the cloud refused to ${f.messageOf(step)}: ${f.messageOf(cause)}${left(resources, f)}${remain(differences, f)}`,
    next: (params) => byHand(params),
  },
  "rollback-mismatch": {
    message: ({ problem, resource }, { messageOf }) =>
      `After the rollback ${resource} still differs: ${messageOf(problem)}`,
    next: (params) => byHand(params),
  },
  "not-made-by-execution": ({ found, made }, { messageOf }) =>
    `${messageOf(found)} was not created by it: it created ${made}, which is gone`,
  "stands-in-its-place": ({ found, gone }, { messageOf }) =>
    `${messageOf(found)} stands where ${gone} stood, and was not created by it`,
  "changed-since": ({ found, differences, made }, f) => {
    const how = made === null ? differ(differences, f) : `it created ${f.messageOf(made)}`;
    return `${f.messageOf(found)} was changed by somebody else since: ${how}`;
  },
  "not-as-planned": ({ found }, { messageOf }) => `${messageOf(found)} is not as it would have created it`,
  "deleted-meanwhile": ({ resource }) => `${resource} was deleted by somebody else meanwhile`,
  "found-listener": ({ id, protocol, port, loadBalancerId, status }) =>
    `${id} (${protocol} port ${port} of ${loadBalancerId}, ${status})`,
  "found-resource": ({ id, name, copyOf }) => {
    const what = copyOf === "" ? name : `copy of ${copyOf}`;
    return id === "" ? what || "the resource" : what === "" ? id : `${id} (${what})`;
  },
  "found-access-log": ({ logstore }) => `the access log to ${logstore}`,
  "undo-not-found": {
    message: ({ execution, operation }) => `There is no execution ${execution} of ${operation}`,
    next: "`albflow executions` lists them",
  },
  "undo-still-running": {
    message: ({ execution }) => `${execution} still runs`,
    next: "Stop it, or wait for its end",
  },
  "undo-changed-nothing": {
    message: ({ execution }) => `${execution} has changed nothing that could be undone`,
    next: "Nothing to do",
  },
  "undo-not-its-own": {
    message: ({ execution, obstacles }, { messageOf }) =>
      `${execution} can only undo what it created itself, as it created it: ${obstacles.map(messageOf).join("; ")}`,
    next: "Decide what the listener should be, and change it with an operation of its own",
  },
  "undo-refused": {
    message: ({ reasons }, { messageOf }) => reasons.map(messageOf).join("; "),
    next: "Replace what has expired first",
  },

  "unknown-phase": {
    message: ({ function: name, phase, known }) =>
      `${name} was asked for the phase ${JSON.stringify(phase)}; it knows ${known.join(", ")}`,
    next: "Deploy flows and functions of the same version",
  },
  "verdict-missing": {
    message: "The event carries no verdict; flows pass on what preflight returned",
    next: "Start the flow instead of the function",
  },
  "plan-missing": {
    message: ({ execution }) => `The verdict of ${execution} carries no plan`,
    next: "Start the flow from its beginning",
  },
  "step-missing": {
    message: ({ execution, step }) => `The plan of ${execution} has no step ${step}`,
    next: "Deploy flows and functions of the same version",
  },
};

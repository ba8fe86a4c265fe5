import { userInfo } from "node:os";
import { cliMessage, cliMessages, cliSentences } from "../../deployment/language.ts";
import { problemOfExecutionName } from "../../shared/core/executionNames.ts";
import { isUnrecorded, type Outcome, type StateVisit } from "../../shared/core/executions.ts";
import { flowNameOf, prefix } from "../../shared/core/flowDefinition.ts";
import { followExecution } from "../../shared/core/followExecution.ts";
import { IMPACTS, impactsOf } from "../../shared/core/impact.ts";
import { withMessages } from "../../shared/core/messages/withMessages.ts";
import { clientsSawIn } from "../../shared/core/observed.ts";
import { problemOfName } from "../../shared/core/personName.ts";
import { asked, isSameRequest, signRequest } from "../../shared/core/signedRequest.ts";
import { type Plan, storyOf, textIn, type Verdict } from "../../shared/core/verdict.ts";
import { type CloudFlowClient, openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { openFunctions } from "../../shared/platform/clients/functions.ts";
import { clock } from "../../shared/platform/clock.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { askAtTerminal } from "../askAtTerminal.ts";
import { complain } from "../complaint.ts";
import { type Connection, type ConnectionOptions, flagsOf, withConnection } from "../connection.ts";
import { whenLeaving } from "../leaving.ts";
import { isForMachines, type OutputOptions, printAnswer } from "../output.ts";
import { printableLines } from "../printable.ts";
import { troubleshootingAt } from "../troubleshootingAt.ts";
import { describePlan } from "./describePlan.ts";
import { executionNamed } from "./executionNamed.ts";
import { EXIT, exitCodeOf } from "./exitCodes.ts";
import { previewOf } from "./previewOf.ts";
import { openProgress } from "./progress.ts";
import { saidOnce } from "./saidOnce.ts";
import { secretOf } from "./secretOf.ts";

/** How an operation is run from the command line. */
export interface RunOptions extends ConnectionOptions, OutputOptions {
  /** Only say what would be done. */
  plan?: boolean;
  /** With `plan`: whether there is something to do follows from the exit code. */
  detailedExitcode?: boolean;
  /** Do not ask. */
  yes?: boolean;
  /** `false`: say where to look, and leave. */
  wait?: boolean;
  /** Name of the execution: the same name is the same execution. */
  name?: string;
  /** Who asks for it; else the user of this machine. */
  as?: string;
}

/** Plans an operation, asks, starts its flow with the plan that was shown, and follows it. Gives the exit code. */
export async function runOperation(operation: string, input: object, options: RunOptions): Promise<number> {
  return withConnection(options, (connection) => runIn(connection, operation, input, options));
}

/** The same, where there is a connection already. */
export async function runIn(
  connection: Connection,
  operation: string,
  input: object,
  options: RunOptions,
): Promise<number> {
  const reported: { goesOn: Reason } = { goesOn: reason("nothing-changed") };
  const stay = whenLeaving(() => reported.goesOn);
  return runInside(connection, operation, input, options, (goesOn) => {
    // Whoever follows it says it from then on.
    if (goesOn === undefined) stay();
    else reported.goesOn = goesOn;
  }).finally(stay);
}

async function runInside(
  connection: Connection,
  operation: string,
  input: object,
  options: RunOptions,
  onGoing: (goesOn: Reason | undefined) => void,
): Promise<number> {
  const { session, engine } = connection;
  if (engine?.isOwn === true && options.wait === false) {
    throw new AlbflowError("InvalidInput", reason("embedded-must-wait"));
  }
  const flow = flowNameOf(prefix(), operation);
  const requestedBy = options.as ?? userInfo().username;
  const unfit = problemOfName(requestedBy);
  if (unfit !== undefined)
    throw new AlbflowError("InvalidInput", reason("person-name-unfit", { name: requestedBy, problem: unfit }));
  const request = { ...input, requestedBy };
  const cloudFlow = openCloudFlow(session);
  const print = isForMachines(options) ? () => {} : (line: string) => console.log(printableLines(line));
  const answer = (reported: object, lines: string[] = []) =>
    printAnswer(withMessages(reported, cliMessages()) as object, { ...options, connection }, () => lines);
  const isAgain = options.plan !== true && (await isStarted(cloudFlow, operation, request, options.name));
  if (isAgain === "as another request") return EXIT.refused;

  const execution = options.name ?? `cli-${operation}-${clock.now().toString(36)}`;
  const flags = flagsOf(options);
  if (isAgain) print(cliSentences("execution-repeated", { execution }));
  else {
    const planned = await previewOf(openFunctions(session), operation, request, print);
    for (const line of describePlan(planned)) print(line);
    const more = planned.state === "refused" ? troubleshootingAt([planned.reason]) : undefined;
    if (more !== undefined) print(more);
    const isUseful = planned.state !== "unchanged" && options.detailedExitcode === true;
    const done = planned.state === "refused" ? EXIT.refused : isUseful ? EXIT.wouldChange : EXIT.done;
    if (options.plan === true || planned.state === "refused" || planned.state === "unchanged") {
      await answer(planned);
      return done;
    }
    if (!(await mayStart(planned, options))) return EXIT.refused;
    onGoing(goingOn(connection, { execution, flags }));
    await startPlanned(connection, { operation, execution, request, planned }, options);
    // Of two commands with one name at the same moment, one has come first.
    if ((await isStarted(cloudFlow, operation, request, execution)) === "as another request") return EXIT.refused;
    print(`\n${cliSentences("execution-started", { execution, flags })}`);
  }
  onGoing(undefined);
  if (options.wait === false) {
    await answer({ flow, execution });
    return EXIT.done;
  }
  const outcome = await followAloud(cloudFlow, flow, execution, { print, flags, connection });
  await answer({ flow, execution, ...outcome }, outcome.verdict === undefined ? [] : endLines(outcome.verdict));
  return exitCodeOf(outcome.verdict);
}

/** What becomes of an execution when its command is left: an engine of this process ends with it, all others go on. */
function goingOn({ engine }: Pick<Connection, "engine">, followed: { execution: string; flags: string }): Reason {
  if (engine?.isOwn === true) return reason("follow-interrupted-embedded", followed);
  return reason("follow-interrupted", followed);
}

/** Starts an operation with the plan that was shown, signed where this machine can. */
export async function startPlanned(
  connection: Connection,
  {
    operation,
    execution,
    request,
    planned,
  }: { operation: string; execution: string; request: object; planned: Pick<Verdict, "plan" | "touches"> },
  options: RunOptions,
): Promise<void> {
  const { plan, touches = [] } = planned;
  const agreed = { ...request, plan: plan?.hash };
  const secret = secretOf(connection, options);
  if (secret === undefined && plan?.needsApproval === true) {
    complain(reason("requester-unproven", { requester: textIn(agreed, "requestedBy") }));
  }
  const signed =
    secret === undefined ? agreed : signRequest(secret("requests"), { operation, execution, input: agreed, touches });
  await openCloudFlow(connection.session).start(flowNameOf(prefix(), operation), execution, signed);
}

/**
 * Follows an execution to its end, and says each state that it leaves. Whoever presses Ctrl-C meanwhile reads that it
 * goes on, or with which command it does if it lives in this process.
 */
export async function followAloud(
  cloudFlow: CloudFlowClient,
  flow: string,
  execution: string,
  {
    print,
    flags,
    connection = {},
    isLeft = true,
  }: {
    print: (line: string) => void;
    flags: string;
    connection?: Pick<Connection, "engine">;
    /** `false` where somebody else sees to Ctrl-C. */
    isLeft?: boolean;
  },
): Promise<Outcome> {
  const progress = openProgress();
  const isNew = saidOnce();
  const leaving = () => {
    progress.clear();
    return goingOn(connection, { execution, flags });
  };
  const stay = isLeft ? whenLeaving(leaving) : () => undefined;
  return followExecution(cloudFlow, flow, execution, (visit) => {
    progress.clear();
    const line = lineOf(visit, { execution, flags });
    if (line !== undefined && isNew(visit.name, line)) print(line);
    if (visit.exitedAt === undefined) progress.show(visit.name);
  }).finally(() => {
    stay();
    progress.clear();
  });
}

/** Whether an execution of this name was started before, and for this request; a sentence tells both when it was another. */
async function isStarted(
  cloudFlow: CloudFlowClient,
  operation: string,
  request: object,
  name: string | undefined,
): Promise<boolean | "as another request"> {
  if (name === undefined) return false;
  const problem = problemOfExecutionName(name);
  if (problem !== undefined) throw new AlbflowError("InvalidInput", problem);
  const earlier = await executionNamed(cloudFlow, name).catch((error: unknown) => {
    if (error instanceof AlbflowError && error.kind === "NotFound") return undefined;
    throw error;
  });
  if (earlier === undefined) return false;
  const input = JSON.parse(earlier.row.Input) as Record<string, unknown>;
  if (earlier.operation === operation && isSameRequest(input, request)) return true;
  const { plan: _, ...given } = asked(input);
  const earlierRequest = { operation: earlier.operation, input: given };
  complain(
    reason("execution-name-taken", { execution: name, earlier: earlierRequest, asked: { operation, input: request } }),
  );
  return "as another request";
}

/** How it has ended; what clients saw, where something was taken back. */
export function endLines(verdict: Verdict): string[] {
  const seen = clientsSawIn(verdict);
  return ["", ...[...storyOf(verdict), ...(seen === null ? [] : [seen])].map((one) => cliMessages().sentences(one))];
}

/** What somebody else would have to agree to is asked for here as well; without a terminal nobody can be asked. */
export async function mayStart(
  { plan }: { plan: Pick<Plan, "impacts" | "needsApproval"> | null },
  { yes }: RunOptions,
): Promise<boolean> {
  const reasons = impactsOf(plan ?? {}).filter((impact) => IMPACTS[impact].asks);
  if (yes === true || plan?.needsApproval !== true || reasons.length === 0) return true;
  const asks = reason("confirm-impact", { impacts: reasons });
  if (!process.stdin.isTTY) {
    complain(reason("impact-unconfirmed", { impacts: reasons }));
    return false;
  }
  if (/^(?:y(?:es)?|是)$/i.test(await askAtTerminal(`\n${cliMessages().message(asks)} `))) return true;
  complain(reason("nothing-changed"));
  return false;
}

/** States that somebody follows; choices and pauses tell nothing that these do not. */
const REPORTED = new Set(["Preflight", "Call", "Ready", "Verify", "Count", "Undo", "VerifyUndone"]);

function lineOf(visit: StateVisit, followed: { execution: string; flags: string }) {
  const { name, exitedAt, verdict } = visit;
  if (isUnrecorded(visit))
    return `  ✗ ${name.padEnd(12)} ${cliMessages().sentences(reason("record-not-kept", { flags: followed.flags }))}`;
  if (name === "Approve" && exitedAt === undefined) {
    return `  … ${cliMessage("approval-awaited", followed)}`;
  }
  if (exitedAt === undefined || verdict === undefined || !REPORTED.has(name)) return undefined;
  const mark = ["refused", "failed", "mismatched"].includes(verdict.state) ? "✗" : "✓";
  return `  ${mark} ${name.padEnd(12)} ${cliMessages().sentences(verdict.reason)}`;
}

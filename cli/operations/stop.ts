import { userInfo } from "node:os";
import { cliMessage, cliMessages, labelled } from "../../deployment/language.ts";
import { lastVerdictIn } from "../../shared/core/executions.ts";
import { withMessages } from "../../shared/core/messages/withMessages.ts";
import { problemOfName } from "../../shared/core/personName.ts";
import { signRequest } from "../../shared/core/signedRequest.ts";
import { LONGEST_REASON, stopExecution } from "../../shared/core/stopping.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { askAtTerminal } from "../askAtTerminal.ts";
import { complain } from "../complaint.ts";
import { type Connection, type ConnectionOptions, flagsOf, withConnection } from "../connection.ts";
import { isForMachines, type OutputOptions, printAnswer } from "../output.ts";
import { printableLines } from "../printable.ts";
import { executionNamed } from "./executionNamed.ts";
import { EXIT } from "./exitCodes.ts";
import { endLines, followAloud } from "./runOperation.ts";
import { secretOf } from "./secretOf.ts";

/** How an execution is stopped. */
export interface StopOptions extends ConnectionOptions, OutputOptions {
  reason?: string;
  /** Leave what it has changed as it is. */
  leave?: boolean;
  /** `false`: do not follow what takes it back. */
  wait?: boolean;
  /** Who stops it; else the user of this machine. */
  as?: string;
}

/**
 * Cancels an execution and takes back what it has changed, or leaves that as it is. Gives the exit code: 0 when it is as was
 * asked for, 1 when taking it back has failed, 2 when there is nothing to stop.
 */
export async function stop(execution: string, options: StopOptions): Promise<number> {
  const by = options.as ?? userInfo().username;
  const unfit = problemOfName(by);
  if (unfit !== undefined) {
    throw new AlbflowError("InvalidInput", reason("person-name-unfit", { name: by, problem: unfit }));
  }
  if (!/^[A-Za-z_][\w-]{0,127}$/.test(execution)) {
    throw new AlbflowError("InvalidInput", reason("execution-name-invalid", { execution }));
  }
  const why = (options.reason ?? (await askWhy())).trim();
  if (why === "" || why.length > LONGEST_REASON) {
    throw new AlbflowError("InvalidInput", reason("stop-reason-missing", { most: LONGEST_REASON }));
  }
  return withConnection(options, (connection) => stopIn(connection, execution, { by, why, options }));
}

async function stopIn(
  connection: Connection,
  execution: string,
  { by, why, options }: { by: string; why: string; options: StopOptions },
): Promise<number> {
  if (connection.engine?.isOwn === true && options.wait === false) {
    throw new AlbflowError("InvalidInput", reason("embedded-must-wait"));
  }
  const cloudFlow = openCloudFlow(connection.session);
  const { operation, flow } = await executionNamed(cloudFlow, execution);
  const secret = secretOf(connection, options);
  const { touches = [] } = lastVerdictIn(await cloudFlow.history(flow, execution)) ?? {};
  const signed = (input: object, name: string) =>
    secret === undefined ? input : signRequest(secret("requests"), { operation, execution: name, input, touches });
  const order = { by, why, mode: options.leave === true ? "leave" : "takeBack" } as const;
  const stopped = await stopExecution(cloudFlow, { flow, execution }, order, signed).catch((error: unknown) => {
    if (!(error instanceof AlbflowError && error.kind === "Conflict")) throw error;
    complain(error.reason);
    return undefined;
  });
  if (stopped === undefined) return EXIT.refused;
  const { rollbackTarget, reason: stopReason } = stopped;
  const reported = { flow, execution, stopped: { ...stopped.stop, rollbackTarget }, reason: stopReason };
  const print = isForMachines(options) ? () => {} : (line: string) => console.log(printableLines(line));
  const answer = (message: object, lines: string[]) =>
    printAnswer(withMessages(message, cliMessages()) as object, { ...options, connection }, () => lines);
  print(cliMessages().sentences(stopReason));
  if (options.wait === false) {
    await answer(reported, []);
    return EXIT.done;
  }
  const outcome = await followAloud(cloudFlow, flow, rollbackTarget, { print, flags: flagsOf(options), connection });
  await answer({ ...reported, ...outcome }, outcome.verdict === undefined ? [] : endLines(outcome.verdict));
  return AS_ASKED_FOR.has(outcome.verdict?.state ?? "") ? EXIT.done : EXIT.failed;
}

/** How what was stopped may end: taken back, left, or nothing was changed. */
const AS_ASKED_FOR = new Set(["rolledBack", "left", "refused", "unchanged"]);

/** Whoever sits at a terminal is asked for the reason. */
async function askWhy(): Promise<string> {
  if (!process.stdin.isTTY) return "";
  return askAtTerminal(`${labelled(cliMessage("stop-why"), "")} `);
}

import { cliMessages } from "../../deployment/language.ts";
import { flowNameOf, prefix } from "../../shared/core/flowDefinition.ts";
import type { Verdict } from "../../shared/core/verdict.ts";
import type { openFunctions } from "../../shared/platform/clients/functions.ts";
import { clock } from "../../shared/platform/clock.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { retry } from "../../shared/platform/retry.ts";

/**
 * What an operation would do, as its function says before anything is started. While the listener is being changed, by another
 * execution or by hand, it waits up to two minutes, and `print` says once what for. Throws `AlbflowError`; settle-timed-out when
 * that was not long enough.
 */
export async function previewOf(
  functions: Pick<ReturnType<typeof openFunctions>, "invoke">,
  operation: string,
  input: object,
  print: (line: string) => void,
): Promise<Verdict> {
  const event = { phase: "preflight", input, execution: "plan" };
  let said = false;
  const passes = (error: AlbflowError) => {
    const waiting = waitingIn(error);
    if (waiting !== undefined && !said) print(`${cliMessages().message(waiting)}…`);
    said ||= waiting !== undefined;
    return waiting !== undefined;
  };
  try {
    return (await retry(() => functions.invoke(flowNameOf(prefix(), operation), event), passes, {
      name: operation,
      firstMs: 2_000,
      longestMs: 5_000,
      until: clock.now() + MOST_MS,
    })) as Verdict;
  } catch (error) {
    const waiting = error instanceof AlbflowError ? waitingIn(error) : undefined;
    if (waiting === undefined) throw error;
    const { cause = waiting } = waiting.params as { cause?: Reason };
    throw new AlbflowError("Conflict", reason("settle-timed-out", { cause }), { cause: error });
  }
}

/** What it is that will pass by itself. */
function waitingIn({ reason: why }: AlbflowError): Reason | undefined {
  const cause = why.code === "function-failed" ? (why.params as { cause: Reason }).cause : why;
  return PASSING.has(cause.code) ? cause : undefined;
}

const PASSING = new Set<string>(["waiting-to-settle", "changed-while-planning", "place-changing"]);

const MOST_MS = 120_000;

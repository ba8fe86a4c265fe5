import { cliMessage, cliSentences } from "../../deployment/language.ts";
import { readDuration } from "../../local/seed/duration.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { durationText } from "../flows/durationText.ts";
import { whenLeaving } from "../leaving.ts";
import { openLongProgress } from "../operations/progress.ts";
import { isForMachines, type OutputOptions, printAnswer } from "../output.ts";
import { adminClient } from "./adminClient.ts";

/** `albflow local advance 7d`: says on stderr how far it is, as a year of timers and flows takes minutes. */
export async function advance(by: string, { port, ...options }: OutputOptions & { port: number }): Promise<void> {
  const client = adminClient(port);
  const whole = durationOf(by);
  const progress = openLongProgress();
  let now = 0;
  let left = whole;
  const stay = whenLeaving(() => {
    progress.clear();
    return reason("advance-interrupted", { passed: durationText(whole - left), asked: durationText(whole), port });
  });
  try {
    // A year of timers and flows may take longer than one answer may.
    do {
      const ms = Math.min(left, LONGEST_STEP_MS);
      now = ((await client.post("/local/time/advance", { ms })) as { now: number }).now;
      left -= ms;
      if (left > 0 && !isForMachines(options))
        progress.show(
          cliMessage("advance-progress", { passed: durationText(whole - left), asked: durationText(whole) }),
        );
    } while (left > 0);
  } finally {
    stay();
    progress.clear();
  }
  await printAnswer({ now }, options, () => [cliSentences("local-time-now", { now: new Date(now).toISOString() })]);
}

/** Throws `AlbflowError` InvalidInput for what is no duration. */
function durationOf(text: string): number {
  try {
    return readDuration(text);
  } catch (error) {
    throw new AlbflowError("InvalidInput", reason("local-cloud-refuses", { message: (error as Error).message }));
  }
}

/** A day at a time, so that it can be said how far it is. */
const LONGEST_STEP_MS = 24 * 3_600_000;

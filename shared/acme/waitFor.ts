import { clock } from "../clock.ts";
import { AlbflowError, isTransient } from "../errors.ts";

/**
 * Asks again in growing steps until the answer is more than a reason to wait. A fault that may pass counts as such a
 * reason; any other is thrown on. At `deadline` (ms since 1970) it throws `AlbflowError` Transient with the last reason.
 */
export async function waitFor<Answer>(
  what: string,
  deadline: number,
  ask: () => Promise<Answer | string>,
): Promise<Answer> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const answer = await ask().catch((error: unknown) => {
      // A server that counts calls or orders is not asked again within one order.
      if (error instanceof AlbflowError && isTransient(error) && error.kind !== "Throttled") return error.message;
      throw error;
    });
    if (typeof answer !== "string") return answer;
    const left = deadline - clock.now();
    if (left <= 0) throw new AlbflowError("Transient", `Waiting for ${what} took too long. The last word: ${answer}`);
    await clock.sleep(Math.min(pause, left));
  }
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

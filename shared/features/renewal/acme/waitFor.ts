import { AlbflowError, isTransient } from "../../../platform/errors.ts";
import { poll } from "../../../platform/retry.ts";

/**
 * Asks again in growing steps until the answer is more than a reason to wait. A fault that may pass counts as such a
 * reason; any other is thrown on. At `deadline` (ms since 1970) it throws `AlbflowError` Transient with the last reason.
 */
export async function waitFor<Answer>(
  what: string,
  deadline: number,
  ask: () => Promise<Answer | string>,
): Promise<Answer> {
  const orReason = () =>
    ask().catch((error: unknown) => {
      // A server that counts calls or orders is not asked again within one order.
      if (error instanceof AlbflowError && isTransient(error) && error.kind !== "Throttled") return error.message;
      throw error;
    });
  const pacing = { name: what, firstMs: FIRST_PAUSE_MS, longestMs: LONGEST_PAUSE_MS, until: deadline };
  const answer = await poll(orReason, (one) => typeof one !== "string", pacing);
  if (typeof answer !== "string") return answer;
  throw new AlbflowError("Transient", `Waiting for ${what} took too long. The last word: ${answer}`);
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 4_000;

import { AlbflowError, isTransient } from "../../../platform/errors.ts";
import { type Reason, reason } from "../../../platform/reasons/reason.ts";
import { poll } from "../../../platform/retry.ts";

/** What an order waits for, and of what: the name of a DNS record, the call to the ACME server. */
interface Wanted {
  what:
    | "domains"
    | "name-servers"
    | "dns-record"
    | "dns-record-removal"
    | "dns-records-served"
    | "acme-answer"
    | "acme-check"
    | "acme-certificate"
    | "certificate-quota"
    | "certificate-upload";
  of?: string;
}

/** That what is waited for is not there yet, and why. */
interface NotYet {
  notYet: Reason;
}

/**
 * Asks again in growing steps until the answer is more than a reason to wait. A fault that may pass counts as such a
 * reason; any other is thrown on. At `deadline` (ms since 1970) it throws `AlbflowError` Transient with the last reason.
 */
export async function waitFor<Answer>(
  { what, of }: Wanted,
  deadline: number,
  ask: () => Promise<Answer | NotYet>,
): Promise<Answer> {
  const orReason = () =>
    ask().catch((error: unknown): NotYet => {
      // A server that counts calls or orders is not asked again within one order.
      if (error instanceof AlbflowError && isTransient(error) && error.kind !== "Throttled") {
        return { notYet: error.reason };
      }
      throw error;
    });
  const pacing = { name: what, firstMs: FIRST_PAUSE_MS, longestMs: LONGEST_PAUSE_MS, until: deadline };
  const answer = await poll(orReason, (one) => !isNotYet(one), pacing);
  if (!isNotYet(answer)) return answer;
  throw new AlbflowError("Transient", reason("order-timed-out", { what, of: of ?? null, last: answer.notYet }));
}

function isNotYet(answer: unknown): answer is NotYet {
  return typeof answer === "object" && answer !== null && "notYet" in answer;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 4_000;

import { clock } from "./clock.ts";

/**
 * Asks again in short, growing steps for a few seconds, until the answer is more than a reason to wait.
 * Returns that answer, or the last reason. Never waits beyond `deadline` (ms since 1970). What has been waited for since
 * long, since `since`, is asked after more rarely.
 */
export async function patiently<Answer>(
  deadline: number,
  ask: () => Promise<Answer | string>,
  since = clock.now(),
): Promise<Answer | string> {
  const patience = Math.min(Math.max(PATIENCE_MS, (clock.now() - since) * SHARE_OF_PATIENCE), LONGEST_PATIENCE_MS);
  const until = Math.min(deadline, clock.now() + patience);
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * GROWTH, LONGEST_PAUSE_MS)) {
    const answer = await ask();
    const left = until - clock.now();
    if (typeof answer !== "string" || left <= 0) return answer;
    const rarer = Math.min((clock.now() - since) * SHARE, RAREST_PAUSE_MS);
    await clock.sleep(Math.min(Math.max(pause, rarer), left));
  }
}

/** Short enough to pay for an instance that idles, long enough that a usual change ends within one or two rounds. */
const PATIENCE_MS = 6_000;
/** What takes long takes longer: each round of a flow costs it some 9 events. */
const SHARE_OF_PATIENCE = 1 / 5;
const LONGEST_PATIENCE_MS = 20_000;
const FIRST_PAUSE_MS = 250;
/** With steps of at most 0.8 s, half of all changes are seen within 0.4 s of their end. */
const LONGEST_PAUSE_MS = 800;
const GROWTH = 1.6;
/** Who has waited for a minute does not mind 1.5 s, nor who has waited for three 5 s; and the API's rate is everybody's. */
const SHARE = 1 / 40;
const RAREST_PAUSE_MS = 5_000;

import { cliSentences } from "../../deployment/language.ts";
import { readDuration } from "../../local/seed/duration.ts";
import { adminClient } from "./adminClient.ts";

/** `albflow local advance 7d` */
export async function advance(by: string, { port, json }: { port: number; json?: boolean }): Promise<void> {
  const client = adminClient(port);
  let now = 0;
  let left = readDuration(by);
  // A year of timers and flows may take longer than one answer may.
  do {
    const ms = Math.min(left, LONGEST_STEP_MS);
    now = ((await client.post("/local/time/advance", { ms })) as { now: number }).now;
    left -= ms;
  } while (left > 0);
  console.log(
    json === true ? JSON.stringify({ now }) : cliSentences("local-time-now", { now: new Date(now).toISOString() }),
  );
}

const LONGEST_STEP_MS = 7 * 24 * 3_600_000;

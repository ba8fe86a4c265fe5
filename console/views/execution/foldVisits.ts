import type { ConditionVisit } from "../../graph/progress.ts";

/** A line of an execution's history: a state, and how often in a row it was looked at again. */
export interface FoldedVisit extends ConditionVisit {
  visits: number;
}

/**
 * The history as people read it: without states that only decide, and with a state that waits and is looked at again, and
 * again, as one line.
 */
export function foldVisits(visits: ConditionVisit[]): FoldedVisit[] {
  const lines: FoldedVisit[] = [];
  const shown = visits.filter(({ node }) => node?.type !== "Choice" && node?.type !== "Pass");
  for (const visit of shown) {
    const pause = lines.at(-1);
    const earlier = lines.at(-2);
    if (pause?.node?.type === "Wait" && earlier?.state === visit.state) {
      const failedTries = [...(earlier.failedTries ?? []), ...(visit.failedTries ?? [])];
      const whole = { ...visit, enteredAt: earlier.enteredAt, visits: earlier.visits + 1 };
      lines.splice(-2, 2, failedTries.length === 0 ? whole : { ...whole, failedTries });
    } else {
      lines.push({ ...visit, visits: 1 });
    }
  }
  return lines;
}

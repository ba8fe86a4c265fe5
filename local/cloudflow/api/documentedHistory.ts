import type { HistoryEvent } from "../../../flowlang/history.ts";

/**
 * A history in the shape of the documented answer (real-cloud.md CR7): what a state gives is told by its StepSucceeded, its
 * StepExited has `local` alone, and task events, of which no page shows details, have none but what went wrong.
 */
export function documentedHistory(history: HistoryEvent[]): HistoryEvent[] {
  const shown: HistoryEvent[] = [];
  /** What the events are called here, by their former ids. */
  const ids = new Map<number, number>();
  const show = (event: HistoryEvent, cause = ids.get(event.cause) ?? 0) => {
    shown.push({ ...event, id: shown.length + 1, cause });
    return shown.length;
  };
  for (const event of history) {
    const { id, type, detail } = event;
    if (type === "StepSucceeded") continue;
    if (type === "StepExited") {
      const succeeded = show({ ...event, type: "StepSucceeded" });
      ids.set(id, show({ ...event, detail: { local: {} } }, succeeded));
      continue;
    }
    const isTask = type.startsWith("Task");
    const { error, cause } = detail;
    const shownDetail = isTask ? (error === undefined ? {} : { error, cause: cause ?? "" }) : detail;
    ids.set(id, show({ ...event, detail: type === "StepEntered" ? { ...detail, local: {} } : shownDetail }));
  }
  return shown;
}

import type { HistoryEvent } from "../../../shared/platform/clients/cloudFlow.ts";

/** Begins every history here. */
export const BEGIN = Date.parse("2026-11-27T03:00:00.000Z");

/** A state's name, an event's type, and perhaps its detail. */
export type Event = [step: string, type: string, detail?: object];

/** Events as CloudFlow tells them, one second after the other. */
export function eventsOf(...events: Event[]): HistoryEvent[] {
  return events.map(([StepName, Type, detail = {}], index) => ({
    EventId: index + 1,
    StepName,
    Type,
    Time: new Date(BEGIN + index * 1000).toISOString(),
    EventDetail: JSON.stringify(detail),
  }));
}

/** A state that was entered and left with a verdict. */
export function visited(step: string, state: string, message = ""): Event[] {
  return [
    [step, "StepEntered"],
    [step, "StepExited", { output: { verdict: { state, message, cause: "" } } }],
  ];
}

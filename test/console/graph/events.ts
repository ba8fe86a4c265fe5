import type { HistoryEvent } from "../../../shared/clients/cloudFlow.ts";

/** Begins every history here. */
export const BEGIN = Date.parse("2026-11-27T03:00:00.000Z");

/** What happened, in order: a state's name, an event's type, and perhaps its detail; a second passes before each. */
export function historyOf(...told: [step: string, type: string, detail?: object][]): HistoryEvent[] {
  return told.map(([StepName, Type, detail = {}], index) => ({
    EventId: index + 1,
    StepName,
    Type,
    Time: new Date(BEGIN + index * 1000).toISOString(),
    EventDetail: JSON.stringify(detail),
  }));
}

/** A state that was entered and left with a verdict. */
export function visited(step: string, state: string, because = ""): [string, string, object?][] {
  return [
    [step, "StepEntered"],
    [step, "StepExited", { output: { verdict: { state, because, cause: "" } } }],
  ];
}

import { expect, test } from "vitest";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { saidInFull } from "../../test/support/said.ts";
import { followAloud } from "./runOperation.ts";

/** The history of an operation whose last task has ended with an event of this type. */
function historyWith(type: string, step: string) {
  const events = [
    ["StepEntered", step, {}],
    [type, step, { error: "ProjectNotExist", cause: "" }],
    ["ExecutionSucceeded", "", {}],
  ] as const;
  return events.map(([Type, StepName, detail], index) => ({
    EventId: index + 1,
    ScheduleEventId: index,
    Type,
    StepName,
    Time: `2026-01-01T00:00:0${index}.000Z`,
    EventDetail: JSON.stringify(detail),
  }));
}

async function linesOf(type: string, step: string): Promise<string[]> {
  const lines: string[] = [];
  const cloudFlow = { history: async () => historyWith(type, step) };
  const print = (line: string) => lines.push(line);
  await followAloud(cloudFlow as never, "albflow-x", "x-1", { print, flags: " --local", isLeft: false });
  return lines;
}

test("a record that could not be kept is told, with what says why; one that was kept is not", async () => {
  const text = saidInFull(reason("record-not-kept", { flags: " --local" }));
  expect(await linesOf("StepFailed", "Report")).toEqual([expect.stringContaining(text)]);
  expect(await linesOf("StepFailed", "ReportFailure")).toEqual([expect.stringContaining(text)]);
  expect(await linesOf("StepExited", "Report")).toEqual([]);
});

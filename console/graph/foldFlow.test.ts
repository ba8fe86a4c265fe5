import { expect, test } from "vitest";
import { historyView } from "../../shared/features/api/views.ts";
import { type Event, eventsOf, visited } from "../../test/console/graph/events.ts";
import type { FlowLayout } from "./flowLayout.ts";
import { foldFlow } from "./foldFlow.ts";
import operationFlow from "./operationFlow.json" with { type: "json" };
import { progressOf } from "./progress.ts";

const layout = operationFlow as FlowLayout;
const folded = (status: string, ...events: Event[]) =>
  foldFlow(layout, progressOf({ status, history: historyView(eventsOf(...events)) }, layout));
const namesOf = ({ layout: { nodes } }: { layout: FlowLayout }) => nodes.map(({ name }) => name);

test("an operation that went well is a line of what happened, without decisions and without what fails", () => {
  const states = ["Preflight", "IsPlanned", "Call", "Ready", "IsReady", "Verify", "IsVerified", "Report"];
  const picture = folded("Succeeded", ...states.flatMap((state) => visited(state, "verified")));
  expect(namesOf(picture)).toEqual(["Preflight", "Call", "Ready", "Verify", "Report"]);
  expect([...picture.progress.taken]).toEqual(["Preflight Call", "Call Ready", "Ready Verify", "Verify Report"]);
});

test("one that runs shows what follows if all goes well", () => {
  const picture = folded("Running", ...visited("Preflight", "planned"), ["Approve", "StepEntered"]);
  expect(namesOf(picture)).toEqual(["Preflight", "Approve", "Call", "Ready", "Verify", "Report"]);
  expect([...picture.progress.taken]).toEqual(["Preflight Approve"]);
});

test("one that failed shows how, and nothing that it never came to", () => {
  const states = ["Preflight", "IsPlanned", "Call", "Undo", "IsUndone", "VerifyUndone", "IsBack", "ReportFailure"];
  const picture = folded("Failed", ...states.flatMap((state) => visited(state, "rolledBack")));
  expect(namesOf(picture)).toEqual(["Preflight", "Call", "Undo", "VerifyUndone", "ReportFailure"]);
});

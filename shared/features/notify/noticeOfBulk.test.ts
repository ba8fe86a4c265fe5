import { expect, test } from "vitest";
import { reason } from "../../platform/reasons/reason.ts";
import { noticeOfBulk } from "./noticeOfBulk.ts";

const target = (listenerId: string, state: "done" | "undone" | null) => ({
  listenerId,
  execution: `run-${listenerId}`,
  state,
  reason: null,
});
const run = { name: "run", operation: "stopListener", requestedBy: "olga" };

test("people read on how many listeners a run is done, where it is not, and where it was not begun", () => {
  const targets = [target("lsn-1", "done"), target("lsn-2", "undone"), target("lsn-3", null)];
  const { kind, title, link } = noticeOfBulk({ ...run, targets }, 1, "https://albflow.example.com/");
  expect([kind, title]).toEqual([
    "failure",
    reason("bulk-ended", { operation: "stopListener", done: 1, count: 3, failed: ["lsn-2"], left: ["lsn-3"] }),
  ]);
  expect(link).toEqual({ label: reason("see-bulk-run"), url: "https://albflow.example.com/bulk/run" });
});

test("a run that is done everywhere is told as a change, and without a link where nobody has said where the pages are", () => {
  const notice = noticeOfBulk({ ...run, targets: [target("lsn-1", "done")] }, 1, "");
  expect([notice.kind, notice.link]).toEqual(["change", undefined]);
});

import { expect, test } from "vitest";
import { textOf } from "../../console/jsx/runtime.ts";
import type { ExecutionView } from "../../console/views/execution/executionView.ts";
import { executionWords } from "../../console/views/execution/executionWords.ts";
import { progressIn } from "../../console/views/execution/Flow.tsx";
import { foldVisits } from "../../console/views/execution/foldVisits.ts";
import { errorFixOf, History } from "../../console/views/execution/History.tsx";
import { fixWords } from "../../console/views/execution/stateWords.ts";
import { wordsIn } from "../../console/words/wordsIn.ts";
import { catalogues } from "../../shared/core/messages/catalogues.ts";
import { messagesIn } from "../../shared/core/messages/messagesIn.ts";
import { withMessages } from "../../shared/core/messages/withMessages.ts";
import { historyView } from "../../shared/features/api/views.ts";
import { BEGIN, type Event, eventsOf, visited } from "./graph/events.ts";

/** How far these events have come. */
function reached(...events: Event[]) {
  const history = withMessages(historyView(eventsOf(...events)), messagesIn(catalogues.en, "en"));
  return progressIn({ status: "Running", history } as unknown as ExecutionView);
}

test("what is looked at again and again is one line, and what only decides is none", () => {
  const round = [...visited("Ready", "pending"), ...visited("IsReady", "pending"), ...visited("Pause", "pending")];
  const { visits } = reached(...visited("Call", "submitted"), ...round, ...round, ...visited("Ready", "ready"));
  const lines = foldVisits(visits).map(({ state, visits, verdict }) => [state, visits, verdict?.state]);
  expect(lines).toEqual([
    ["Call", 1, "submitted"],
    ["Ready", 3, "ready"],
  ]);
});

test("a try that failed is told with its error, what to do about it, and nothing that is secret", async () => {
  const failure = { error: "Throttled", cause: "GET https://alb.cn-hangzhou.aliyuncs.com/?Signature=abc was refused" };
  const progress = reached(["Call", "StepEntered"], ["Call", "TaskFailed", failure]);
  const words = wordsIn(executionWords, "en");
  const html = textOf(History({ progress, words, language: "en", now: BEGIN + 5_000 }));
  expect(html).toContain("try 1 failed: Throttled");
  expect(html).toContain(fixWords.Throttled[0]);
  expect(html).toContain("https://alb.cn-hangzhou.aliyuncs.com/…");
  expect(html).not.toContain("Signature=abc");
});

test.each([
  ["FC.ResourceExhausted", "函数计算暂无可用资源，无需处理。"],
  ["Denied", "角色缺少权限：运行 `albflow doctor` 可查出。"],
  ["Unheard", ""],
])("the fix of %s is known, or not", (error, fix) => {
  expect(errorFixOf(error, "zh")).toBe(fix);
});

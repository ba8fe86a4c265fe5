import { expect, test } from "vitest";
import { coded } from "../../../test/support/coded.ts";
import { verdictWith } from "../../core/verdict.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { noticeOfEnd, noticeOfQuestion } from "./noticeOf.ts";

const verdict = verdictWith({
  operation: "stopListener",
  execution: "stop-1",
  state: "verified",
  reason: reason("text", { text: "Everything is as configured" }),
  input: { listenerId: "lsn-1", requestedBy: "olga" },
});
const asked = {
  link: "https://albflow.example.com/a",
  place: { account: "1", region: "cn-hangzhou", environment: "" },
};

test("question, reminder and end of one execution carry its name in the same words, as no webhook replies in a thread", () => {
  const notices = [
    noticeOfQuestion(verdict, 0, { ...asked, isReminder: false }),
    noticeOfQuestion(verdict, 0, { ...asked, isReminder: true }),
    noticeOfEnd(verdict, 0, "https://albflow.example.com"),
  ];
  expect(notices).toHaveLength(3);
  for (const notice of notices) {
    expect(notice?.sentences.at(-1)).toEqual(coded("notice-of-execution", { execution: "stop-1" }));
    expect(notice?.key.split("/")[1]).toBe("stop-1");
  }
});

test("a reminder says so in its title, which is all that a phone shows, and tells once when the request expires", () => {
  const [first, again] = [false, true].map((isReminder) => noticeOfQuestion(verdict, 0, { ...asked, isReminder }));
  const about = { operation: "stopListener", resource: "lsn-1" };
  expect(first?.title).toEqual(reason("approval-requested", about));
  expect(again?.title).toEqual(reason("approval-requested-again", about));
  const ends = (codes: string[] = []) => codes.filter((code) => /^approval-(?:open-until|reminder)$/.test(code));
  expect(ends(first?.sentences.map(({ code }) => code))).toEqual(["approval-open-until"]);
  expect(ends(again?.sentences.map(({ code }) => code))).toEqual(["approval-reminder"]);
});

test("the steps of a plan are listed where there are several: the first sentence says the only one", () => {
  const step = reason("text", { text: "stop lsn-1" });
  const listed = (steps: object[]) =>
    noticeOfQuestion({ ...verdict, plan: { changes: [], steps } } as never, 0, { ...asked, isReminder: false })
      .sentences.map(({ code }) => code)
      .filter((code) => code === "plan-step");
  expect(listed([step])).toEqual([]);
  expect(listed([step, step])).toHaveLength(2);
});

test("what nobody has answered in time was not refused by anybody", () => {
  const expired = reason("approval-expired", { until: 1_000, agreed: 0, needed: 1 });
  const notice = noticeOfEnd({ ...verdict, state: "refused", reason: expired }, 0, "");
  expect(notice?.title).toEqual(reason("change-unanswered", { operation: "stopListener", resource: "lsn-1" }));
});

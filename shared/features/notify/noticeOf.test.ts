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

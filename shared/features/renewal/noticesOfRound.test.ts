import { expect, test } from "vitest";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { noticesOfRound } from "./noticesOfRound.ts";
import { emptyReport } from "./report.ts";

const now = Date.UTC(2026, 10, 22);
const stoppedBy = (stopped: Reason) => ({
  ...emptyReport("round-20261122T221700", now),
  endedAt: now,
  stopped,
  stoppedNow: true,
});
const wrong = (name: string, value: string) => {
  const expected = reason("expected-maintenance-window", { window: value, problem: reason("window-unreadable") });
  return reason("renewal-settings-invalid", { cause: reason("setting-invalid", { name, value, expected }) });
};

test("a setting that makes no sense is told however long its sentence is: the key is one that notify takes", () => {
  const stopped = wrong("ALBFLOW_RENEWAL_WINDOWS", "Saturday ".repeat(40));
  const notices = noticesOfRound(stoppedBy(stopped), "");
  expect(notices).toMatchObject([
    {
      kind: "escalation",
      title: { code: "renewal-stopped", params: {} },
      sentences: [stopped],
    },
  ]);
  expect(notices[0]?.key).toHaveLength(300);
});

test("two reasons for which nothing is renewed are told apart", () => {
  const [windows] = noticesOfRound(stoppedBy(wrong("ALBFLOW_RENEWAL_WINDOWS", "x")), "");
  const [share] = noticesOfRound(stoppedBy(wrong("ALBFLOW_RENEWAL_SHARE", "x")), "");
  const begin = 'escalation/renewal/{"code":"renewal-settings-invalid","params":{"cause":{"code":"setting-invalid",';
  expect(windows?.key).toContain(`${begin}"params":{"name":"ALBFLOW_RENEWAL_WINDOWS"`);
  expect(share?.key).toContain(`${begin}"params":{"name":"ALBFLOW_RENEWAL_SHARE"`);
});

test("what is told of another account says which account and region it is in", () => {
  const row = {
    account: "2222222222222222",
    region: "cn-beijing",
    listenerId: "lsn-1",
    certificateId: "1-cn-hangzhou",
    names: ["www.example.com"],
    daysLeft: 7,
    reason: reason("rotation-running"),
    execution: "",
  };
  const report = {
    ...emptyReport("round-20261122T221700", now),
    rotations: [{ ...row, successorId: "2-cn-hangzhou", outcome: "succeeded" as const, isCanary: true }],
    notRenewable: [
      { ...row, needsPeople: true, isNew: true },
      { ...row, needsPeople: true, isNew: true, isUnavailable: true },
    ],
    unavailable: [{ ...row, needsPeople: true, isNew: true }],
  };
  const notices = noticesOfRound(report, "");
  expect(notices).toHaveLength(4);
  for (const { title, sentences } of notices) {
    expect(JSON.stringify([title, sentences])).toContain("2222222222222222/cn-beijing");
  }
});

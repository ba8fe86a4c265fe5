import { expect, test } from "vitest";
import { noticesOfRound } from "./noticesOfRound.ts";
import { emptyReport, WRONG_SETTINGS } from "./report.ts";

const now = Date.UTC(2026, 10, 22);
const stoppedBy = (stopped: string) => ({
  ...emptyReport("round-20261122T221700", now),
  endedAt: now,
  stopped,
  stoppedNow: true,
});

test("a setting that makes no sense is told however long its sentence is: the key is one that notify takes", () => {
  const why = `ALBFLOW_RENEWAL_WINDOWS is "${"Saturday ".repeat(40)}"; it cannot be read.`;
  const notices = noticesOfRound(stoppedBy(`${WRONG_SETTINGS}${why}`), "");
  expect(notices).toMatchObject([
    {
      kind: "escalation",
      title: "Nothing is renewed until a setting is put right",
      sentences: [why, "It is looked at once an hour."],
    },
  ]);
  expect(notices[0]?.key).toHaveLength(300);
});

test("two reasons for which nothing is renewed are told apart", () => {
  const [windows] = noticesOfRound(stoppedBy(`${WRONG_SETTINGS}ALBFLOW_RENEWAL_WINDOWS is "x".`), "");
  const [share] = noticesOfRound(stoppedBy(`${WRONG_SETTINGS}ALBFLOW_RENEWAL_SHARE is "x".`), "");
  expect(windows?.key).toBe('escalation/renewal/a setting makes no sense: ALBFLOW_RENEWAL_WINDOWS is "x".');
  expect(share?.key).toBe('escalation/renewal/a setting makes no sense: ALBFLOW_RENEWAL_SHARE is "x".');
});

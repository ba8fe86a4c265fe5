import { expect, test } from "vitest";
import { verdictWith } from "../../shared/core/verdict.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { saidInFull } from "../../test/support/said.ts";
import { executionSummary } from "./executionSummary.ts";

const row = {
  FlowName: "albflow-modifyListener",
  Name: "cli-1",
  Input: '{"listenerId":"lsn-1","requestedBy":"olga"}',
  Output: "",
  Status: "Succeeded",
  StartedTime: "2026-01-01T00:00:00.000Z",
  StoppedTime: "2026-01-01T00:00:09.000Z",
} as const;

const write = {
  at: 0,
  action: "alb:UpdateListenerAttribute",
  resource: "lsn-1",
  changes: [],
  requestId: "",
  jobId: "",
};
const made = { name: "listener" as const, id: "lsn-new" };

const verdict = verdictWith({
  operation: "modifyListener",
  execution: "cli-1",
  state: "verified",
  reason: reason("text", { text: "Everything is as configured" }),
  input: { listenerId: "lsn-1" },
  approvedBy: ["ada"],
  plan: { changes: [{ field: "IdleTimeout", before: 15, after: 30 }] } as never,
  writes: [{ ...write, outcome: "done", back: false, evidence: [], made }],
});

test("an execution is told in ten lines at most: who asked, what was changed, what is new, and how it is undone", () => {
  expect(executionSummary({ row, verdict, stop: undefined, flags: " --local" })).toEqual([
    "execution  cli-1",
    "operation  modifyListener on lsn-1",
    expect.stringMatching(/^state {6}done and verified, .*2026-01-01 00:00:00 UTC.*9\.0 s$/),
    "asked by   olga; agreed: ada",
    "changes    Idle timeout (s): 15 → 30",
    "new        lsn-new",
    "result     Everything is as configured.",
    "undo       albflow undo cli-1 --local",
  ]);
});

test("of one whose record could not be kept, that is said after its result", () => {
  const lines = executionSummary({ row, verdict, stop: undefined, flags: "", isRecorded: false });
  const text = saidInFull(reason("record-not-kept", { flags: "" }));
  expect(lines.slice(6, 8)).toEqual(["result     Everything is as configured.", expect.stringContaining(text)]);
});

test("of one that has gone back it is said what went wrong, where things are, and that nothing stays of the changes", () => {
  const cause = reason("text", { text: "The servers answer 500" });
  const back = { ...verdict, state: "rolledBack" as const, cause, approvedBy: [] };
  const lines = executionSummary({ row: { ...row, Status: "Failed" }, verdict: back, stop: undefined, flags: "" });
  expect(lines.slice(4)).toEqual([
    "changes    Idle timeout (s): 15 → 30",
    "           all taken back",
    "result     The servers answer 500.",
    "           Everything is as configured.",
  ]);
});

test("an undo has its own name, and many changes are counted, so that it stays short", () => {
  const changes = Array.from({ length: 30 }, (_, nth) => ({
    field: `Field${nth}`,
    before: nth,
    after: "x".repeat(300),
  }));
  const undo = { ...row, Input: '{"undo":"cli-0","requestedBy":"olga"}' };
  const many = { ...verdict, writes: [], plan: { changes } as never };
  const lines = executionSummary({ row: undo, verdict: many, stop: undefined, flags: "" });
  expect(lines[1]).toBe("operation   undo of modifyListener on lsn-1");
  expect(lines[4]).toBe("takes back  cli-0");
  expect(lines.find((line) => line.includes("and 26 more"))).toBe("            and 26 more");
  expect(lines).toHaveLength(11);
  expect(Math.max(...lines.map((line) => line.length))).toBe(212);
});

test.each([
  ["Stopped", "stopped"],
  ["TimedOut", "timed out"],
] as const)("of one that CloudFlow tells as %s the state is that, and not where it stood then", (Status, word) => {
  const waiting = { ...verdict, state: "awaitingApproval" as const, writes: [] };
  const [, , state] = executionSummary({ row: { ...row, Status }, verdict: waiting, stop: undefined, flags: "" });
  expect(state).toMatch(new RegExp(`^state {6}${word}, started`));
});

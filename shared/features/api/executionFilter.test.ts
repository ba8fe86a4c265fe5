import { expect, test } from "vitest";
import type { ExecutionRow } from "../../platform/clients/cloudFlow.ts";
import { cursorAt, executionFilter, type ListedExecutionRow, outcomeIn, wholeUntil } from "./executionFilter.ts";

function listed(
  operation: string,
  name: string,
  second: number,
  given: Partial<ExecutionRow> = {},
): ListedExecutionRow {
  const row: ExecutionRow = {
    FlowName: `albflow-${operation}`,
    Name: name,
    Input: "{}",
    Output: "",
    Status: "Succeeded",
    StartedTime: new Date(Date.UTC(2026, 10, 1, 0, 0, second)).toISOString(),
    StoppedTime: "",
    ...given,
  };
  return { operation, row };
}

const namesOf = (rows: ListedExecutionRow[]) => rows.map(({ row }) => row.Name);

test("lists of several operations are one, as far back as the shortest of the full ones reaches", () => {
  const stops = [listed("stopListener", "s3", 30), listed("stopListener", "s2", 20)];
  const starts = [listed("startListener", "a5", 50), listed("startListener", "a1", 10)];
  const whole = wholeUntil([...stops, listed("startListener", "a5", 50)], 2);
  expect(namesOf(whole.known)).toEqual(["a5", "s3", "s2"]);
  expect(whole.horizon?.row.Name).toBe("s2");
  // Both are full: below s2 there may be stops that nobody has listed.
  expect(namesOf(wholeUntil([...starts, ...stops], 2).known)).toEqual(["a5", "s3", "s2"]);
  expect(wholeUntil(starts, 3)).toEqual({ known: starts });
});

test("a page begins behind the last of the page before, also where several were started at one time", () => {
  const rows = [listed("a", "x", 9), listed("b", "x", 9), listed("a", "w", 9), listed("a", "z", 8)];
  const { known } = wholeUntil(rows, 9);
  expect(known.map(({ operation, row }) => `${operation}/${row.Name}`)).toEqual(["b/x", "a/x", "a/w", "a/z"]);
  const rest = known.map((one) => known.filter(executionFilter({ cursor: cursorAt(one) }).isMeant).length);
  expect(rest).toEqual([3, 2, 1, 0]);
});

test("a cursor names no execution, and one that is damaged is refused", () => {
  const text = Buffer.from(cursorAt(listed("stopListener", "renew-lsn-of-others", 9)), "base64url").toString();
  expect(text).toMatch(/^2026-11-01T00:00:09\.000Z 0\.\d+$/);
  for (const damaged of ["none", "2026-11-01T99:99:99Z 0.5", "2026-11-01T00:00:09Z", "2026-11-01T00:00:09Z 0.5.5"]) {
    const cursor = Buffer.from(damaged).toString("base64url");
    expect(() => executionFilter({ cursor })).toThrow(expect.objectContaining({ status: 400 }));
  }
});

test("nothing that is older than a cursor or than asked for is listed, whichever comes first", () => {
  const cursor = cursorAt(listed("a", "x", 9));
  expect(executionFilter({ cursor, until: "2026-11-02T00:00:00Z" }).until).toBe("2026-11-01T00:00:09.000Z");
  expect(executionFilter({ cursor, until: "2026-10-02T00:00:00Z" }).until).toBe("2026-10-02T00:00:00Z");
  expect(() => executionFilter({ cursor: "bm9uZQ" })).toThrow(expect.objectContaining({ status: 400 }));
});

test("what is asked for by requester, listener or resource is found by what was given and what was touched", () => {
  const Input = JSON.stringify({ requestedBy: "olga", listenerId: "lsn-1", certificateIds: ["12-cn-hangzhou"] });
  const given = listed("a", "x", 1, { Input });
  const Output = JSON.stringify({
    verdict: { input: { listenerId: "lsn-2" }, touches: ["alb-1/lsn-2"], writes: [{ made: { id: "lsn-new" } }] },
  });
  const undo = listed("a", "y", 1, { Input: '{"undo":"x"}', Output });
  const fits = (query: object) => [given, undo].map(executionFilter(query as Record<string, unknown>).isMeant);
  expect(fits({ requestedBy: "olga" })).toEqual([true, false]);
  expect(fits({ listenerId: "lsn-1" })).toEqual([true, false]);
  expect(fits({ listenerId: "lsn-2" })).toEqual([false, true]);
  expect(fits({ resource: "12-cn-hangzhou" })).toEqual([true, false]);
  expect(fits({ resource: "12-cn" })).toEqual([false, false]);
  expect(fits({ resource: "alb-1" })).toEqual([false, true]);
  expect(fits({ resource: "lsn-new" })).toEqual([false, true]);
});

test("a denial, a rollback and a failure have each an outcome of its own, though CloudFlow calls all of them failed", () => {
  const outcomes = ["refused", "rolledBack", "failed", undefined].map((state) =>
    outcomeIn(state === undefined ? { status: "Failed" } : { status: "Failed", state }),
  );
  expect(outcomes).toEqual(["refused", "takenBack", "failed", "failed"]);
  expect(outcomeIn({ status: "Succeeded", state: "verified" })).toBe("done");
  expect(outcomeIn({ status: "Succeeded", state: "left" })).toBe("left");
  expect(outcomeIn({ status: "Running" })).toBe("running");
  expect(outcomeIn({ status: "Stopped", state: "stopped" })).toBe("stopped");
});

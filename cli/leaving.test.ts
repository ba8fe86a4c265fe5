import { afterEach, expect, test, vi } from "vitest";
import { reason } from "../shared/platform/reasons/reason.ts";
import { whenLeaving } from "./leaving.ts";

const complaints: string[] = [];
const ended = vi.fn<(code?: number | string | null) => never>();
const noChange = () => reason("nothing-changed");
const goesOn = () => reason("follow-interrupted", { execution: "x", flags: "" });

/** What Node calls when a signal comes: what has listened before anything here does not count. */
const before = process.listeners("SIGINT");
const signalled = () => {
  vi.spyOn(console, "error").mockImplementation((line: string) => void complaints.push(line));
  vi.spyOn(process, "exit").mockImplementation(ended);
  vi.spyOn(process, "kill").mockImplementation((_, signal) => ended(signal as string));
  for (const listener of process.listeners("SIGINT")) if (!before.includes(listener)) listener("SIGINT");
};

afterEach(() => {
  vi.restoreAllMocks();
  ended.mockClear();
  complaints.splice(0);
});

test("Ctrl-C while one command gives way to the next one that says what goes on is not lost", () => {
  const stay = whenLeaving(noChange);
  stay();
  expect(process.listeners("SIGINT").some((listener) => !before.includes(listener))).toBe(true);
  const end = whenLeaving(goesOn);
  signalled();
  end();
  expect(complaints).toEqual([expect.stringContaining("x")]);
  expect(ended.mock.calls).toEqual([[130]]);
});

test("Ctrl-C when nothing goes on ends the process as if nobody had listened", () => {
  whenLeaving(noChange)();
  // Vitest itself listens here.
  for (const listener of before) process.off("SIGINT", listener);
  signalled();
  for (const listener of before) process.on("SIGINT", listener);
  expect(complaints).toEqual([]);
  expect(ended.mock.calls).toEqual([["SIGINT"]]);
});

test("Ctrl-C when nothing goes on, and somebody else listens, is theirs", () => {
  whenLeaving(noChange)();
  const other = vi.fn();
  process.on("SIGINT", other);
  signalled();
  process.off("SIGINT", other);
  expect(other).toHaveBeenCalledOnce();
  expect(ended).not.toHaveBeenCalled();
});

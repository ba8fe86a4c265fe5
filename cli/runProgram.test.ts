import { afterEach, expect, test, vi } from "vitest";
import { runProgram } from "./runProgram.ts";

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** The code of what a command line ends with, where no local cloud runs. */
async function codeOf(...typed: string[]): Promise<string> {
  const said = vi.spyOn(console, "error").mockReturnValue();
  await runProgram([...typed, "--output", "json", "--local", "--port", "1"]);
  const answer = JSON.parse(String(said.mock.lastCall?.[0])) as { error: { code: string } };
  return answer.error.code;
}

test.each([
  ["verify", "lsn-1"],
  ["verify", "--listener", "lsn-1"],
  ["listener", "--listener=lsn-1"],
  ["stopListener", "--listener", "lsn-1", "--plan", "-detailed-exitcode"],
])("the command line %j %j %j … is understood, and asks the local cloud", async (...typed) => {
  expect(await codeOf(...typed.filter((word) => word !== undefined))).toBe("local-cloud-not-running");
});

test("a command about one listener says that none is named, and refuses two", async () => {
  expect(await codeOf("verify")).toBe("usage-argument-missing");
  expect(await codeOf("verify", "lsn-1", "--listener", "lsn-2")).toBe("usage-options-exclusive");
});

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

/** The rows of the way from the command to the call: a file, or undefined where a request goes over the network. */
const way = (readFileSync("docs/life-of-an-operation.md", "utf8").split("## After the call")[0] ?? "")
  .split("\n")
  .filter((line) => /^\| (\d+|—) \|/.test(line))
  .map((line) => line.match(/^\| \d+ \| `([^`]+)`/)?.[1]);

test("the way from the command to the ALB call has at most fifteen files, and each is there", () => {
  const files = way.filter((file) => file !== undefined);
  expect(files[0]).toBe("cli/runProgram.ts");
  expect(readFileSync("cli/albflow.ts", "utf8")).toContain("runProgram(process.argv");
  expect(files.at(-1)).toBe("shared/platform/clients/openApi.ts");
  expect(files.length).toBeLessThanOrEqual(15);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

test("each file of the way is imported by one above it, unless a request over the network reaches it", () => {
  const broken = way.filter((file, index) => {
    if (file === undefined || index === 0 || way[index - 1] === undefined) return false;
    return !way.slice(0, index).some((earlier) => earlier !== undefined && importsOf(earlier).includes(file));
  });
  expect(broken).toEqual([]);
});

test("the states after the call are states of the flow, and their files are there", () => {
  const after = readFileSync("docs/life-of-an-operation.md", "utf8").split("## After the call")[1] ?? "";
  const rows = [...after.matchAll(/^\| (\w+) \| `([^`]+)` \|/gm)].map(([, state = "", file = ""]) => ({ state, file }));
  expect(rows.map(({ state }) => state)).toEqual(["Ready", "Verify", "Undo", "Report"]);
  const flow = readFileSync("flows/operation.yaml", "utf8");
  expect(rows.filter(({ state, file }) => !flow.includes(`- Name: ${state}\n`) || !existsSync(file))).toEqual([]);
});

/** The files that a file imports, as paths from the root. */
function importsOf(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(/from "(\.[^"]+)"/g)].map(([, path = ""]) =>
    join(dirname(file), path),
  );
}

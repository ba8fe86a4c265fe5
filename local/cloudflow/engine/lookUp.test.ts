import { expect, test } from "vitest";
import { flowOf } from "../../../test/flowlang/runFlow.ts";
import { programOf } from "./lookUp.ts";

const definitionOf = (name: string) => flowOf(`- { Name: "${name}", Type: Succeed }`, { startAt: `"${name}"` });

test("a definition is read once for each mode, and many others do not fill the memory", () => {
  const first = programOf(definitionOf("first"), "Standard");
  expect(programOf(definitionOf("first"), "Standard")).toBe(first);
  expect(programOf(definitionOf("first"), "Express")).not.toBe(first);
  for (let other = 0; other < 200; other += 1) programOf(definitionOf(`other ${other}`), "Standard");
  const again = programOf(definitionOf("first"), "Standard");
  expect(again).not.toBe(first);
  expect(again.start.startAt).toBe(first.start.startAt);
});

import { expect, test } from "vitest";
import { textOf } from "../jsx/runtime.ts";
import { Changes } from "./Changes.tsx";

test.each([
  ["en", "Idle timeout (s): 15 → 30"],
  ["zh", "连接空闲超时时间（秒）：15 → 30"],
] as const)("a change is told as what it was and what it is, in %s", (language, text) => {
  const changes = [{ field: "IdleTimeout", what: "IdleTimeout", before: ["15"], after: ["30"] }];
  expect(textOf(Changes({ changes, language }))).toContain(text);
});

test("what was made has nothing before", () => {
  const changes = [{ field: "ServerGroup.VpcId", what: "", before: [], after: ["vpc-1"] }];
  expect(textOf(Changes({ changes, language: "en" }))).toContain("VPC: – → vpc-1");
});

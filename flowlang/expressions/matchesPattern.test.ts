import { describe, expect, it } from "vitest";
import { matchesPattern } from "./matchesPattern.ts";

describe("matchesPattern", () => {
  const CASES: [pattern: string, text: string, matches: boolean][] = [
    ["", "", true],
    ["b", "abc", true],
    ["^b", "abc", false],
    ["^abc$", "abc", true],
    ["a|b|cd", "xcdx", true],
    ["^(a|b)*$", "abab", true],
    ["^(a|b)*$", "abcb", false],
    ["^a?b+c*$", "bbb", true],
    ["^a{2}$", "aa", true],
    ["^a{2}$", "aaa", false],
    ["^a{2,3}$", "aaaa", false],
    ["^a{2,}$", "aaaa", true],
    ["^lsn-[a-z0-9]{8,}$", "lsn-o4u54y73wq7b", true],
    ["^[^@]+@\\w+\\.com$", "me@example.com", true],
    ["\\d{4}-\\d\\d", "on 2026-11-22", true],
    ["^\\D+$", "a1", false],
    ["(?i)^HELLO$", "hello", true],
    ["^(?:a(?P<n>b))+$", "abab", true],
    ["\\bcat\\b", "a cat sat", true],
    ["\\bcat\\b", "concat", false],
    ["^.$", "\u{1F600}", true],
    ["^\\p{L}+$", "中文", true],
    ["[\\]x]", "]", true],
    ["a.c", "a\nc", false],
    ["(?s)a.c", "a\nc", true],
  ];
  it.each(CASES)("%j on %j is %j", (pattern, text, matches) => {
    expect(matchesPattern(pattern, text)).toBe(matches);
  });

  it.each([["("], [")"], ["a**"], ["[a"], ["a{3,2}"], ["(?=a)"], ["*a"], ["a{9999}{9999}"]])(
    "%j is refused",
    (pattern) => {
      expect(() => matchesPattern(pattern, "a")).toThrow(/is not a regular expression that is supported/);
    },
  );

  it("a pattern that makes backtracking engines hang ends at once", () => {
    expect(matchesPattern("^(a+)+$", `${"a".repeat(5_000)}b`)).toBe(false);
    expect(matchesPattern("^(a|aa)*c$", "a".repeat(5_000))).toBe(false);
  });

  it("a pattern of thousands of alternatives is followed, and one of more steps than are followed is refused", () => {
    const numbers = Array.from({ length: 2_000 }, (_, n) => `${n}`.padStart(4, "0"));
    expect(matchesPattern(`^(${numbers.join("|")})$`, "1999")).toBe(true);
    expect(matchesPattern(`^(${numbers.join("|")})$`, "2000")).toBe(false);
    expect(matchesPattern(numbers.join("|"), "is 0007")).toBe(true);
    for (const endless of ["a|".repeat(15_000), "|".repeat(30_000), "a".repeat(20_001)]) {
      expect(() => matchesPattern(endless, "x")).toThrow(/is not a regular expression/);
    }
  });
});

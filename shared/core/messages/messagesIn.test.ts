import { describe, expect, test } from "vitest";
import { reason } from "../../platform/reasons/reason.ts";
import { catalogues } from "./catalogues.ts";
import { LANGUAGES } from "./message.ts";
import { messagesIn } from "./messagesIn.ts";
import { withMessages } from "./withMessages.ts";

const catalogue = {
  plain: "All is well",
  outer: {
    message: ({ cause }: { cause: never }, { messageOf }: { messageOf: (reason: never) => string }) =>
      `Failed: ${messageOf(cause)}`,
    next: "Retry",
  },
  inner: ({ names }: { names: string[] }, { list }: { list: (names: string[], most: number) => string }) =>
    list(names, 2),
  quoted: ({ words }: { words: string }, { sentence }: { sentence: (text: string) => string }) =>
    `${sentence(`She wrote: ${words}`)} Nothing was changed`,
  late: ({ at }: { at: number }, { time }: { time: (at: number) => string }) => `since ${time(at)}`,
};
const en = messagesIn(catalogue as never, "en");

test("where no server is left, that is told, and not that 0 of 0 are unhealthy", () => {
  const texts = LANGUAGES.flatMap((language) =>
    [["sgp-a"], []].map((serverGroupIds) => {
      const unhealthy = reason("servers-unhealthy", { count: 0, total: 0, serverGroupIds, reasons: [] });
      return messagesIn(catalogues[language], language).message(unhealthy);
    }),
  );
  for (const text of texts) expect(text).not.toContain("0");
  expect(texts.map((text) => text.includes("sgp-a"))).toEqual([true, false, true, false]);
  expect(new Set(texts).size).toBe(4);
});

describe("a sayer", () => {
  test("says a reason with the causes among its parameters, and its next step", () => {
    const reported = { code: "outer", params: { cause: { code: "inner", params: { names: ["a", "b", "c"] } } } };
    expect(en.said(reported)).toEqual({ message: "Failed: a, b and 1 more", next: "Retry" });
    expect(en.sentences(reported)).toBe("Failed: a, b and 1 more. Retry.");
    expect(messagesIn(catalogue as never, "zh").sentences(reported)).toBe("Failed: a、b 等 3 项。Retry。");
  });

  test("tells a code that it does not know with its parameters", () => {
    expect(en.message({ code: "of-later", params: { id: "lsn-1" } })).toBe('of-later {"id":"lsn-1"}');
  });

  test.each([
    ["wrong", "She wrote: wrong. Nothing was changed."],
    ["wrong!", "She wrote: wrong! Nothing was changed."],
    ["搞错了。", "She wrote: 搞错了。 Nothing was changed."],
  ])("ends a sentence with somebody's own words once: %j", (words, sentences) => {
    expect(en.sentences({ code: "quoted", params: { words } })).toBe(sentences);
  });

  test("tells times in UTC, and elsewhere in the zone of the reader with UTC at hand", () => {
    const at = { code: "late", params: { at: Date.UTC(2026, 10, 28, 12, 5, 52) } };
    expect(en.message(at)).toBe("since 2026-11-28 12:05:52 UTC");
    const there = messagesIn(catalogue as never, "en", { timeZone: "Asia/Shanghai" });
    expect(there.message(at)).toBe("since 2026-11-28 20:05:52 (12:05:52 UTC)");
    const evening = { code: "late", params: { at: Date.UTC(2026, 10, 28, 22, 0, 0) } };
    expect(there.message(evening)).toBe("since 2026-11-29 06:00:00 (2026-11-28 22:00:00 UTC)");
  });
});

test("data is told with the message and the next step beside every reason in it, and its parameters untouched", () => {
  const cause = { code: "inner", params: { names: ["a"] } };
  const data = { state: "failed", reason: { code: "outer", params: { cause } }, seen: [{ code: "plain", params: {} }] };
  expect(withMessages(data, en)).toEqual({
    state: "failed",
    reason: { code: "outer", params: { cause }, message: "Failed: a", next: "Retry" },
    seen: [{ code: "plain", params: {}, message: "All is well" }],
  });
});

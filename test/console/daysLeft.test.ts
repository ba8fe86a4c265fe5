import { expect, test } from "vitest";
import { DaysLeft } from "../../console/components/DaysLeft.tsx";
import { partWords } from "../../console/components/partWords.ts";
import { textOf } from "../../console/jsx/runtime.ts";

test.each<[what: string, certificate: { daysLeft: number | null; unavailable?: string }, en: string, zh: string]>([
  ["is lost", { daysLeft: null }, ...partWords.lost],
  ["could not be read", { daysLeft: null, unavailable: "NoPermission" }, "could not be read", "无法读取"],
  ["has ended", { daysLeft: -1 }, "expired", "已过期"],
  ["ends today", { daysLeft: 0 }, "less than a day left", "不足 1 天"],
  ["has days", { daysLeft: 90 }, "90 days left", "剩余 90 天"],
])("a certificate that %s shows no other number of days than that", async (_, certificate, en, zh) => {
  for (const [language, words] of [["en", en] as const, ["zh", zh] as const]) {
    const html = textOf(DaysLeft({ certificate, isDue: false, language }));
    expect(html.replaceAll(/<[^>]*>/g, "")).toContain(words);
    expect(html).not.toMatch(/-\d/);
  }
});

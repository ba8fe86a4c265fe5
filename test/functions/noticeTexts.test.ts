import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deduplicate, group, noticeId, reminderOf } from "../../shared/features/notify/groupNotices.ts";
import { type Notice, noticesSchema } from "../../shared/features/notify/notice.ts";
import { renderMail } from "../../shared/features/notify/render/mail.ts";
import { renderMarkdown } from "../../shared/features/notify/render/markdown.ts";
import type { SaidNotice } from "../../shared/features/notify/saidNotice.ts";
import { problemsIn } from "../../shared/platform/jsonSchema.ts";

const MINUTE = 60_000;
const form = { maxBytes: 4_096, tables: true, title: true, link: true };

const STILL_OLD = "lsn-1 serves the old certificate still";

const notice = (more: Partial<SaidNotice> = {}): SaidNotice => ({
  key: "failure/rotateCertificate/lsn-1",
  kind: "failure",
  title: "Rotation failed",
  sentences: [`${STILL_OLD}.`],
  changes: [],
  actions: [],
  at: 0,
  language: "en",
  data: {},
  ...more,
});

const text = (words: string) => ({ code: "text", params: { text: words } });

/** The same before it is said. */
const unsaid = (more: Partial<Notice> = {}): Notice => ({
  key: "failure/rotateCertificate/lsn-1",
  kind: "failure",
  title: text("Rotation failed"),
  sentences: [text(STILL_OLD)],
  changes: [],
  at: 0,
  ...more,
});

describe("Markdown", () => {
  test("has the diff as a table, and as a list where there are no tables", () => {
    const changes = [{ field: "IdleTimeout", before: 15, after: { a: "x|y" } }];
    expect(renderMarkdown(notice({ changes }), form)).toBe(
      `### Rotation failed\n\n${notice().sentences[0]}\n\n` +
        '| field | before | after |\n| --- | --- | --- |\n| `IdleTimeout` | `15` | `{"a":"x\\|y"}` |',
    );
    expect(renderMarkdown(notice({ changes }), { ...form, tables: false })).toContain(
      '- IdleTimeout: `15` → `{"a":"x|y"}`',
    );
  });

  test.each([
    ["a link", "[click](https://evil.example)", "[click] (https:\u200b//evil.example)"],
    ["an address", "HTTPS://evil.example/x", "HTTPS:\u200b//evil.example/x"],
    ["an address of a chat's own", "dingtalk://x", "dingtalk:\u200b//x"],
    ["an address without a scheme", "Www.evil.example", "Www\u200b.evil.example"],
    ["a mail to somebody", "mailto:x", "mailto:\u200bx"],
    ["code", "```sh rm", "'''sh rm"],
    ["a mention", "<@all> @everyone", "‹@\u200ball› @\u200beveryone"],
    ["a heading", "a\n# b", "a # b"],
  ])("makes no %s out of what a resource is called", (_what, name, harmless) => {
    expect(renderMarkdown(notice({ sentences: [`It is called ${name}.`] }), form)).toContain(
      `It is called ${harmless}.`,
    );
  });

  test("never holds more than it may, and keeps title and link", () => {
    const texts = fc.array(fc.string({ maxLength: 300 }), { maxLength: 50 });
    fc.assert(
      fc.property(texts, texts, fc.boolean(), (sentences, fields, tables) => {
        const changes = fields.map((field) => ({ field, before: field, after: null }));
        const link = { label: "the plan", url: "https://albflow.example.com/p" };
        const text = renderMarkdown(notice({ sentences, changes, link }), { ...form, tables, maxBytes: 1_000 });
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000);
        expect(text.startsWith("### Rotation failed")).toBe(true);
        expect(text.endsWith("[the plan](https://albflow.example.com/p)")).toBe(true);
      }),
    );
  });

  test("cuts the sentence that says why, when it alone is too long, and keeps the short ones after it", () => {
    const why = `The certificate lacks ${Array.from({ length: 150 }, (_, index) => `tenant-${index}.customers.example.com`).join(", ")}.`;
    const text = renderMarkdown(
      notice({ sentences: [why, "Everything is as before.", "Ada has asked for it."] }),
      form,
    );
    expect(Buffer.byteLength(text)).toBeGreaterThan(4_000);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4_096);
    const [title, first = "", ...rest] = text.split("\n\n");
    expect(title).toBe("### Rotation failed");
    expect(first.startsWith("The certificate lacks tenant-0.customers.example.com, tenant-1.")).toBe(true);
    expect(first.endsWith("…")).toBe(true);
    expect(rest).toEqual(["Everything is as before.", "Ada has asked for it."]);
  });

  test("keeps the beginning of the first sentence when there are fifty that are too long", () => {
    const sentences = Array.from({ length: 50 }, (_, index) => `${index}: ${"证书".repeat(400)}`);
    const text = renderMarkdown(notice({ sentences }), form);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4_096);
    expect(text).toMatch(/^### Rotation failed\n\n0: 证书证书.*…\n\n1: 证书.*\n\n… and \d+ more sentences\.$/s);
  });

  test("tears no character that takes two code units", () => {
    const text = renderMarkdown(notice({ sentences: ["😀".repeat(3_000)] }), form);
    expect(text).toMatch(/^### Rotation failed\n\n(😀)+…$/u);
  });

  test("counts quotes and line ends as the request does, where the limit is the request's", () => {
    const text = renderMarkdown(notice({ sentences: ['"'.repeat(900)] }), { ...form, escaped: true, maxBytes: 1_000 });
    expect(Buffer.byteLength(JSON.stringify(text))).toBeLessThanOrEqual(1_000);
    expect(text.endsWith('""…')).toBe(true);
  });

  test("says what it has left out", () => {
    const changes = Array.from({ length: 200 }, (_, index) => ({
      field: `f${index}`,
      before: "a".repeat(50),
      after: "b",
    }));
    expect(renderMarkdown(notice({ changes }), form)).toMatch(/… and \d+ more changes\.$/);
  });
});

test("mail holds no address but that of its own link", () => {
  const evil = "https://evil.example and www.evil.example";
  const changes = [{ field: "ListenerDescription", before: evil, after: "shop" }];
  const link = { label: "Look", url: "https://albflow.example.com/p" };
  const { text, html } = renderMail(notice({ title: evil, sentences: [evil], changes, link }));
  for (const body of [text, html]) {
    expect(body.match(/\w+:\/\/[^\s"<]+|www\.\S+/g)?.filter((one) => one !== link.url)).toEqual([]);
    expect(body).toContain("https:\u200b//evil.example");
  }
});

test("mail escapes what is HTML elsewhere", () => {
  const { html } = renderMail(notice({ title: '<img src="x">', changes: [{ field: "<b>", before: "&", after: "'" }] }));
  expect(html).not.toMatch(/<img|<b>|&(?!#)/);
});

describe("notices", () => {
  test("of one key are said once a window, the latest, with how often they came", () => {
    const again = text("Again");
    const reported = deduplicate([unsaid({ at: 1 }), unsaid({ at: 3, title: again }), unsaid({ at: 2 })], MINUTE);
    const repeated = { code: "notice-repeated", params: { count: 3 } };
    expect(reported).toEqual([unsaid({ at: 3, title: again, sentences: [text(STILL_OLD), repeated] })]);
  });

  test("of other windows or keys are said each", () => {
    const all = [unsaid({ at: 1 }), unsaid({ at: MINUTE }), unsaid({ key: "other", at: 1 })];
    expect(deduplicate(all, MINUTE)).toEqual(all);
  });

  test("have one id for one key and window, whatever order they come in, and it can name an execution", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(10 ** 12), fc.nat(MINUTE - 1), (key, window, offset) => {
        const start = window - (window % MINUTE);
        const id = noticeId(notice({ key, at: start }), MINUTE);
        expect(noticeId(notice({ key, at: start + offset }), MINUTE)).toBe(id);
        expect(noticeId(notice({ key, at: start + MINUTE }), MINUTE)).not.toBe(id);
        expect(id).toMatch(/^[A-Za-z_][A-Za-z0-9_-]{0,127}$/);
      }),
    );
  });

  test("of one kind become one when there are many, but approvals never", () => {
    const failures = Array.from({ length: 5 }, (_, index) => unsaid({ key: `k${index}`, title: text(`lsn-${index}`) }));
    const approvals = failures.map((one) => ({ ...one, kind: "approval" as const }));
    const [merged, ...rest] = group([...failures, ...approvals]);
    expect(merged).toMatchObject({
      kind: "failure",
      title: { code: "notices-grouped", params: { count: 5, kind: "failure" } },
      sentences: [0, 1, 2, 3, 4].map((index) => ({
        code: "notice-line",
        params: { title: text(`lsn-${index}`), why: text(STILL_OLD) },
      })),
    });
    expect(rest).toEqual(approvals);
    expect(problemsIn({ notices: [merged] }, noticesSchema)).toEqual([]);
  });

  test.each([
    [45, undefined],
    [30, 30],
    [29, 30],
    [7, 7],
    [2, 3],
    [0, 0],
    [-5, 0],
  ])("that remind of %i days left belong to the threshold %s", (daysLeft, threshold) => {
    expect(reminderOf(daysLeft)).toBe(threshold);
  });

  test.each([
    { ...notice(), link: { label: "x", url: "javascript:alert(1)" } },
    { ...notice(), secret: "x" },
    { ...notice(), kind: "other" },
  ])("of another shape are refused", (wrong) => {
    expect(problemsIn({ notices: [wrong] }, noticesSchema)).not.toEqual([]);
  });
});

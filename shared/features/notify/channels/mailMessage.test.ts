import fc from "fast-check";
import PostalMime, { type Address } from "postal-mime";
import { describe, expect, test } from "vitest";
import { asciiAddress, type Mail, mailMessage } from "./mailMessage.ts";

const mail: Mail = {
  from: "albflow@example.com",
  to: ["sre@example.com", "lead@example.com"],
  subject: "[albflow] startListener on lsn-1 is verified",
  messageId: "<change-1@albflow>",
  at: Date.UTC(2026, 11, 1, 4, 5, 6),
  text: "It runs.\n\n  ListenerStatus: Stopped → Running",
  html: "<p>It runs.</p>",
};

/** What a mail program makes of it. */
const read = (changed: Partial<Mail> = {}) => PostalMime.parse(mailMessage({ ...mail, ...changed }));
/** How lines end does not matter. */
const lines = (text = "") => text.replaceAll("\r\n", "\n");
const addresses = (found: Address[] = []) => found.map(({ address }) => address);

test("a mail program reads what was written", async () => {
  const found = await read();
  expect(found).toMatchObject({ subject: mail.subject, messageId: mail.messageId, date: "2026-12-01T04:05:06.000Z" });
  expect(found.from).toMatchObject({ address: mail.from });
  expect(addresses(found.to)).toEqual(mail.to);
  expect(lines(found.text)).toBe(`${mail.text}\n`);
  expect(lines(found.html)).toBe(`${mail.html}\n`);
  expect(found.attachments).toEqual([]);
});

describe("whatever is told", () => {
  const words = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 200 }),
    fc.string({ unit: fc.constantFrom("证", "=", "?", "_", " ", "a", ".", "\n", "😀"), maxLength: 300 }),
  );

  test("both bodies come as they were", async () => {
    await fc.assert(
      fc.asyncProperty(words, words, async (text, html) => {
        const found = await read({ text, html });
        expect(lines(found.text)).toBe(`${lines(text)}\n`);
        expect(lines(found.html)).toBe(`${lines(html)}\n`);
      }),
    );
  });

  test("the subject comes as it was, and is nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(words, async (title) => {
        const subject = `[albflow] ${title}.`;
        const found = await read({ subject });
        expect(found.subject).toBe(subject);
        expect(addresses(found.to)).toEqual(mail.to);
      }),
    );
  });

  test("lines have at most 76 letters, all of them ASCII", () => {
    fc.assert(
      fc.property(words, words, (subject, text) => {
        const whole = mailMessage({ ...mail, subject, text, html: text, to: Array(40).fill("someone@example.com") });
        expect(whole).toMatch(/^[\r\n\t -~]*$/);
        expect(whole.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
        expect(Math.max(...whole.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(76);
      }),
    );
  });
});

test("a subject is no place for another header", async () => {
  const found = await read({ subject: "[albflow] x\r\nBcc: thief@example.com\r\n\r\nbody" });
  expect(found.bcc).toBeUndefined();
  expect(lines(found.text)).toBe(`${mail.text}\n`);
});

test.each([
  ["sre@bücher.example", "sre@xn--bcher-kva.example"],
  ["sre@运维.例子", "sre@xn--6o0a585a.xn--fsqu00a"],
  ["sre@example.com", "sre@example.com"],
  ["sre@[10.0.0.1]", "sre@[10.0.0.1]"],
])("%s is written as %s", (address, written) => {
  expect(asciiAddress(address)).toBe(written);
});

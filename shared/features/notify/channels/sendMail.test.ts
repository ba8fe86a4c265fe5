import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { startSmtp } from "../../../../test/support/smtpServer.ts";
import type { Mail } from "./mailMessage.ts";
import { type MailServer, sendMail } from "./sendMail.ts";

const PASSWORD = "a password";
const smtp = await startSmtp(PASSWORD);
const server: MailServer = { host: "127.0.0.1", port: smtp.port, secure: false, ignoreTLS: true };
const login = { user: "ops", pass: PASSWORD };

const mail: Mail = {
  from: "albflow@example.com",
  to: ["sre@example.com", "lead@bücher.example"],
  subject: "[albflow] hello",
  messageId: "<1@albflow>",
  at: 0,
  text: ".\n.hidden\nend",
  html: "<p>.</p>",
};

beforeEach(() => {
  smtp.mails.length = 0;
  smtp.verbs.length = 0;
  Object.assign(smtp.behaviour, { refusal: "", offers: ["AUTH PLAIN"], hangsUpAt: "" });
});
afterAll(() => smtp.close());

test("a mail goes to all its receivers, as whom the server knows", async () => {
  await sendMail({ ...server, login }, mail);
  expect(smtp.mails).toEqual([
    expect.objectContaining({
      user: "ops",
      password: PASSWORD,
      from: "albflow@example.com",
      to: ["sre@example.com", "lead@xn--bcher-kva.example"],
    }),
  ]);
});

test("a line that begins with a point does not end it", async () => {
  await sendMail(server, mail);
  expect(smtp.mails[0]?.message.replaceAll("\r\n.", "\r\n")).toContain("\r\n.\r\n.hidden\r\nend");
});

test("a server that asks for no password is given none", async () => {
  smtp.behaviour.offers = [];
  await sendMail({ ...server, login }, mail);
  expect(smtp.mails).toEqual([expect.objectContaining({ user: "", password: "" })]);
});

test("a server that must speak TLS and does not is sent neither mail nor password", async () => {
  const failure = sendMail({ ...server, ignoreTLS: false, requireTLS: true, login }, mail);
  await expect(failure).rejects.toMatchObject({ code: "ETLS" });
  expect(smtp.verbs).toEqual(["EHLO", "STARTTLS"]);
});

describe("nothing is sent", () => {
  test.each(["EHLO", "AUTH", "MAIL", "RCPT", "DATA"])("when the server hangs up at %s", async (command) => {
    smtp.behaviour.hangsUpAt = command;
    await expect(sendMail({ ...server, login }, mail)).rejects.toMatchObject({ code: expect.stringMatching(/^E/) });
    expect(smtp.mails).toEqual([]);
  });

  test("where no server is", async () => {
    const nowhere = { ...server, port: 1 };
    await expect(sendMail(nowhere, mail)).rejects.toMatchObject({ code: expect.stringMatching(/^E/) });
  });

  test("when the password is wrong", async () => {
    const failure = sendMail({ ...server, login: { ...login, pass: "wrong" } }, mail);
    await expect(failure).rejects.toMatchObject({ code: "EAUTH", responseCode: 535 });
  });
});

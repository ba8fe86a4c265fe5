import { clock } from "../../../platform/clock.ts";
import { AlbflowError, type ErrorKind } from "../../../platform/errors.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import { settingError } from "../../../platform/settings/readSetting.ts";
import { secretSetting } from "../../../platform/settings/secretSetting.ts";
import type { ChannelKind } from "../channel.ts";
import { noticeId } from "../groupNotices.ts";
import { renderMail } from "../render/mail.ts";

/** Mail by SMTP. Outside this machine only over TLS. */
export const mail: ChannelKind = {
  name: "mail",
  variable: "ALBFLOW_MAIL_SMTP",
  settings: {
    ALBFLOW_MAIL_SMTP: "smtps://user:password@host:465, or smtp:// for STARTTLS",
    ALBFLOW_MAIL_FROM: "the sender's address",
    ALBFLOW_MAIL_TO: "the receivers' addresses, with commas between them",
  },
  open(environment) {
    const { ALBFLOW_MAIL_FROM: from = "", ALBFLOW_MAIL_TO = "" } = environment;
    const to = ALBFLOW_MAIL_TO.split(",").map((address) => address.trim());
    for (const [name, addresses] of [
      ["ALBFLOW_MAIL_FROM", [from]],
      ["ALBFLOW_MAIL_TO", to],
    ] as const) {
      const areFit = addresses.every((address) => /^[^\s@,;:<>()"]+@[^\s@,;:<>()"]+$/.test(address));
      if (!areFit) throw settingError({ [name]: addresses.join(",") }, name, reason("expected-mail-addresses"));
    }
    const server = serverOf(secretSetting(environment, "ALBFLOW_MAIL_SMTP") ?? "");
    return {
      name: "mail",
      async send(notice) {
        const messageId = `<${noticeId(notice, 1)}@albflow>`;
        const subject = `[albflow] ${notice.title}`;
        // Loaded by whoever sends mail only.
        const { sendMail } = await import("./sendMail.ts");
        try {
          await sendMail(server, { from, to, subject, messageId, at: clock.now(), ...renderMail(notice) });
        } catch (error) {
          throw mailError(error);
        }
      },
    };
  },
};

function serverOf(address: string) {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    const variable = "ALBFLOW_MAIL_SMTP";
    throw settingError({ [variable]: address }, variable, reason("expected-smtp-address"), { isSecret: true });
  }
  const secure = url.protocol === "smtps:";
  const local = url.hostname === "127.0.0.1" || url.hostname === "localhost";
  return {
    host: url.hostname,
    port: url.port === "" ? (secure ? 465 : 587) : Number(url.port),
    secure,
    // Else a password would go over the line for everybody when the server does not offer STARTTLS.
    requireTLS: !secure && !local,
    ignoreTLS: local && !secure,
    ...(url.username === ""
      ? {}
      : { login: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  };
}

const TIMEOUT_MS = 10_000;

/** The library's messages quote the server's answer, which may quote the user: the codes are enough. */
function mailError(error: unknown): AlbflowError {
  const { code = "unknown", responseCode } = error as { code?: string; responseCode?: number };
  const transient = responseCode !== undefined && responseCode >= 400 && responseCode < 500;
  const kind: ErrorKind = KINDS[code] ?? "Failed";
  return new AlbflowError(
    transient ? "Transient" : kind,
    reason("mail-refused", { status: responseCode ?? null, error: code }),
    { code },
  );
}

const KINDS: Record<string, ErrorKind> = {
  EAUTH: "Denied",
  ECONNECTION: "Transient",
  ESOCKET: "Transient",
  ETIMEDOUT: "Transient",
  EDNS: "Transient",
  ECONNREFUSED: "Transient",
};

import SMTPConnection, { type SMTPConnectionOptions } from "nodemailer/lib/smtp-connection";
import { asciiAddress, type Mail, mailMessage } from "./mailMessage.ts";

/** Where mail is given off, and as whom. */
export interface MailServer extends SMTPConnectionOptions {
  login?: { user: string; pass: string };
}

/** Gives a mail to its server. Rejects with the library's errors: `code`, and the server's `responseCode`. */
export async function sendMail({ login, ...server }: MailServer, mail: Mail): Promise<void> {
  const connection = new SMTPConnection(server);
  const failed = new Promise<never>((_, reject) => connection.on("error", reject));
  // One that comes between two steps fails the next.
  failed.catch(() => {});
  const done = (step: (callback: (error?: Error | null) => void) => void) =>
    Promise.race([
      failed,
      new Promise<void>((resolve, reject) => step((error) => (error ? reject(error) : resolve()))),
    ]);
  try {
    await done((callback) => connection.connect(callback));
    // A server that asks for no password is given none.
    if (login !== undefined && connection.allowsAuth)
      await done((callback) => connection.login({ credentials: login }, callback));
    const envelope = { from: asciiAddress(mail.from), to: mail.to.map(asciiAddress) };
    await done((callback) => connection.send(envelope, mailMessage(mail), callback));
  } finally {
    connection.close();
  }
}

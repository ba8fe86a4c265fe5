import { createServer } from "node:net";

/** What an SMTP server was given: who from, who to, and the message as it went over the line. */
interface ReceivedMail {
  user: string;
  password: string;
  from: string;
  to: string[];
  message: string;
}

/**
 * A little SMTP server that takes mail from whoever has the password, or answers RCPT with `refusal`. It says that it `offers` these
 * extensions, and hangs up when it is sent the command `hangsUpAt`.
 */
export async function startSmtp(password: string) {
  const mails: ReceivedMail[] = [];
  const verbs: string[] = [];
  const behaviour = { refusal: "", offers: ["AUTH PLAIN"], hangsUpAt: "" };
  const server = createServer((socket) => {
    const mail: ReceivedMail = { user: "", password: "", from: "", to: [], message: "" };
    let inMessage = false;
    let pending = "";
    const print = (line: string) => void socket.write(`${line}\r\n`);
    print("220 test ESMTP");
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      pending += chunk.toString("latin1");
      for (;;) {
        const end = pending.indexOf(inMessage ? "\r\n.\r\n" : "\r\n");
        if (end < 0) return;
        const line = pending.slice(0, end);
        pending = pending.slice(end + (inMessage ? 5 : 2));
        if (inMessage) {
          inMessage = false;
          mails.push({ ...mail, message: line });
          print("250 taken");
        } else answer(line);
      }
    });
    const answer = (line: string) => {
      const [verb = ""] = line.toUpperCase().split(" ");
      verbs.push(verb);
      if (verb === behaviour.hangsUpAt) return void socket.destroy();
      if (verb === "EHLO")
        return print(["250-test", ...behaviour.offers.map((one) => `250-${one}`), "250 HELP"].join("\r\n"));
      if (verb === "STARTTLS") return print("502 not here");
      if (verb === "AUTH") {
        [, mail.user = "", mail.password = ""] = Buffer.from(line.split(" ")[2] ?? "", "base64")
          .toString()
          .split("\0");
        return print(mail.password === password ? "235 welcome" : `535 wrong password ${mail.password}`);
      }
      if (verb === "MAIL") mail.from = /<(.*?)>/.exec(line)?.[1] ?? "";
      if (verb === "RCPT") {
        if (behaviour.refusal !== "") return print(behaviour.refusal);
        mail.to = [...mail.to, /<(.*?)>/.exec(line)?.[1] ?? ""];
      }
      if (verb === "DATA") {
        inMessage = true;
        return print("354 go on");
      }
      if (verb === "QUIT") return void socket.end("221 bye\r\n");
      print("250 fine");
    };
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as { port: number }).port,
    mails,
    /** The commands that it was sent. */
    verbs,
    behaviour,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

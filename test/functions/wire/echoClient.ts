import type { TLSSocket } from "node:tls";
import { WebSocket } from "ws";
import { plainSerial } from "../../../shared/core/certificates/certificate.ts";

/** A WebSocket whose other end sends everything back. */
export interface EchoClient {
  /** Resolves when a word has come back; rejects when the connection has been lost. */
  echo(word: string): Promise<void>;
  /** Why it was closed; undefined while it is open. */
  readonly lost: string | undefined;
  /** The certificate that it was served; empty without TLS. */
  readonly serial: string;
  close(): void;
}

/** Opens one; rejects when it is refused. `url` begins with ws: or wss:. */
export function openEchoClient(url: string, hostname: string): Promise<EchoClient> {
  const options = { servername: hostname, headers: { host: hostname }, rejectUnauthorized: false };
  const socket = new WebSocket(url, options);
  let lost: string | undefined;
  let serial = "";
  socket.on("upgrade", ({ socket: under }) => {
    const certificate = (under as TLSSocket).getPeerCertificate?.();
    serial = certificate === undefined ? "" : plainSerial(certificate.serialNumber);
  });
  socket.on("close", (code) => {
    lost = `closed with ${code}`;
  });
  const client: EchoClient = {
    echo: (word) =>
      new Promise((resolve, reject) => {
        if (lost !== undefined) return reject(new Error(lost));
        const onClose = () => reject(new Error(lost));
        socket.once("close", onClose);
        socket.once("message", (data: Buffer) => {
          socket.off("close", onClose);
          return data.toString() === word
            ? resolve()
            : reject(new Error(`${word} came back as ${data.toString("utf8")}`));
        });
        socket.send(word);
      }),
    get lost() {
      return lost;
    },
    get serial() {
      return serial;
    },
    close: () => socket.terminate(),
  };
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve(client));
    socket.on("error", reject);
  });
}

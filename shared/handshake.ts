import { connect, type TLSSocket } from "node:tls";
import { factsOf } from "./certificate.ts";
import { clock } from "./clock.ts";
import { AlbflowError } from "./errors.ts";
import type { ServedCertificate } from "./verdict.ts";

/**
 * Makes one TLS handshake, as a client would, and says what was served. Nothing is trusted: the question is what is
 * served, not whether this machine believes it.
 *
 * Throws `AlbflowError` Transient when no handshake came about (refused, reset, timed out, alert).
 */
export function handshake(target: {
  host: string;
  port: number;
  /** The name to ask for (SNI); none is sent when it is undefined. */
  serverName?: string | undefined;
  timeoutMs?: number;
}): Promise<ServedCertificate> {
  const { host, port, serverName, timeoutMs = TIMEOUT_MS } = target;
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      cancelTimer();
      socket.destroy();
      const name = serverName === undefined ? "without a name" : `for ${serverName}`;
      reject(new AlbflowError("Transient", `no handshake ${name} with ${host}:${port}: ${why}`));
    };
    const socket: TLSSocket = connect({
      host,
      port,
      rejectUnauthorized: false,
      // An empty name keeps Node from sending the host as SNI.
      servername: serverName ?? "",
      minVersion: "TLSv1",
      ALPNProtocols: ["http/1.1"],
    });
    const cancelTimer = clock.after(timeoutMs, () => fail(`no answer within ${timeoutMs} ms`));
    socket.once("error", (error) => fail(error.message));
    socket.once("secureConnect", () => {
      cancelTimer();
      const der = socket.getPeerCertificate().raw as Buffer | undefined;
      socket.destroy();
      if (der === undefined) return fail("no certificate was served");
      const { subject, names, serial, notAfter } = factsOf(der);
      resolve({ subject, names, serial, notAfter: new Date(notAfter).toISOString() });
    });
  });
}

const TIMEOUT_MS = 5_000;

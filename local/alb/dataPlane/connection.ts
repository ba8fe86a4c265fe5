import type { ServerHttp2Session } from "node:http2";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Clock } from "../../../shared/platform/clock.ts";
import { idleTimer } from "./idleTimer.ts";

/** A client's connection, from its (TLS) handshake to its end. */
export interface ClientConnection {
  readonly clientAddress: string;
  readonly clientPort: number;
  /** Absent on HTTP. */
  readonly tls?: ConnectionTls;
  /** True once the listener is being stopped: answers tell the client to go away. */
  readonly closing: boolean;
  /** A request or an upgraded connection has begun; a connection with anything running is not idle. */
  begin(): void;
  end(): void;
  /** Closes now when nothing is running, else when what runs has ended. */
  closeWhenDone(): void;
}

/** What a handshake has settled. */
interface ConnectionTls {
  protocol: string;
  cipher: string;
  /** Of the client, verified; only where the listener demands one. */
  clientCertificate?: { subjectDn: string; issuerDn: string; fingerprint: string };
}

/**
 * Follows one connection and closes it after `idleSeconds` without a request.
 *
 * @param session The HTTP/2 session on the socket, which is closed politely with GOAWAY.
 */
export function followConnection(
  socket: Socket,
  options: { clock: Clock; idleSeconds: number; session?: ServerHttp2Session },
): ClientConnection {
  const { clock, idleSeconds, session } = options;
  let running = 0;
  let closing = false;
  const close = () => {
    if (session === undefined) socket.destroySoon();
    else if (!session.closed) session.close();
  };
  const idle = idleTimer(clock, idleSeconds * 1000, close, () => running > 0);
  (session ?? socket).once("close", idle.cancel);
  const tls = socket instanceof TLSSocket ? tlsOf(socket) : undefined;
  return {
    clientAddress: socket.remoteAddress ?? "",
    clientPort: socket.remotePort ?? 0,
    ...(tls === undefined ? {} : { tls }),
    get closing() {
      return closing;
    },
    begin() {
      running += 1;
    },
    end() {
      running -= 1;
      idle.touch();
      if (closing && running === 0) close();
    },
    closeWhenDone() {
      closing = true;
      // HTTP/2 refuses new streams at once and lets the open ones finish.
      if (running === 0 || session !== undefined) close();
    },
  };
}

function tlsOf(socket: TLSSocket): ConnectionTls {
  const settled = { protocol: socket.getProtocol() ?? "", cipher: socket.getCipher().name };
  const certificate = socket.authorized ? socket.getPeerX509Certificate() : undefined;
  if (certificate === undefined) return settled;
  const { subject, issuer, fingerprint } = certificate;
  return {
    ...settled,
    clientCertificate: {
      subjectDn: distinguishedName(subject),
      issuerDn: distinguishedName(issuer),
      fingerprint: fingerprint.replaceAll(":", "").toLowerCase(),
    },
  };
}

/** RFC 2253 order, the most specific first, as nginx writes it: `CN=a,O=b,C=CN`. */
function distinguishedName(lines: string): string {
  return lines.split("\n").reverse().join(",");
}

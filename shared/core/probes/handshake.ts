import { connect as connectPlainly } from "node:net";
import { connect, createSecureContext, type SecureContext, type SecureVersion, type TLSSocket } from "node:tls";
import { clock } from "../../platform/clock.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { parseCertificate } from "../certificates/certificate.ts";
import type { ServedCertificate } from "../verdict.ts";
import { type Endpoint, unreachableError } from "./probeResult.ts";

/** What one handshake has shown. */
interface Handshake extends ServedCertificate {
  /** `TLSv1.2`; empty when the server turned the client away before it was agreed. */
  protocol: string;
  /** OpenSSL's name of the cipher. */
  cipher: string;
}

/**
 * Makes one TLS handshake, as a client would, and says what was served. Nothing is trusted: the question is what is
 * served, not whether this machine believes it. A server that demands a client certificate shows its own all the same.
 *
 * Throws `AlbflowError` Transient when no certificate was served (refused, reset, timed out, alert).
 */
export function handshake(
  target: Endpoint & {
    /** The name to ask for (SNI); none is sent when it is undefined. */
    serverName?: string | undefined;
    /** Only this version. */
    version?: SecureVersion;
    /** Only these ciphers, in OpenSSL's words. */
    ciphers?: string;
    /** The only kind of key that the client can use. */
    key?: OfferedKey | undefined;
    timeoutMs?: number;
  },
): Promise<Handshake> {
  const { host, port, serverName, version, ciphers, key, timeoutMs = TIMEOUT_MS } = target;
  if (target.through !== undefined) {
    const asked = { host, port, serverName, key, timeoutMs };
    const offered = { ...(version === undefined ? {} : { version }), ...(ciphers === undefined ? {} : { ciphers }) };
    return target.through({ kind: "handshake", ...asked, ...offered }) as Promise<Handshake>;
  }
  return new Promise((resolve, reject) => {
    const options = {
      host,
      port,
      rejectUnauthorized: false,
      // An empty name keeps Node from sending the host as SNI.
      servername: serverName ?? "",
      secureContext: clientContext(version, ciphers, key),
      ALPNProtocols: ["http/1.1"],
    };
    const fail = (error: unknown) => {
      cancelTimer();
      socket.destroy();
      reject(unreachableError(reason("no-handshake", { serverName: target.serverName ?? null }), target, error));
    };
    const succeed = () => {
      try {
        const seen = handshakeOf(socket);
        if (seen === undefined) return fail(new Error("no certificate was served"));
        cancelTimer();
        socket.destroy();
        return resolve(seen);
      } catch {
        return fail(new Error("the certificate that was served cannot be read"));
      }
    };
    const socket = connect(options);
    const cancelTimer = clock.after(timeoutMs, () => fail(silence(socket, host, timeoutMs)));
    socket.once("secureConnect", succeed);
    // Mutual authentication ends in an alert, after the server has shown its certificate.
    socket.once("error", (error) => (servedBy(socket) === undefined ? fail(error) : succeed()));
  });
}

/** Whether anything accepts connections there. Throws `AlbflowError` Transient with the socket's code when not. */
export function tcpConnect(endpoint: Endpoint, timeoutMs = TIMEOUT_MS): Promise<void> {
  const { host, port, through } = endpoint;
  if (through !== undefined) return through({ kind: "connection", host, port, timeoutMs }).then(() => {});
  return new Promise((resolve, reject) => {
    const socket = connectPlainly({ host, port });
    const end = (finish: () => void) => {
      cancelTimer();
      socket.destroy();
      finish();
    };
    const cancelTimer = clock.after(timeoutMs, () =>
      end(() => reject(unreachableError(reason("no-connection"), endpoint, silence(socket, host, timeoutMs)))),
    );
    socket.once("connect", () => end(resolve));
    socket.once("error", (error) => end(() => reject(unreachableError(reason("no-connection"), endpoint, error))));
  });
}

const TIMEOUT_MS = 5_000;

/** A kind of key that a client can be limited to. */
export type OfferedKey = "RSA" | "EC";

/** Who verifies none of the other kind's signatures can use none of its certificates, in any version of TLS. */
const SIGNATURES: Record<OfferedKey, string> = {
  RSA: ["rsa_pss_rsae", "RSA"].flatMap((kind) => withHashes(kind)).join(":"),
  EC: withHashes("ECDSA").join(":"),
};

function withHashes(kind: string): string[] {
  return ["256", "384", "512"].map((bits) => (kind.includes("_") ? `${kind}_sha${bits}` : `${kind}+SHA${bits}`));
}

const contexts = new Map<string, SecureContext>();

/** A client that speaks this version only, by default any. To make one takes longer than a handshake, so it is kept. */
export function clientContext(version?: SecureVersion, ciphers?: string, key?: OfferedKey): SecureContext {
  const name = `${version} ${ciphers} ${key}`;
  const context =
    contexts.get(name) ??
    createSecureContext({
      minVersion: version ?? "TLSv1",
      ...(version === undefined ? {} : { maxVersion: version }),
      ...(ciphers === undefined ? {} : { ciphers }),
      ...(key === undefined ? {} : { sigalgs: SIGNATURES[key] }),
    });
  contexts.set(name, context);
  return context;
}

/** The certificate in DER. What was served before an alert is known by this call only, not by getPeerX509Certificate. */
function servedBy(socket: TLSSocket): Buffer | undefined {
  return socket.getPeerCertificate()?.raw as Buffer | undefined;
}

/** Throws an `Error` for a certificate that cannot be read. */
function handshakeOf(socket: TLSSocket): Handshake | undefined {
  const der = servedBy(socket);
  if (der === undefined) return undefined;
  const { subject, names, serial, notAfter } = parseCertificate(der);
  return {
    subject,
    names,
    serial,
    notAfter: new Date(notAfter).toISOString(),
    protocol: socket.getProtocol() ?? "",
    cipher: socket.getCipher()?.name ?? "",
  };
}

/** Silence at a private address says that we stand outside its network; elsewhere it is the listener's. */
function silence(socket: { remoteAddress?: string | undefined }, host: string, timeoutMs: number): Error {
  const address = socket.remoteAddress ?? host;
  const isPrivate = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);
  return Object.assign(new AlbflowError("Transient", reason("silence", { milliseconds: timeoutMs })), {
    code: isPrivate ? "EPRIVATE" : "ETIMEDOUT",
  });
}

import type { Agent } from "node:http";
import type { Socket } from "node:net";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { clientContext } from "./handshake.ts";
import { type Endpoint, unreachableError } from "./probeResult.ts";

/** What to ask of a listener over HTTP. */
export interface Question extends Endpoint {
  path: string;
  /** The name in `Host` and, with TLS, in SNI. */
  hostname: string | undefined;
  /** Absent for plain HTTP. */
  tls?: { clientCertificate?: { cert: string; key: string } };
  /** Asks for a WebSocket. */
  upgrade?: boolean;
  /** Sent besides. */
  headers?: Record<string, string>;
  /** Keeps connections for the next question; each has its own without. */
  agent?: Agent;
  timeoutMs?: number;
}

/**
 * Asks a listener over HTTP, or HTTPS without trusting anybody, and gives the status of its answer; any status is an
 * answer. Throws `AlbflowError` Transient when there is none within `timeoutMs` (5 s).
 */
export async function httpAnswer(question: Question): Promise<number> {
  const { host, port, path, hostname, tls, upgrade = false, agent = false, headers = {}, timeoutMs = 5_000 } = question;
  if (question.through !== undefined) {
    return (await question.through({ kind: "answer", ...plainQuestion(question) })) as number;
  }
  const [plainly, securely] = await Promise.all([import("node:http"), import("node:https")]);
  return new Promise((resolve, reject) => {
    const options = {
      host,
      port,
      path,
      agent,
      timeout: timeoutMs,
      headers: { ...headers, ...(hostname === undefined ? {} : { host: hostname }), ...(upgrade ? WEB_SOCKET : {}) },
    };
    const asked =
      tls === undefined
        ? plainly.request(options)
        : securely.request({
            ...options,
            ...(tls.clientCertificate === undefined
              ? { secureContext: clientContext() }
              : { ...tls.clientCertificate, minVersion: "TLSv1" }),
            rejectUnauthorized: false,
            servername: hostname ?? "",
          });
    asked.once("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.once("upgrade", (response, socket: Socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    asked.once("timeout", () =>
      asked.destroy(new AlbflowError("Transient", reason("silence", { milliseconds: timeoutMs }))),
    );
    asked.once("error", (error) => reject(unreachableError(reason("no-answer"), question, error)));
    asked.end();
  });
}

/** A question as plain data, for another to ask. */
export function plainQuestion(question: Question) {
  const { through: _, unseenVpc: __, agent: ___, ...plainly } = question;
  return plainly;
}

/** The key is RFC 6455's own example; nobody checks the answer to it here. */
const WEB_SOCKET = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

import { reasonOf } from "../../platform/errors.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { defaultCertificateOf, type Listener } from "../resources/listenerState.ts";
import type { ProbeResult } from "../verdict.ts";
import { tcpConnect } from "./handshake.ts";
import { httpAnswer, type Question } from "./httpAnswer.ts";
import { type Endpoint, isUnreachable, probeResult, probeResultOfError } from "./probeResult.ts";

/** How to ask a listener over HTTP, whatever it speaks. */
export function questionFor(
  listener: Listener,
  endpoint: Endpoint,
  asked: { path: string; hostname: string | undefined; clientCertificate?: { cert: string; key: string } },
): Question {
  const { path, hostname, clientCertificate } = asked;
  const secure = defaultCertificateOf(listener) !== undefined;
  const tls = clientCertificate === undefined ? {} : { clientCertificate };
  return { ...endpoint, path, hostname, ...(secure ? { tls } : {}) };
}

/** An answer over HTTP. A server error is one: what stands behind the listener is looked at elsewhere. */
export async function probeAnswer(question: Question): Promise<ProbeResult> {
  const { path } = question;
  const probe = reason("probe-http", { path });
  const expected = reason("value-any-answer");
  try {
    const status = await httpAnswer(question);
    return probeResult(probe, { expected, found: reason("value-http-status", { status }), answers: [status] });
  } catch (error) {
    return probeResultOfError(probe, expected, error, (cause) => reason("no-http-answer", { path, cause }));
  }
}

/** Nothing may accept connections there. */
export async function probeRefusal(endpoint: Endpoint, cause: Reason): Promise<ProbeResult> {
  const { port } = endpoint;
  const probe = reason("probe-closed-port", { port });
  const expected = reason("value-refused");
  try {
    await tcpConnect(endpoint);
    return probeResult(probe, {
      expected,
      found: reason("value-accepted"),
      problem: reason("port-still-open", { port, cause }),
    });
  } catch (error) {
    return isUnreachable(error)
      ? probeResult(probe, { expected, inconclusive: reasonOf(error) })
      : probeResult(probe, { expected, found: expected });
  }
}

/** The upgrade to a WebSocket. */
export async function probeWebSocket(question: Question): Promise<ProbeResult> {
  const { path } = question;
  const probe = reason("probe-websocket", { path });
  const expected = reason("value-http-status", { status: 101 });
  try {
    const status = await httpAnswer({ ...question, upgrade: true });
    const found = reason("value-http-status", { status });
    const problem = status === 101 ? null : reason("websocket-refused", { path, status });
    return probeResult(probe, { expected, found, problem });
  } catch (error) {
    return probeResultOfError(probe, expected, error, (cause) => reason("websocket-no-answer", { path, cause }));
  }
}

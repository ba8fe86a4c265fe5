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
  const probe = `answer to ${question.path}`;
  const expected = "an answer";
  try {
    const status = await httpAnswer(question);
    return probeResult(probe, { expected, found: `HTTP ${status}`, answers: [status] });
  } catch (error) {
    return probeResultOfError(probe, expected, error, (why) => `clients get no answer: ${why}`);
  }
}

/** Nothing may accept connections there. */
export async function probeRefusal(endpoint: Endpoint, message: string): Promise<ProbeResult> {
  const probe = `connection to port ${endpoint.port}`;
  const expected = "refused";
  try {
    await tcpConnect(endpoint);
    return probeResult(probe, { expected, found: "accepted", problem: `clients are still let in although ${message}` });
  } catch (error) {
    const { message } = error as Error;
    return isUnreachable(error)
      ? probeResult(probe, { expected, inconclusive: message })
      : probeResult(probe, { expected, found: "refused" });
  }
}

/** The upgrade to a WebSocket. */
export async function probeWebSocket(question: Question): Promise<ProbeResult> {
  const probe = `WebSocket at ${question.path}`;
  const expected = "HTTP 101";
  try {
    const status = await httpAnswer({ ...question, upgrade: true });
    const found = `HTTP ${status}`;
    const problem = status === 101 ? "" : `clients that ask for a WebSocket at ${question.path} get ${found}`;
    return probeResult(probe, { expected, found, problem });
  } catch (error) {
    return probeResultOfError(
      probe,
      expected,
      error,
      (why) => `clients that ask for a WebSocket get no answer: ${why}`,
    );
  }
}

import { defaultCertificateOf, type Listener } from "../resources/listenerState.ts";
import type { Sight } from "../verdict.ts";
import { knock } from "./handshake.ts";
import { httpAnswer, type Question } from "./httpAnswer.ts";
import { isOutOfReach, type Place, sight, sightOfError } from "./sight.ts";

/** How to ask a listener over HTTP, whatever it speaks. */
export function questionFor(
  listener: Listener,
  place: Place,
  asked: { path: string; hostname: string | undefined; clientCertificate?: { cert: string; key: string } },
): Question {
  const { path, hostname, clientCertificate } = asked;
  const secure = defaultCertificateOf(listener) !== undefined;
  const tls = clientCertificate === undefined ? {} : { clientCertificate };
  return { ...place, path, hostname, ...(secure ? { tls } : {}) };
}

/** An answer over HTTP. A server error is one: what stands behind the listener is looked at elsewhere. */
export async function lookForAnswer(question: Question): Promise<Sight> {
  const look = `answer to ${question.path}`;
  const expected = "an answer";
  try {
    const status = await httpAnswer(question);
    return sight(look, { expected, found: `HTTP ${status}`, answers: [status] });
  } catch (error) {
    return sightOfError(look, expected, error, (why) => `clients get no answer: ${why}`);
  }
}

/** Nothing may accept connections there. */
export async function lookForRefusal(place: Place, because: string): Promise<Sight> {
  const look = `connection to port ${place.port}`;
  const expected = "refused";
  try {
    await knock(place);
    return sight(look, { expected, found: "accepted", problem: `clients are still let in although ${because}` });
  } catch (error) {
    const { message } = error as Error;
    return isOutOfReach(error)
      ? sight(look, { expected, notVerified: message })
      : sight(look, { expected, found: "refused" });
  }
}

/** The upgrade to a WebSocket. */
export async function lookForWebSocket(question: Question): Promise<Sight> {
  const look = `WebSocket at ${question.path}`;
  const expected = "HTTP 101";
  try {
    const status = await httpAnswer({ ...question, upgrade: true });
    const found = `HTTP ${status}`;
    const problem = status === 101 ? "" : `clients that ask for a WebSocket at ${question.path} get ${found}`;
    return sight(look, { expected, found, problem });
  } catch (error) {
    return sightOfError(look, expected, error, (why) => `clients that ask for a WebSocket get no answer: ${why}`);
  }
}

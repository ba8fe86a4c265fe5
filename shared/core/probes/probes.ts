import { clock } from "../../platform/clock.ts";
import { httpAnswer, plainQuestion, type Question } from "./httpAnswer.ts";

/** Asks so many times, over a few connections: ALB shares requests out, not connections. No answer is `NO_ANSWER`. */
export async function askTimes(question: Question, times: number): Promise<number[]> {
  if (question.through !== undefined) {
    return question.through({ kind: "answers", times, ...plainQuestion(question) }) as Promise<number[]>;
  }
  const { Agent } = await (question.tls === undefined ? import("node:http") : import("node:https"));
  const agent = new Agent({ keepAlive: true, maxSockets: times > MANY ? SOCKETS_FOR_MANY : SOCKETS });
  return clock.hold(() => {
    const answers = Array.from({ length: times }, () => httpAnswer({ ...question, agent }).catch(() => NO_ANSWER));
    return Promise.all(answers).finally(() => agent.destroy());
  });
}

/** Whether a client would call it a failure of the service. */
export function isServerError(status: number): boolean {
  return status >= 500;
}

/** What stands for an answer that did not come: no status of HTTP. */
export const NO_ANSWER = 599;

const MANY = 20;
const SOCKETS = 2;
const SOCKETS_FOR_MANY = 8;

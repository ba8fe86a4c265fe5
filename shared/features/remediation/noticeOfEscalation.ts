import type { Notice } from "../notify/notice.ts";
import type { Remedy } from "./remedy.ts";

/** What a person is told who has to look at something. */
export function noticeOfEscalation(
  { rule, resource, message, eventId }: Remedy,
  execution: string,
  at: number,
): Notice {
  return {
    key: `escalation/${rule}/${resource}/${eventId}`.slice(0, 300),
    kind: "escalation",
    title: `${resource} needs a person`.slice(0, 200),
    sentences: [
      message,
      `The rule ${rule} does nothing more about ${resource} for 24 hours.`,
      `What was done before: albflow executions | grep ${resource.split("/")[0]}; this: albflow execution ${execution}`,
    ],
    changes: [],
    at,
  };
}

/** What people are told of events that nobody understood, once an hour. */
export function noticeOfDeadLetters(source: string, message: string, count: number, at: number): Notice {
  return {
    key: `deadLetters/${source}`.slice(0, 300),
    kind: "failure",
    title: `${count} ${count === 1 ? "event" : "events"} from ${source} not understood`.slice(0, 200),
    sentences: [
      `The last of them: ${message}`,
      "They are kept under the topic albflow_dead_letter in the deployment's logstore, and nothing was done about them.",
    ],
    changes: [],
    at,
  };
}

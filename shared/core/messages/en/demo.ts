import type { demoReasons } from "../../../platform/reasons/topics/demo.ts";
import type { Messages } from "../message.ts";

const next = "Run it again; if it fails again, report it";

export const demo: Messages<typeof demoReasons> = {
  "demo-title": "albflow demo: a certificate that is about to expire is rotated while clients watch",
  "demo-cloud": ({ endpoint }) => `${endpoint} (ALB) and five more; the official SDKs call it like the real one`,
  "demo-listener": ({ listenerId, url }) => `${listenerId} on ${url}`,
  "demo-expires": ({ day }) => `expires ${day}`,
  "demo-bystander": "nobody may touch it",
  "demo-clients": "handshakes for each name and for none, and HTTPS requests, without a pause",
  "demo-looked": ({ certificates, listeners }, { count }) =>
    `renewCertificates looked at ${count(certificates, "certificate", "certificates")} on ${count(listeners, "listener", "listeners")}`,
  "demo-due": ({ certificateId, daysLeft, successorId }, { count }) =>
    `${certificateId} has ${count(daysLeft, "day", "days")} left; ${successorId} follows`,
  "demo-nothing-follows": ({ certificateId, daysLeft, cause }, { count, messageOf }) =>
    `${certificateId} has ${count(daysLeft, "day", "days")} left, but ${cause === null ? "nothing follows" : messageOf(cause)}`,
  "demo-recorded": "a record of it is kept in Simple Log Service",
  "demo-rotated": "Rotated, and no client saw anything wrong",
  "demo-not-rotated": ({ why }) => `Not rotated: ${why.replace(/[.。]$/, "")}`,
  "demo-handshakes": ({ total, wrong, failed }) => `${total}, ${wrong} wrong, ${failed} failed`,
  "demo-requests": ({ total, failed }) => `${total}, ${failed} failed`,
  "demo-execution": ({ status, transitions, apiCalls, records }, { count }) =>
    `${status}: ${transitions} state transitions, ${apiCalls} API calls, ${count(records, "record", "records")} kept`,
  "demo-not-served": { message: ({ problems }) => `The demo's listener is not served: ${problems}`, next },
  "demo-round-blind": { message: ({ execution }) => `${execution} could not look at anything`, next },
};

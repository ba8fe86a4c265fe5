import type { apiReasons } from "../../../platform/reasons/topics/api.ts";
import type { Messages } from "../message.ts";

const PARTS: Readonly<Record<string, string>> = { query: "The query", body: "The body" };
const OPENAPI = "Correct the request; /openapi.json says what it may hold";
const AGAIN = "Ask for the change again";
const LIST = "Look for the right name: /listeners, /operations and /executions list them";

export const api: Messages<typeof apiReasons> = {
  "body-too-large": { message: ({ most }) => `A body may have ${most} bytes`, next: "Send less" },
  "body-missing": { message: "The body is missing", next: OPENAPI },
  "body-unexpected": { message: "This request has no body", next: OPENAPI },
  "body-not-json": {
    message: ({ isType }) => (isType ? "The body must be application/json, in UTF-8" : "The body is not JSON"),
    next: OPENAPI,
  },
  "request-invalid": {
    message: ({ part, problems }, { messageOf }) =>
      `${PARTS[part] ?? part} is not valid: ${problems.map(({ pointer, problem }) => `${pointer === "" ? "it" : pointer} ${messageOf(problem)}`).join("; ")}`,
    next: OPENAPI,
  },
  "idempotency-key-invalid": {
    message: ({ most }) => `The Idempotency-Key must have at most ${most} letters, digits, _ and -`,
    next: "Correct the Idempotency-Key",
  },
  "idempotency-key-used": {
    message: ({ execution }) => `This Idempotency-Key was used for another request, ${execution}`,
    next: "Use a new one for a new request",
  },
  "too-many-requests": {
    message: ({ seconds }) =>
      `Too many requests${seconds === null ? "" : `; the next one is answered in ${seconds} s`}`,
    next: "Repeat the request after the time in Retry-After",
  },
  "cursor-invalid": { message: "No page of this list has given this cursor", next: "Ask for the list from its start" },
  "address-unknown": { message: "There is nothing at this address", next: "/openapi.json lists the addresses" },
  "method-unknown": { message: "This address takes another method", next: OPENAPI },
  "form-foreign": { message: "This form was not sent by a page of albflow", next: "Open the page of albflow again" },
  "execution-not-found": { message: ({ execution }) => `There is no execution ${execution}`, next: LIST },
  "round-not-found": { message: ({ round }) => `There is no round ${round}`, next: LIST },
  "bulk-not-found": { message: ({ bulk }) => `There is no bulk run ${bulk}`, next: LIST },
  "bulk-nothing-to-do": {
    message: ({ operation }) => `${operation} changes none of these listeners`,
    next: "Read why in the plan of each",
  },
  "bulk-nothing-selected": {
    message: "Nothing is selected",
    next: "Give `targets`, a `selector` or `certificateIds`: one of the three",
  },
  "bulk-plan-stale": {
    message: ({ operation }) => `${operation} would no longer do what you have seen: a listener has changed since`,
    next: "Plan again",
  },
  "bulk-too-many": {
    message: ({ count, most }) => `${count} are selected; one run takes ${most}`,
    next: "Select fewer, and run it several times",
  },
  "bulk-too-large": {
    message: ({ count, bytes, most }) =>
      `The plans of ${count} listeners take ${bytes} bytes; a run takes at most ${most}`,
    next: "Select fewer, and run it several times",
  },
  "bulk-listener-twice": {
    message: ({ listenerId }) => `${listenerId} is changed by this run already`,
    next: "Plan again when the run has ended",
  },
  "bulk-target-told": "Its execution says why",
  "selector-invalid": {
    message: ({ part }) => `${part === "" ? "An empty text" : part} is no part of a selector`,
    next: "Use tag:<key>, name, id, instance, region, account, protocol, port, certificate or domain, each with = and a pattern, or expires=30d, and commas between",
  },
  "selector-empty": {
    message: ({ selector }) => `No listener and no certificate fits ${selector}`,
    next: "List them with `albflow listeners`; --regions and --accounts say where to look",
  },
  "operation-not-found": { message: ({ operation }) => `There is no operation ${operation}`, next: LIST },

  "not-allowed": {
    message: ({ name, act, operation, touches }, f) =>
      [`${name} may not ${act}`, operation ?? "", touches.length === 0 ? "" : f.list(touches)]
        .filter((part) => part !== "")
        .join(" "),
    next: "Ask whoever grants access",
  },
  "machine-cannot-approve": {
    message: ({ name }) => `${name} is a machine, and only people approve`,
    next: "Let a person answer",
  },

  "not-authenticated": {
    message: ({ cause }, { messageOf }) => `Not authenticated: ${messageOf(cause)}`,
    next: "Sign in again",
  },
  "credentials-needed": {
    message: "The request has no credentials, or none that are believed",
    next: "Send `Authorization: Bearer <token>`, with a token of the deployment's issuer that has not expired",
  },
  "grant-needed": { message: "Your grants are not for this", next: "Ask whoever grants access" },
  "credentials-not-sent": "no credentials were sent",
  "credentials-of-no-kind": "credentials of no kind that is let in",
  "machine-without-grants": "the machine has no grants",
  "source-unknown": "the address of the caller is not known",
  "token-subject-unfit": ({ problem }, { messageOf }) => `the token's subject ${messageOf(problem)}`,
  "token-not-believed": ({ error, claim }) => `the token is not valid (${error}${claim === null ? "" : `, ${claim}`})`,
  "token-keys-unreachable": {
    message: ({ error }) => `The keys of the issuer of tokens cannot be fetched (${error ?? "no answer"})`,
    next: "Check the issuer's address and the network of the functions",
  },

  "approval-link-invalid": {
    message: "This link was not made by albflow, or was changed",
    next: "Open the link as it was sent",
  },
  "approval-link-expired": { message: "This link has expired", next: AGAIN },
  "approval-link-used": {
    message: "This link was used already",
    next: "Open the newest link, if more approvals are needed",
  },
  "approval-link-outdated": {
    message: "The plan has changed since",
    next: "Open the link that was sent for the new plan",
  },
  "approval-not-waiting": { message: "Nothing waits for approval here any more", next: "Look at the execution" },
  "answered-at-once": {
    message: "Somebody else has answered at the same moment",
    next: "Look at the question again",
  },
};

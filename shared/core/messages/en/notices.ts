import type { noticeReasons } from "../../../platform/reasons/topics/notices.ts";
import type { Messages } from "../message.ts";

const KINDS: Record<string, string> = {
  change: "changed",
  failure: "failed",
  recovery: "recovered",
  approval: "waiting for approval",
  notRenewable: "not renewable",
  escalation: "manual action required",
  audit: "recorded in the audit trail",
};

const STOPPED: Record<string, string> = {
  refused: "nothing was changed",
  rolledBack: "everything is as before",
  left: "what it has changed stays, and is not watched",
  failed: "undoing it has failed: manual action required",
};

export const notices: Messages<typeof noticeReasons> = {
  "channel-unusable": { message: ({ channel }) => `${channel} could not be used`, next: "Report it" },
  "channel-takes-no-more": {
    message: ({ channel }) => `${channel} takes no more notices for a minute`,
    next: "Nothing to do: the next notice that it takes names this one",
  },
  "notices-missed": ({ count, titles, more }, { list }) =>
    `${count === 1 ? "1 notice was" : `${count} notices were`} not sent here, as there were too many at once: ${list(titles)}${more > 0 ? ` and ${more} more` : ""}`,
  "channel-no-answer": {
    message: ({ channel, error }) => `${channel} does not answer: ${error}`,
    next: "Check the channel's address and the network of the functions",
  },
  "channel-status": {
    message: ({ channel, status }) => `${channel} answered with status ${status}`,
    next: "Check the channel's address and secret",
  },
  "channel-refused": {
    message: ({ channel, errorCode, message }) => `${channel} refused the message: ${message} (${errorCode})`,
    next: "Check the robot's secret and its security settings",
  },
  "mail-refused": {
    message: ({ status, error }) =>
      `The mail server refused the mail${status === null ? "" : ` with ${status}`} (${error})`,
    next: "Check `notifications.mail` in albflow.yaml",
  },
  "notices-invalid": {
    message: ({ problems }, { messageOf }) =>
      `These are no notices: ${problems.map(({ pointer, problem }) => `${pointer} ${messageOf(problem)}`).join("; ")}`,
    next: "Deploy functions of the same version",
  },
  "notices-undelivered": {
    message: ({ titles }, f) => `No channel took: ${titles.map(f.messageOf).join("; ")}`,
    next: "Check the channels; the log of notify has each channel's answer",
  },
  "bulk-ended": ({ operation, done, count, failed, left }, { list }) =>
    [
      `${operation} is done on ${done} of ${count} listeners`,
      failed.length === 0 ? "" : `not on ${list(failed)}`,
      left.length === 0 ? "" : `not begun on ${list(left)}`,
    ]
      .filter((part) => part !== "")
      .join("; "),
  "change-verified": ({ operation, resource }) => `${operation} on ${resource} is done and verified`,
  "change-refused": ({ operation, resource }) => `${operation} on ${resource} was refused; nothing was changed`,
  "change-unanswered": ({ operation, resource }) =>
    `${operation} on ${resource} was not approved in time; nothing was changed`,
  "change-rolled-back": ({ operation, resource }) => `${operation} on ${resource} failed and was rolled back`,
  "change-needs-person": ({ operation, resource }) => `${operation} on ${resource} failed: manual action required`,
  "change-stopped": ({ operation, resource, by, outcome }) =>
    `${operation} on ${resource} was stopped ${by === null ? "outside albflow" : `by ${by}`}; ${STOPPED[outcome] ?? STOPPED.failed}`,
  "approval-requested-again": ({ operation, resource }) => `Reminder: approve ${operation} on ${resource}?`,
  "approval-requested": ({ operation, resource }) => `Approve ${operation} on ${resource}?`,
  "plan-step": ({ number, step }, { messageOf }) => `${number}. ${messageOf(step)}`,
  "notice-of-execution": ({ execution }) => `Execution ${execution}`,
  "requested-by": ({ requester }) => `Requested by ${requester}`,
  "requested-for": ({ why, ticket }) =>
    `Why: ${[why, ticket === "" ? "" : `ticket ${ticket}`].filter((part) => part !== "").join("; ")}`,
  "request-listener": ({ listenerId, listenerName, listens, loadBalancerId }) =>
    `Listener: ${[listenerId, listenerName, listens].filter((part) => part !== "").join(", ")}${loadBalancerId === "" ? "" : `, of the instance ${loadBalancerId}`}`,
  "request-place": ({ account, region, environment }) =>
    `Where: ${[environment, region, `account ${account}`].filter((part) => part !== "").join(", ")}`,
  "approval-reminder": ({ until }, f) => `The request still waits for approval and expires at ${f.time(until)}`,
  "button-agree": "Approve…",
  "button-deny": "Reject…",
  "approved-by": ({ approvers }, f) => `Approved by ${f.list(approvers)}`,
  "approval-open-until": ({ until }, f) => `The request expires at ${f.time(until)}`,
  "approval-command": ({ execution }) => `Answer with: albflow approve ${execution}`,
  "see-execution": "Open the execution",
  "see-bulk-run": "Open the run",
  "see-plan": "Open the plan",
  "see-round": "Open the round",
  "see-albflow": "Open albflow",
  "next-step": ({ of }, { next }) => next(of),
  "notice-repeated": ({ count }) => `This came ${count} times`,
  "invocation-lost": ({ name, attempts }) => `${name} has failed ${attempts} times and is not tried again`,
  "invocation-caller": ({ requestId }) =>
    `What called it (a timer or an event) is lost. Its log, request ${requestId}, has more`,
  "notices-grouped": ({ count, kind }) => `${count} × ${KINDS[kind] ?? kind}`,
  "notice-line": ({ title, why }, { messageOf }) =>
    why === null ? messageOf(title) : `${messageOf(title)}: ${messageOf(why)}`,
  "certificate-renewed": ({ name, listenerId }) => `${name} is renewed on ${listenerId}`,
  "certificate-replaced": ({ successorId, certificateId, remark }, { messageOf }) =>
    `${successorId} is served instead of ${certificateId}${remark === null ? "" : ` (${messageOf(remark)})`}`,
  "certificate-not-renewed": ({ name, daysLeft }, f) =>
    daysLeft === null
      ? `${name} was not renewed`
      : daysLeft < 0
        ? `${name} expired ${f.count(-daysLeft, "day", "days")} ago and was not renewed`
        : `${name} expires in ${f.count(daysLeft, "day", "days")} and was not renewed`,
  "certificate-place": ({ certificateId, listenerId, region }) =>
    `It is ${certificateId} on ${listenerId} in ${region}`,
  "certificate-unreadable-twice": ({ name, listenerId }) =>
    name === null
      ? `The certificates of ${listenerId} could not be read in two rounds`
      : `${name} on ${listenerId} could not be read in two rounds`,
  "region-unreadable-twice": ({ region }) => `The certificates of ${region} could not be read in two rounds`,
  "account-unreadable-twice": ({ accountId }) => `The account ${accountId} could not be read in two rounds`,
  "nothing-renewed-there": ({ region }) => `Nothing is renewed there until it can be read (${region})`,
  "renewal-paused": "Renewal paused: only urgent rotations continue",
  "renewal-stopped": "Renewal stopped: a setting is not valid",
  "order-refused": ({ certificateId }) => `No successor of ${certificateId} could be ordered`,
  "remediation-needs-person": ({ resource }) => `Manual action required: ${resource}`,
  "remediation-paused": ({ rule, resource, hours }) =>
    `The rule ${rule} does nothing more about ${resource} for ${hours} hours`,
  "remediation-history": ({ resource, execution }) =>
    `Earlier remediations: albflow executions | grep ${resource.split("/")[0]}; this one: albflow execution ${execution}`,
  "events-not-understood": ({ count, source }, f) =>
    `${f.count(count, "event", "events")} from ${source} could not be understood`,
  "last-event": ({ reason }, { messageOf }) => `The last of them: ${messageOf(reason)}`,
  "dead-letters-kept": ({ topic }) =>
    `They are kept under the topic ${topic} in the deployment's logstore; nothing was done about them`,
  "ledger-bound": ({ until, executions }, f) =>
    `Audit trail until ${until}: ${f.count(executions, "execution", "executions")}`,
  "ledger-head-told": ({ head }) =>
    `The head of the ledger is ${head}. Keep this message: \`albflow audit verify --head ${head}\` finds records that are removed after it`,
  "ledger-closed-chains": ({ chains }, f) => `Closed because they were ended from outside: ${f.list(chains)}`,
  "execution-cut-off": ({ chain }) => `${chain} was cut off before it could report`,
  "execution-cut-off-after": {
    message: ({ status, writes }, f) =>
      `CloudFlow ended it as ${status}. ${writes.length === 0 ? "It had written nothing, so nothing was changed" : `It had written ${f.list(writes)}; another execution has rolled back what it could`}`,
    next: "Check the listener, and start it again if it is still wanted",
  },
  "foreign-audit-records": ({ count }, f) =>
    `${f.count(count, "audit record was", "audit records were")} not written by albflow`,
  "foreign-audit-records-are": ({ names }, f) =>
    `They are ${f.list(names)}. They count for nothing. Find out who may write to the logstore; \`albflow audit verify\` shows each of them`,
  "ledger-began-anew": "The ledger of the audit trail begins anew",
  "ledger-began-anew-since": ({ since }) =>
    `There are audit records since ${since}, and no ledger. If keepLedger has run before, its records were removed: compare with the last head that you were told`,
};

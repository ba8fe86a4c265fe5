import type { executionCommandReasons } from "../../../platform/reasons/topics/executionCommands.ts";
import type { Messages } from "../message.ts";

const some = (count: number, what: string) => `${count === 0 ? "no" : count} ${what}${count === 1 ? "" : "s"}`;
const usage = ({ usage }: { usage: string }) => `Usage: ${usage}`;

export const executionCommands: Messages<typeof executionCommandReasons> = {
  "answer-given": ({ isDenied, execution, flags }) =>
    `${isDenied ? "Denied" : "Agreed"}. \`albflow execution ${execution}${flags}\` shows its progress`,
  "bulk-started": ({ listenerId, execution }) => `▶ ${listenerId}: ${execution}`,
  "bulk-interrupted": ({ executions, flags }, { list }) =>
    executions.length === 0
      ? "Nothing more is begun"
      : `Nothing more is begun. ${list(executions)} ${executions.length === 1 ? "goes" : "go"} on in the cloud, followed here to the end; press Ctrl-C again to leave. \`albflow execution <name>${flags}\` follows one, and \`albflow stop <name>${flags}\` takes it back`,
  "bulk-stopped": {
    message: ({ cause, listenerIds }, f) =>
      `Not begun on ${f.list(listenerIds)}: ${cause === "canary" ? "the first one did not succeed" : cause === "budget" ? "the error budget is used up" : "it was interrupted"}`,
    next: "Read why with `albflow execution`, and run it again when that is mended",
  },
  "plan-changes": "What changes",
  "plan-steps": ({ steps }) => (steps === 1 ? "One step" : `${steps} steps`),
  "plan-effects": "What clients will notice",
  "plan-duration": ({ expectedSeconds, atMostSeconds, watchSeconds, between, needsApproval }) => {
    const steps = between === null ? "" : `, watched for ${between.seconds} s after each of ${between.steps} steps`;
    const end = watchSeconds === 0 ? "" : `, then watched for ${watchSeconds} s`;
    const approval = needsApproval ? ". Requires approval by another person" : "";
    return `About ${expectedSeconds} s${steps}${end}; at most ${atMostSeconds} s, rollback included${approval}`;
  },
  "execution-repeated": ({ execution }) => `${execution} was started before with the same input; this is its result`,
  "execution-started": ({ execution, flags }) =>
    `Started as ${execution}; \`albflow execution ${execution}${flags}\` shows its progress`,
  "record-not-kept": ({ flags }) =>
    `No record of this execution could be kept: \`albflow doctor${flags}\` says what is wrong with the logstore`,
  "approval-awaited": ({ execution, flags }) => `waits for somebody to agree: \`albflow approve ${execution}${flags}\``,
  "stop-why": "Why is it stopped? Everybody who sees the execution reads it",
  "execution-nowhere": {
    message: ({ execution, flow }) => `There is no execution ${execution}${flow === null ? "" : ` of flow ${flow}`}`,
    next: "See albflow executions",
  },
  "state-waits": ({ state, since, why }, { messageOf }) =>
    `${state} waits${since === null ? "" : ` for ${since}`}: ${messageOf(why)}`,
  "waits-for-report": ({ action }) => `${action ?? "its task"} is to be reported`,
  "waits-for-answer": ({ action }) => `${action ?? "its task"} is to answer`,
  "waits-for-retry": ({ error }) => `the next try, after ${error ?? "an error"}`,
  "waits-for-time": "time is to pass",
  "stopped-by": ({ by, why, rollback }) =>
    `by ${by}: ${why} (${rollback === null ? "left as it is, unwatched" : `${rollback} takes it back`})`,
  "no-executions": "No executions",
  "nothing-listed": "There is none",

  "region-unreadable": ({ region, cause }, { messageOf }) => `${region} could not be read: ${messageOf(cause)}`,
  "index-age": ({ to, minutes }, { time, count }) =>
    `Found in the index of domains that renewal keeps, and each read again now. The index was complete ${count(minutes, "minute", "minutes")} ago, at ${time(to)}`,
  "index-none": {
    message: "No round of renewal has kept the index of domains in the last six hours",
    next: "The next round makes it anew (`albflow renew` starts one); without it list accounts and regions",
  },
  "index-gaps": ({ places }, { list }) => `Not in the index, as no round could read them: ${list(places)}`,
  "index-incomplete": ({ listeners }, { count }) =>
    `The certificates of ${count(listeners, "listener", "listeners")} could not be read when the index was made`,
  "index-cut": {
    message: ({ shown }) => `More listeners fit than the ${shown} that are shown`,
    next: "Look for a longer name, or name accounts and regions",
  },
  "days-left": ({ days }, { count }) => (days === null ? "days left: unknown" : `${count(days, "day", "days")} left`),
  "intermediate-ends-first": ({ intermediate }) => `the intermediate ${intermediate} ends first`,
  "settings-not-known": ({ settings }, { list }) => `${list(settings)} is set, and albflow does not know it`,
  "group-servers": ({ servers }, { count }) => count(servers, "server", "servers"),
  "group-down": ({ down }) => `${down} down`,
  "group-health-unknown": "health not known",
  "used-now": "in use now",
  "run-cost": ({ flow, execution, seconds }) => `${flow}, execution ${execution}: ${seconds} s from start to end`,

  "draw-branches": ({ branches }) => `${branches} branches at once`,
  "draw-elements": ({ concurrency }) => `for each element, ${concurrency} at once`,
  "draw-retry": ({ errors, maxAttempts, intervalSeconds, backoffRate }) =>
    `${errors.join(", ")}: up to ${maxAttempts} more, after ${intervalSeconds} s${backoffRate === 1 ? "" : `, each time × ${backoffRate}`}`,
  "draw-seconds-of": ({ field }) => `as many seconds as ${field} says`,
  "draw-otherwise": ({ state }) => `otherwise → ${state}`,
  "definition-not-named": { message: "No definition is named", next: usage },
  "execution-not-named": { message: "No execution is named", next: usage },
  "definition-unreadable": {
    message: ({ file, error }) => `${file} cannot be read: ${error}`,
    next: "Check its name and who may read it",
  },
  "definition-wrong": {
    message: ({ file, finding }, f) => `${file}, ${f.messageOf(finding)}`,
    next: "`albflow flows lint` says everything that is wrong with it",
  },
  "definition-finding": ({ file, line, column, isError, state, why }, f) =>
    `${file}:${line}:${column} ${isError ? "error" : "warning"} ${state === null ? "" : `state "${state}": `}${f.sentence(f.messageOf(why))} ${f.sentence(f.next(why))} [${why.code}]`,
  "definitions-checked": ({ definitions, wrong, doubtful }) =>
    `${some(definitions, "definition")}: ${some(wrong, "error")}, ${some(doubtful, "warning")}`,
  "option-not-whole": {
    message: ({ option, least, most }) =>
      `${option} takes a whole number from ${least}${most === null ? "" : ` to ${most}`}`,
    next: "Correct it",
  },
  "option-not-offered": {
    message: ({ option, offered }) => `${option} takes ${offered.join(" or ")}`,
    next: "Correct it",
  },
  "option-no-probability": { message: ({ option }) => `${option} takes a number from 0 to 1`, next: "Correct it" },
  "commands-not-built": {
    message: ({ file }) => `${file} is not there`,
    next: "Run `npm run build` in the folder of the project first",
  },
  "project-folder-missing": {
    message: "This needs albflow's own files, and the command was taken out of their folder",
    next: "Run it from a clone",
  },
  "embedded-calls-none": {
    message: ({ product }) => `The embedded engine calls no ${product}`,
    next: "Deploy albflow, and run it without --embedded",
  },
  "embedded-waits": ({ executions }) =>
    `Waiting for ${executions.join(", ")}; Ctrl-C leaves them to the next --embedded command`,
};

import type { AnyReason } from "../../../platform/reasons/define.ts";
import type { verificationReasons } from "../../../platform/reasons/topics/verification.ts";
import type { Format, Messages } from "../message.ts";

export const doubts = (causes: readonly AnyReason[], more: number, f: Format) =>
  causes.length === 0
    ? ""
    : `. Not verified: ${causes.map(f.messageOf).join("; ")}${more === 0 ? "" : `; ${f.count(more, "more probe was", "more probes were")} inconclusive`}`;
const checks = (passed: number, resource: string, f: Format) =>
  passed === 0
    ? `${resource} is as planned, and serves no clients by itself`
    : `${passed} of ${f.count(passed, "check", "checks")} passed on ${resource}`;
export const byHand = ({ resource, execution }: { resource: string; execution: string }) =>
  `Manual action required: fix the cause and run \`albflow undo ${execution}\`, or set ${resource} by hand as it was before: \`albflow execution ${execution}\` shows what was changed`;
/** Parts of a whole in percent: the more digits the fewer they are. */
const percentOf = (part: number, whole: number) => {
  const percent = whole === 0 ? 0 : (part / whole) * 100;
  return `${percent >= 10 || percent === 0 ? Math.round(percent) : Math.round(percent * 10) / 10} %`;
};

export const verification: Messages<typeof verificationReasons> = {
  verified: ({ resource, passed, at, causes, more }, f) =>
    `${passed === 0 && causes.length > 0 ? "Accepted without verification" : "Verified"}: ${checks(passed, resource, f)} (${f.time(at)})${doubts(causes, more, f)}`,
  "step-verified": ({ resource, passed, next, causes, more }, f) =>
    `${checks(passed, resource, f)}${next === null ? "" : `; next: ${f.messageOf(next)}`}${doubts(causes, more, f)}`,
  "verified-watching": ({ resource, passed, until, causes, more }, f) =>
    `${checks(passed, resource, f)}; it is watched until ${f.time(until)}${doubts(causes, more, f)}`,
  "watching-mismatch": ({ problem }, { messageOf }) => `Waiting: ${messageOf(problem)}`,
  "verification-failed": {
    message: ({ resource, problem, differing, total }, { messageOf }) =>
      `Verification failed on ${resource}: ${differing} of ${total} checks differ from the configuration. ${messageOf(problem)}`,
    next: "Read the evidence of the execution, fix the cause, and start it again",
  },
  "not-verified": {
    message: ({ resource, causes, more }, f) =>
      `${resource} was not verified${doubts(causes, more, f).replace(". Not verified", "")}`,
    next: "Let the functions reach the listener, or accept it with verification.acceptUnreachable",
  },
  "verification-error": {
    message: ({ cause }, { messageOf }) => `It was not verified: ${messageOf(cause)}`,
    next: "Fix the cause, and start it again",
  },
  "rollback-verification-error": {
    message: ({ cause }, { messageOf }) => `After the rollback it was not verified: ${messageOf(cause)}`,
    next: (params) => byHand(params),
  },
  "clients-saw": ({ from, until, total, failures, probes, wrong, logged }, f) => {
    const failed = failures.reduce((sum, { count }) => sum + count, 0);
    const which = failures.map(({ status, count }) => `${count} × ${status ?? "no answer"}`).join(", ");
    const parts = [
      ...(total === 0
        ? []
        : [
            `${failed} of ${f.count(total, "request", "requests")} failed (${percentOf(failed, total)}${which === "" ? "" : `: ${which}`})`,
          ]),
      ...(probes === 0 ? [] : [`${wrong} of ${f.count(probes, "other probe", "other probes")} did not match`]),
    ];
    const own =
      parts.length === 0
        ? ""
        : `albflow's own probes between ${f.time(from)} and ${f.time(until)}: ${parts.join("; ")}`;
    const all =
      logged === null
        ? ""
        : `Access log: ${logged.errors} of all ${f.count(logged.total, "request", "requests")} in that time were server errors (${percentOf(logged.errors, logged.total)})`;
    return [own, all].filter((part) => part !== "").join(". ");
  },
  "nothing-to-verify": {
    message: ({ listenerId }) => `There is no listener ${listenerId} to verify`,
    next: "Check the id and the region",
  },
};

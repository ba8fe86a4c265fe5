import type { doctorReasons } from "../../../platform/reasons/topics/doctor.ts";
import type { Messages } from "../message.ts";

const DEPLOY = "Deploy this version: `npm run deploy -- --stage <stage>`";

const TYPES: Record<string, string> = { accessKey: "access key", allRoles: "all roles", allFlows: "all flows" };

export const doctor: Messages<typeof doctorReasons> = {
  "deployed-resource": ({ type, name, of }) =>
    [TYPES[type] ?? type, name, of === "" ? "" : `of ${of}`].filter((part) => part !== "").join(" "),
  "check-endpoints": "endpoints and clock",
  "check-credentials": "credentials",
  "check-preparation": "what a deployment needs",
  "check-roles": "roles and policies",
  "check-functions": "functions",
  "check-dry-runs": "dry runs",
  "check-triggers": "triggers",
  "check-flows": "flows",
  "check-timers": "timers",
  "check-settings": "settings",
  "check-reports": "reports",
  "check-audit-trail": "audit trail",
  "check-channels": "event channels",
  "check-passed": ({ check, count }, { messageOf }) => `${messageOf(check)}: ${count} of ${count} checks passed`,
  "check-empty": ({ check }, { messageOf }) => `${messageOf(check)}: nothing to check yet`,
  "doctor-healthy": "No problems found",
  "doctor-problems": ({ count }, f) => `${f.count(count, "problem", "problems")} found`,
  "endpoint-host-unknown": {
    message: ({ cause }, { messageOf }) => `The host name does not resolve: ${messageOf(cause)}`,
    next: "Check the region's id (--region), and that this machine resolves names",
  },
  "endpoint-refuses-connections": {
    message: ({ cause }, { messageOf }) => `The endpoint refuses connections: ${messageOf(cause)}`,
    next: "Check --port: no local cloud listens there. Start one with `albflow local start`",
  },
  "endpoint-certificate-untrusted": {
    message: ({ cause }, { messageOf }) => `The endpoint's certificate is not trusted: ${messageOf(cause)}`,
    next: "A proxy between here and the cloud presents its own certificate: trust it, or bypass it",
  },
  "endpoint-unreachable": {
    message: ({ cause }, { messageOf }) => `The endpoint is unreachable: ${messageOf(cause)}`,
    next: "Check the network, proxies and firewalls between here and the cloud",
  },
  "endpoint-certificate-ending": {
    message: ({ days }, f) => `The endpoint's certificate expires in ${f.count(days, "day", "days")}`,
    next: "Ask whoever runs that endpoint or proxy; the cloud's own certificates last longer",
  },
  "clock-skewed": {
    message: ({ seconds, most }) =>
      `This machine's clock is ${Math.abs(seconds)} s ${seconds < 0 ? "behind" : "ahead"}; signatures are refused at ${most} s`,
    next: "Set the clock, for example with `timedatectl set-ntp true`",
  },
  "access-key-refused": {
    message: ({ cause }, { messageOf }) => `The cloud does not accept the credentials: ${messageOf(cause)}`,
    next: "Check ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or run `aliyun configure`; a session token expires after hours",
  },
  "keys-of-another-account": {
    message: ({ accountId, keys }) => `These keys are of account ${keys}, not of ${accountId}`,
    next: ({ accountId }) => `Name a profile of ${accountId} with --profile`,
  },
  "confirm-target": ({ accountId, home }) => `Let albflow of account ${home} into account ${accountId}?`,
  "account-id-invalid": {
    message: ({ accountId }) => `The account id is ${accountId === "" ? "not set" : `"${accountId}"`}`,
    next: "Set ALIBABA_CLOUD_ACCOUNT_ID to the 16 digits that the console shows",
  },
  "role-missing": { message: "It does not exist", next: `Deploy the roles: \`npm run deploy -- --stage <stage>\`` },
  "role-differs": {
    message: ({ diff }, f) => `It differs from this version: ${f.list(diff, 3)}`,
    next: "Deploy the roles: `npm run deploy -- --stage <stage>` reverts whatever was changed by hand",
  },
  "roles-unreadable": {
    message: ({ cause }, { messageOf }) => `The roles cannot be read: ${messageOf(cause)}`,
    next: "Grant these credentials ram:Get* and ram:List*",
  },
  "preparation-unreadable": {
    message: ({ cause }, { messageOf }) => `What a deployment needs cannot be read: ${messageOf(cause)}`,
    next: "Grant these credentials what `albflow policy deployer` prints",
  },
  "flow-missing": { message: "It does not exist", next: `${DEPLOY}; running executions keep the old definition` },
  "flow-differs": {
    message: ({ diff }, f) => `It differs from this version: ${f.list(diff, 3)}`,
    next: `${DEPLOY}; running executions keep the old definition`,
  },
  "flows-unreadable": {
    message: ({ cause }, { messageOf }) => `The flows cannot be read: ${messageOf(cause)}`,
    next: "Grant these credentials fnf:DescribeFlow",
  },
  "function-missing": { message: "It does not exist", next: DEPLOY },
  "function-differs": {
    message: ({ settings }) =>
      settings
        .map(({ name, found, expected }) =>
          expected === ""
            ? `${name} differs`
            : found === ""
              ? `${name} should be ${expected}`
              : `${name} is ${found} and should be ${expected}`,
        )
        .join("; "),
    next: DEPLOY,
  },
  "functions-unreadable": {
    message: ({ cause }, { messageOf }) => `The function cannot be read: ${messageOf(cause)}`,
    next: "Grant these credentials fc:GetFunction and fc:ListTriggers",
  },
  "trigger-missing": { message: "It does not exist", next: DEPLOY },
  "trigger-disabled": { message: "It is disabled", next: "Enable it in the console, or deploy" },
  "trigger-role-missing": { message: ({ role }) => `It never fires: its role ${role} does not exist`, next: DEPLOY },
  "triggers-unreadable": {
    message: ({ cause }, { messageOf }) => `The triggers cannot be read: ${messageOf(cause)}`,
    next: "Grant these credentials fc:ListTriggers and ram:GetRole, or deploy the function",
  },
  "timer-not-fired": {
    message: ({ flow, last }, f) =>
      last === null
        ? `It has never started an execution of ${flow}`
        : `It has not started an execution of ${flow} since ${f.time(last)}`,
    next: "Read the function's log of that time in the console; then disable and enable the trigger there, or deploy again",
  },
  "timers-unreadable": {
    message: ({ cause }, { messageOf }) => `Executions of the timer cannot be read: ${messageOf(cause)}`,
    next: "Grant these credentials fc:ListTriggers and fnf:ListExecutions",
  },
  "settings-invalid": {
    message: ({ cause }, { messageOf }) => `A setting is not valid: ${messageOf(cause)}`,
    next: "Correct that variable where you deploy from, and deploy again; docs/deploy.md lists them",
  },
  "pages-are-saved": {
    message: ({ url }) => `Browsers save the pages of ${url} as files: it is a built-in address of Function Compute`,
    next: "Set `domain` in albflow.yaml and deploy again; docs/deploy.md says how",
  },
  "acme-server-unusable": {
    message: ({ cause }, { messageOf }) => `The ACME server is not usable: ${messageOf(cause)}`,
    next: "Correct `acme.directory` in albflow.yaml, and deploy again",
  },
  "logstore-missing": {
    message: ({ cause }, { messageOf }) => `It does not exist: ${messageOf(cause)}`,
    next: ({ project, logstore }) =>
      `Create the project ${project} in this region and in it the logstore ${logstore}, with an index; or name others under logs in albflow.yaml`,
  },
  "logstore-unreadable": {
    message: ({ cause }, { messageOf }) => `It cannot be read: ${messageOf(cause)}`,
    next: "Grant these credentials log:GetLogStoreLogs, and check the logstore's index",
  },
  "dry-run-without-role": {
    message: ({ cause }, { messageOf }) => `The function has no role: ${messageOf(cause)}`,
    next: "Deploy the function, which sets its role",
  },
  "dry-run-role-untrusted": {
    message: ({ cause }, { messageOf }) => `The function cannot assume its role: ${messageOf(cause)}`,
    next: "The role must trust fc.aliyuncs.com: deploy the roles",
  },
  "dry-run-denied": {
    message: ({ cause }, { messageOf }) => `The function's role lacks a permission: ${messageOf(cause)}`,
    next: "Deploy the roles; `albflow policy` prints what the role should have",
  },
  "dry-run-function-missing": {
    message: ({ cause }, { messageOf }) => `The function does not exist: ${messageOf(cause)}`,
    next: "Deploy the function",
  },
  "dry-run-failed": {
    message: ({ cause }, { messageOf }) => `The dry run failed: ${messageOf(cause)}`,
    next: "Deploy this version, and read the function's log in the console",
  },
  "ledger-head": ({ hash, until }, f) => `The head of the ledger is ${hash}, until ${f.time(until)}`,
  "ledger-missing": {
    message: "There is no ledger, although executions have ended",
    next: "Read the log of the function keepLedger. If it has run, records were removed: run `albflow audit verify`",
  },
  "ledger-stopped": {
    message: "The ledger has not continued since",
    next: "Read the log of the function keepLedger. If it has run, records were removed: run `albflow audit verify`",
  },
  "ledger-foreign-records": {
    message: ({ count }, f) => `${f.count(count, "record was", "records were")} not written by albflow`,
    next: "Find out who may write to this logstore; `albflow audit verify` shows each record",
  },
  "ledger-unreadable": {
    message: ({ cause }, { messageOf }) => `The audit records cannot be read: ${messageOf(cause)}`,
    next: "Grant these credentials log:GetLogStoreLogs",
  },
  "channel-delivered": ({ channel, at, hours }, f) =>
    `The channel ${channel} has delivered events, the last less than ${f.count(hours, "hour", "hours")} ago, at ${f.time(at)} or later`,
  "channel-silent": {
    message: ({ channel }) => `The channel ${channel} has delivered nothing for a week`,
    next: "If something has happened, compare its set-up with docs/remediation.md",
  },
  "log-delivery-not-set-up": {
    message:
      "The role AliyunServiceRoleForAlbLogDelivery does not exist, so that ALB has never delivered access logs here",
    next: "Switch the access log of one instance on in the ALB console once, which makes the role",
  },
  "channels-unreadable": {
    message: ({ cause }, { messageOf }) => `What channels have delivered cannot be read: ${messageOf(cause)}`,
    next: "Grant these credentials fnf:ListExecutions and ram:GetRole",
  },
};

import type { cliReasons } from "../../../platform/reasons/topics/cli.ts";
import { type Messages, wordOf } from "../message.ts";
import { renewalStatuses } from "../renewalStatuses.ts";

export const cli: Messages<typeof cliReasons> = {
  "nothing-due": "No certificate is due",
  "local-cloud-not-running": {
    message: "No local cloud answers there",
    next: "Start one with `albflow local start`, or name its first port with --port",
  },
  "local-cloud-elsewhere": {
    message: ({ region, asked }) => `The local cloud is deployed in ${region}, not in ${asked}`,
    next: "Leave the region out",
  },
  "renewal-status": ({ status }) => wordOf(renewalStatuses, status, "en"),
  "stage-checked": ({ stage, resources, flows }) =>
    `${stage}: ${resources} resources and ${flows} flows are as they should be`,
  "confirm-deploy": ({ stage, account }) => `Deploy the stage ${stage} into account ${account}?`,
  "confirm-remove": ({ stage, account }) => `Remove the stage ${stage} from account ${account}?`,
  "query-invalid": {
    message: ({ query }) => `--query ${query} is no path`,
    next: "Write names with dots between them, [2] for one of a list and [] for all of it: listeners[].listenerId",
  },
  "round-started": ({ execution, flags }) =>
    `Started as ${execution}; \`albflow execution ${execution}${flags}\` shows its progress`,
  "follow-interrupted": ({ execution, flags }) =>
    `${execution} goes on in the cloud: \`albflow execution ${execution}${flags}\` follows it, and \`albflow stop ${execution}${flags}\` takes it back`,
  "follow-interrupted-embedded": ({ execution, flags }) =>
    `${execution} stands still: its engine ends with this command. The next command with --embedded goes on with it, and \`albflow watch ${execution}${flags}\` follows it to its end`,
  "watch-interrupted": ({ execution, flags }) =>
    `${execution} goes on in the cloud: \`albflow watch ${execution}${flags}\` follows it again`,
  "approve-interrupted": ({ execution, isGiven, flags }) =>
    isGiven
      ? `The answer is given; \`albflow execution ${execution}${flags}\` shows its progress`
      : `No answer was given, and ${execution} still waits for one: \`albflow approve ${execution}${flags}\``,
  "deploy-interrupted": ({ stage }) =>
    `What was deployed stays, and the stage ${stage} may be deployed by half: the same command goes on where it stopped`,
  "nothing-changed": "Nothing was changed",
  "nobody-to-confirm": {
    message: "There is nobody to confirm, and nothing was changed",
    next: "Look at what is said above, and add --yes",
  },
  "nothing-deployed-embedded": { message: "With --embedded nothing is deployed", next: "Leave it out" },
  "specification-written": ({ file }) => `${file} is written; Serverless Devs deploys it now`,
  "serverless-devs-failed": {
    message: ({ task, file }) => `s ${task} has failed; ${file} has its words`,
    next: "Remove the cause and run the same command again: it goes on where it stopped",
  },
  "deployed-now-examined": "Everything is sent; this is what the doctor finds",
  "removal-loses":
    "The histories of executions go with their flows and do not come back: what has run cannot be undone any more, and what waits for approval cannot be answered",
  "removal-leaves": ({ stores }, { list }) =>
    `These stay, with what is in them: the logstores ${list(stores)}, service-linked roles, certificates, and whatever was changed on listeners`,
  "execution-stopped-for-removal": ({ flow, execution }) => `${execution} of ${flow} is stopped`,
  "removal-complete": ({ stage }) => `Nothing of the stage ${stage} is left but what was said above`,
  "removal-incomplete": {
    message: ({ left }, { list }) => `These are left: ${list(left)}`,
    next: "Run the same command again",
  },
  "service-not-activated": {
    message: ({ service }) => `${service} is not activated in this account`,
    next: ({ page }) => `Activate it once at ${page}, then run the same command again`,
  },
  "service-not-in-region": {
    message: ({ service, region }) => `${service} has no endpoint in ${region} that this machine can find`,
    next: "Set another `region` in albflow.yaml, or check the name resolution of this machine",
  },
  "console-open": ({ address, name }) =>
    `${address} opens the pages in one browser of this machine, once, signed in as ${name}; Ctrl-C ends them`,
  "console-not-here": {
    message: ({ host }) => `These pages are at http://${host} alone`,
    next: "Open the address that `albflow console` has printed",
  },
  "console-address-used": {
    message: "This address lets in one browser, once",
    next: "Run `albflow console` again for another",
  },
  "console-views-only": ({ setting }) =>
    `The pages only show: the secret ${setting} is not set here, and without it nobody can sign what they ask for`,
  "service-role-not-made": {
    message: ({ role, service, cause }, { messageOf }) =>
      `${role} was not made, and without it ${service} does not act in this account: ${messageOf(cause)}`,
    next: ({ cause }, { next }) =>
      next(cause) || "Make it in the RAM console, or allow ram:CreateServiceLinkedRole to whoever deploys",
  },
  "right-missing": {
    message: ({ right }) => `These keys may not ${right}`,
    next: "Grant it: `albflow policy deployer` prints all that whoever deploys must be allowed; then run the same command again",
  },
  "quota-reached": {
    message: ({ cloudCode, message }) => `A quota of the account is reached (${cloudCode}: ${message})`,
    next: "Remove what is not needed, or raise it at https://quotas.console.aliyun.com, then run the same command again",
  },
  "domain-not-pointing": {
    message: ({ domain }) => `${domain} does not lead to Function Compute`,
    next: ({ domain, target }) =>
      `Make a CNAME record of ${domain} that leads to ${target}, then run the same command again`,
  },
  "service-to-be-seen": ({ service, page }) => `Whether ${service} is activated is seen at ${page} only`,
  "confirm-bootstrap": ({ account }) => `Make this in account ${account}?`,
  "bootstrap-complete": "Everything that a deployment needs is there",
  "bootstrap-needed": {
    message: ({ missing }, { list }) => `A deployment needs what is not there yet: ${list(missing)}`,
    next: "Run `albflow bootstrap`",
  },

  "credentials-empty": "what was found is empty",
  "profile-is-its-own-source": ({ profile }) => `the profile ${profile} is its own source`,
  "profile-field-missing": ({ field }) => `the profile has no ${field}`,
  "credentials-uri-failed": ({ status }) => `credentials_uri answered with the status ${status}`,
  "credentials-uri-without-keys": "credentials_uri answered without keys",
};

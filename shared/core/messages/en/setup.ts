import type { setupReasons } from "../../../platform/reasons/topics/setup.ts";
import type { Messages } from "../message.ts";

export const setup: Messages<typeof setupReasons> = {
  "init-found": ({ region, hasCloudFlow, internet, intranet }, { count }) =>
    `${region}: ${count(internet + intranet, "instance", "instances")}, of which ${intranet} internal${hasCloudFlow ? "" : "; CloudFlow is not there, so that albflow cannot run there"}`,
  "init-unseen": ({ what, cause }, { messageOf }) => `Not looked at: ${what}. ${messageOf(cause)}`,
  "init-region": ({ proposed, instances }, { count }) =>
    `In which region does albflow run? CloudFlow must be there. ${proposed} has it${instances === 0 ? "" : `, and ${count(instances, "instance", "instances")}`}`,
  "init-regions": ({ others, home }, { list }) =>
    `Which regions are renewed? ${list(others)} have instances, too; albflow must be deployed in each that is named, so ${home} alone is proposed`,
  "init-project": ({ project }) =>
    `In which log project are records kept? Its name is unique in all of Alibaba Cloud, so ${project} carries the account's number; bootstrap makes it`,
  "init-project-there": ({ project }) => `In which log project are records kept? ${project} is there already`,
  "init-secret":
    "Where is the secret kept from which all keys are derived? `file`: it is made now, in a file of this folder that only you can read. `kms:<name>`: a secret of at least 32 random characters that you have made in KMS",
  "init-network": ({ vpcs }, { list }) =>
    `Shall listeners of internal instances be verified? They are in ${list(vpcs)}. For each VPC name a security group for the function there, like ${vpcs[0] ?? "vpc-1"}=sg-1; without it they are not verified`,
  "init-domain":
    "Shall there be pages for people, on a domain of yours? Name it with the number of its certificate, like albflow.example.com=24664588; in mainland China it needs an ICP filing, so none is proposed",
  "init-people":
    "Who signs people in? The address of an OpenID Connect issuer, whose keys are at /.well-known/jwks.json; the command line needs none, so none is proposed, and nobody may call the API",
  "init-chat":
    "Shall failures and approvals be told in a chat? dingtalk, lark or wecom; the address of its robot is then taken from ALBFLOW_CHAT_URL, so none is proposed",
  "init-remediation": ({ trails }, { list }) =>
    `Shall changes that others make be answered? off, observe or on, with +events where EventBridge is to call, too. ${trails.length === 0 ? "No trail delivers to this region; bootstrap would make one" : `A trail delivers already: ${list(trails)}`}. Off is proposed, as it acts by itself`,
  "init-acme":
    "Where are new certificates ordered? The directory of an ACME server, like https://acme-v02.api.letsencrypt.org/directory; without it only those that Certificate Management Service has are used, so none is proposed",
  "init-answers-needed": {
    message: ({ questions }) =>
      `Nothing was written: these answers are needed, and nobody can be asked\n${questions.map((one) => `  ${one}`).join("\n")}`,
    next: "Give each with --set <name>=<answer>, or take what is in brackets with --yes",
  },
  "init-answer-unknown": {
    message: ({ given, names }, { list }) => `There is no question ${given}; there are ${list(names, 10)}`,
    next: "Say --set <name>=<answer>",
  },
  "init-file-exists": {
    message: ({ file }) => `${file} is there already, and is not overwritten`,
    next: "Edit it, move it away, or name another with --file",
  },
  "init-written": ({ file }) => `${file} is written; go on with \`albflow bootstrap\``,
  "init-secret-made": ({ file }) =>
    `The deployment's secret is in ${file}, which only you can read. Keep a copy where secrets are kept: without it nothing that is deployed can be changed any more`,
};

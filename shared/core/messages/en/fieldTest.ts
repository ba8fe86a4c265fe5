import type { fieldTestReasons } from "../../../platform/reasons/topics/fieldTest.ts";
import type { Messages } from "../message.ts";

export const fieldTest: Messages<typeof fieldTestReasons> = {
  "field-price": `--write makes, and removes at the end, all tagged or named albflow-fieldtest:
  an Application Load Balancer of the Standard edition and one of the Basic edition, with public addresses
  certificates, flows, a function, roles and a log project, which cost next to nothing for that long
Price: about 0.03 USD for each hour that is begun (0.021 and 0.007 for the instances, by the list), and less than 0.10 USD
  for capacity units, addresses and some megabytes of traffic. The buy page of your region is what counts.
Duration: about 20 minutes. What a run that was killed has left: albflow fieldtest --clean`,
  "field-ending":
    "Ending: what this run has made is removed first. Once more ends it at once, and leaves that to --clean",
  "field-clean": "Everything that is tagged or named albflow-fieldtest is removed, of runs that are under way as well",
  "field-confirm-clean": "Remove it?",
  "field-confirm-write": "Go on?",
  "field-unconfirmed": { message: "Nobody is there to answer", next: "Add --yes" },
  "field-ended-early": "Ended before everything was asked; nothing is written down",
  "field-summary": ({ settled, probes, open, contradictions, file }) =>
    `${settled} of ${probes} questions are answered, ${open} stay open, ${contradictions} are not as assumed. ${file} has it all`,
  "field-nothing-left": "Nothing is left of any field test",
  "field-left": {
    message: ({ what, cloudCode }) => `${what}: ${cloudCode}`,
    next: "Try albflow fieldtest --clean, or look in the console",
  },
  "field-not-played": ({ question, found }) =>
    `${question}: "${found}" was found, which the local cloud cannot do. It goes on as assumed`,
  "field-applied": ({ file, settings }, { count }) =>
    `${file} has ${count(settings, "setting", "settings")}. After the next \`npm run build\` the local cloud is so`,
  "field-unprobed": ({ why }, { messageOf }) => `unprobed: ${messageOf(why)}`,

  "gap-needs-write": "it makes something of its own: --write",
  "gap-not-told": "the probe did not say",
  "gap-probe-failed": ({ error }) => error ?? "an unknown fault",
  "gap-no-ca-certificate": "the account has no CA certificate",
  "gap-quota-not-filled": "the account's certificates would have to be filled up to their quota",
  "gap-too-few-calls": ({ calls }) => `only ${calls} calls were answered in a minute`,
  "gap-change-too-fast": "the changes were over before they were looked at",
  "gap-jobs-too-young": ({ hours }) =>
    `the oldest job that is listed is ${hours} hours old: ask again a day after a change`,
  "gap-no-failed-job": "no job failed, and none can be made to",
  "gap-no-event": "its history does not say",
  "gap-nothing-delivered": "nothing was delivered within some minutes",
  "gap-no-remediate": "no remediate is deployed",
  "gap-no-alarm": "no alarm has called the deployed remediate for a week: let one do so",
  "gap-no-execution": "CloudFlow knows no execution here yet",
  "gap-executions-too-young": ({ days }) =>
    `the oldest execution is ${days} days old: ask again when one is 90 days old`,
  "gap-no-service-roles": "nothing here knows of service-linked roles",
  "gap-function-silent": "the function did not answer",
  "gap-no-record": "the records were not written in time",
};

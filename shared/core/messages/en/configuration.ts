import type { configurationReasons } from "../../../platform/reasons/topics/configuration.ts";
import type { Messages } from "../message.ts";

export const configuration: Messages<typeof configurationReasons> = {
  "expected-prefix": "1 to 40 letters, digits and hyphens that begin with a letter",
  "expected-log-project": "the name of a log project",
  "expected-logstore": "the name of a logstore",
  "configuration-invalid": {
    message: ({ file, problems }, { messageOf }) =>
      problems
        .map(
          ({ line, column, path, problem }) =>
            `${file}:${line}:${column}: ${path === "" ? "" : `${path}: `}${messageOf(problem)}`,
        )
        .join("\n"),
    next: "Correct the file; docs/configuration.md tells of every field",
  },
  "field-unknown": "there is no such field",
  "field-missing": "is missing",
  "must-be": ({ expected }, { messageOf }) => `must be ${messageOf(expected)}`,
  "expression-in-configuration": "must not hold ${; Serverless Devs would fill it in",
  "vpc-given-twice": ({ vpcId, first }) =>
    `names ${vpcId} again, which ${first} has already: give its vSwitches and its security group once`,
  "vswitch-given-twice": ({ vSwitchId, first }) =>
    `names ${vSwitchId} again, which ${first} has already: a vSwitch is in one VPC, so name it once`,
  "target-given-twice": ({ account, first }) =>
    `names ${account} again, which ${first} has already: give its regions, and whether it is read-only, once`,
  "target-is-home": ({ account }) =>
    `names ${account}, the deployment's own account: leave it out, and give its regions under regions`,
  "prefix-of-other-stage": ({ prefix, stage }) =>
    `is ${prefix}, as in the stage ${stage} of the same account, whose functions, flows and roles it would overwrite: choose another prefix or give each stage its account`,
  "several-documents": "has several documents: keep one, and remove the lines ---",
  "stages-empty": "names no stage: name one, or leave it out for the stage prod alone",
  "not-ascii": "has characters that are not printable ASCII, which Function Compute does not take: write it in ASCII",
  "callers-exclude-each-other":
    "cannot stand beside people: either Function Compute checks signatures of machines, or albflow checks tokens of people",
  "configuration-missing": {
    message: ({ file }) => `There is no ${file}`,
    next: "`albflow init` writes it; docs/configuration.md tells of every field",
  },
  "stage-unknown": {
    message: ({ stage, stages }, { list }) => `There is no stage ${stage}; there are ${list(stages)}`,
    next: "Name one of them with --stage",
  },
  "stage-not-named": {
    message: ({ stages }, { list }) => `The configuration has several stages: ${list(stages)}`,
    next: "Name one of them with --stage",
  },
  "secrets-not-given": {
    message: ({ names }, { list }) => `These variables hold secrets and are not set: ${list(names)}`,
    next: "Set them in the shell that deploys, or keep the secrets in KMS and write kms:<name> into albflow.yaml",
  },
};

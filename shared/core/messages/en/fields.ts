import type { fieldReasons } from "../../../platform/reasons/topics/fields.ts";
import type { Messages } from "../message.ts";

export const fields: Messages<typeof fieldReasons> = {
  "must-be-text": "must be a text",
  "must-be-true-or-false": "must be true or false",
  "must-be-list": "must be a list",
  "must-not-be-empty": "must not be empty",
  "must-have-at-most": ({ most }) => `must have ${most} entries at most`,
  "must-have-fields": "must have fields",
  "must-have-fields-below": "must have fields below it; it is empty",
  "must-be-project-name": "must be a log project: 3 to 63 small letters, digits and hyphens",
  "must-be-logstore-name": "must be a logstore: 3 to 63 small letters, digits, - and _",
  "must-be-trail-logstore":
    "must be a logstore: 3 to 63 small letters, digits, - and _; after `actiontrail_` the name of a trail, 6 to 36 of them",
  "must-be-mail-address": "must be a mail address",
  "must-be-listener-pattern":
    "must be the id of a listener, with * for any text; elsewhere than at home <account>/<region>/<id>",
  "must-be-account-number": "must be an account's number of sixteen digits, in quotes",
  "must-be-access-name": "must be the name of an access of `s config`",
  "must-be-so-long": ({ least, most }) => `must have ${least} to ${most} characters`,
  "must-be-vpc-id": "must be the id of a VPC, like vpc-bp1aevy8sofi8mh1q",
  "must-be-vswitch-id": "must be the id of a vSwitch, like vsw-bp1x8xx6tm2x",
  "must-be-security-group-id": "must be the id of a security group, like sg-bp1k8xx6tm2x",
  "must-be-certificate-id": 'must be the id of a certificate in quotes, like "24664588"',
  "must-be-key-set": "must be an https address, or a JWKS with its list `keys`",
  "must-be-secret-reference": "must be env:<name of a variable> or kms:<name of a secret>, never the secret itself",
  "must-be-stage-name": "must be the name of a stage: 1 to 16 small letters, digits and hyphens",
};

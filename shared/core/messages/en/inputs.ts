import type { inputReasons } from "../../../platform/reasons/topics/inputs.ts";
import type { Messages } from "../message.ts";

const TYPES: Record<string, string> = {
  object: "an object",
  array: "a list",
  string: "a text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
};

const counted = (of: string) => (of === "value" ? "" : ` ${of}`);

export const inputs: Messages<typeof inputReasons> = {
  "value-missing": "is missing",
  "value-unknown": "is not known",
  "value-of-other-type": ({ type }) => `must be ${TYPES[type] ?? type}`,
  "value-not-among": ({ values }) => `must be ${values.join(" or ")}`,
  "value-below": ({ least, of }) => `must be at least ${least}${counted(of)}`,
  "value-above": ({ most, of }) => `must be at most ${most}${counted(of)}`,
  "value-malformed": ({ pattern }) => `must match ${pattern}`,
  "value-unfit": "is not valid",
  "must-be-json": "must be JSON",
  "must-be-moment": "must be a time like 2026-01-02T03:04:05Z",
  "must-be-request-path":
    "must begin with / and be as a browser sends it, with spaces and other letters percent-encoded, e.g. /%E5%81%A5%E5%BA%B7",
  "must-be-host-name": "must be a host name in ASCII without a port, e.g. shop.example.com or xn--fsqu00a.example",
  "must-be-listener-id": "must be the id of an ALB listener, e.g. lsn-o4u54y73wq7b",
  "must-be-instance-id": "must be the id of an instance, e.g. alb-n0kn923",
  "must-be-regional-certificate-id": "must be <number>-<region of the certificate service>, e.g. 24664588-cn-hangzhou",
  "must-be-ca-certificate-id": "must be the id of a CA certificate",
  "must-be-tls-policy-id": "must be tls_cipher_policy_… or the id of a custom policy, e.g. spy-…",
  "must-be-account-id": "must be the number of an account, of sixteen digits",
  "must-be-region-id": "must be the id of a region, e.g. cn-hangzhou",
  "must-be-name": ({ least, most, letters }) => `must have ${least} to ${most} characters of ${letters}`,
};

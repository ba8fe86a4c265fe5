import { defineReasons } from "../define.ts";

const value = {
  en: "A value does not fit its schema; part of the reason that names the field or the option.",
  zh: "某个值不符合要求，是指出该字段或选项的原因的一部分。",
};

/** What is wrong with a value that somebody has sent, typed or written, whichever schema has refused it. */
export const inputReasons = defineReasons({
  "value-missing": { kind: "detail", params: {}, cause: value },
  "value-unknown": { kind: "detail", params: {}, cause: value },
  "value-of-other-type": { kind: "detail", params: { type: "string" }, cause: value },
  "value-not-among": { kind: "detail", params: { values: ["agree", "deny"] }, cause: value },
  "value-below": { kind: "detail", params: { least: 1, of: "items" }, cause: value },
  "value-above": { kind: "detail", params: { most: 1_800, of: "value" }, cause: value },
  "value-malformed": { kind: "detail", params: { pattern: "^/" }, cause: value },
  "value-unfit": { kind: "detail", params: {}, cause: value },
  "must-be-json": { kind: "detail", params: {}, cause: value },
  "must-be-moment": { kind: "detail", params: {}, cause: value },
  "must-be-listener-id": { kind: "detail", params: {}, cause: value },
  "must-be-instance-id": { kind: "detail", params: {}, cause: value },
  "must-be-regional-certificate-id": { kind: "detail", params: {}, cause: value },
  "must-be-ca-certificate-id": { kind: "detail", params: {}, cause: value },
  "must-be-tls-policy-id": { kind: "detail", params: {}, cause: value },
  "must-be-account-id": { kind: "detail", params: {}, cause: value },
  "must-be-request-path": { kind: "detail", params: {}, cause: value },
  "must-be-host-name": { kind: "detail", params: {}, cause: value },
  "must-be-region-id": { kind: "detail", params: {}, cause: value },
  "must-be-name": { kind: "detail", params: { least: 3, most: 63, letters: "a-z, 0-9, -" }, cause: value },
});

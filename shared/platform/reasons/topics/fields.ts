import { defineReasons } from "../define.ts";

const field = {
  en: "A field of albflow.yaml is not of the form that it must have; part of `configuration-invalid`.",
  zh: "albflow.yaml 中某个字段的格式不符合要求，是 `configuration-invalid` 的一部分。",
};

/** What the fields of albflow.yaml must be, as its schema has it. */
export const fieldReasons = defineReasons({
  "must-be-text": { kind: "detail", params: {}, cause: field },
  "must-be-true-or-false": { kind: "detail", params: {}, cause: field },
  "must-be-list": { kind: "detail", params: {}, cause: field },
  "must-not-be-empty": { kind: "detail", params: {}, cause: field },
  "must-have-at-most": { kind: "detail", params: { most: 40 }, cause: field },
  "must-have-fields": { kind: "detail", params: {}, cause: field },
  "must-have-fields-below": { kind: "detail", params: {}, cause: field },
  "must-be-project-name": { kind: "detail", params: {}, cause: field },
  "must-be-logstore-name": { kind: "detail", params: {}, cause: field },
  "must-be-trail-logstore": { kind: "detail", params: {}, cause: field },
  "must-be-mail-address": { kind: "detail", params: {}, cause: field },
  "must-be-listener-pattern": { kind: "detail", params: {}, cause: field },
  "must-be-account-number": { kind: "detail", params: {}, cause: field },
  "must-be-access-name": { kind: "detail", params: {}, cause: field },
  "must-be-so-long": { kind: "detail", params: { least: 2, most: 40 }, cause: field },
  "must-be-vpc-id": { kind: "detail", params: {}, cause: field },
  "must-be-vswitch-id": { kind: "detail", params: {}, cause: field },
  "must-be-security-group-id": { kind: "detail", params: {}, cause: field },
  "must-be-certificate-id": { kind: "detail", params: {}, cause: field },
  "must-be-key-set": { kind: "detail", params: {}, cause: field },
  "must-be-secret-reference": { kind: "detail", params: {}, cause: field },
  "must-be-stage-name": { kind: "detail", params: {}, cause: field },
});

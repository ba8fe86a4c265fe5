import { defineReasons } from "../define.ts";

const expected = { code: "expected-one-of", params: { values: ["on", "observe", "off"] } };
const form = {
  en: "What a setting must be; part of `setting-invalid`.",
  zh: "配置项的取值要求，是 `setting-invalid` 的一部分。",
};

const configuration = {
  en: "What is wrong with a field of albflow.yaml; part of `configuration-invalid`.",
  zh: "albflow.yaml 中某个字段的问题，是 `configuration-invalid` 的一部分。",
};

/** What is wrong with albflow.yaml, or with what is deployed from it: the command line says it, no function does. */
export const configurationReasons = defineReasons({
  "expected-prefix": { kind: "detail", params: {}, cause: form },
  "expected-log-project": { kind: "detail", params: {}, cause: form },
  "expected-logstore": { kind: "detail", params: {}, cause: form },
  "configuration-invalid": {
    kind: "invalid",
    params: {
      file: "albflow.yaml",
      problems: [{ line: 3, column: 5, path: "renewal.atOnce", problem: { code: "field-missing", params: {} } }],
    },
    cause: {
      en: "The configuration cannot be deployed. Everything that is wrong with it is told at once, with its place.",
      zh: "配置无法部署。所有问题及其位置会一次性列出。",
    },
  },
  "field-unknown": { kind: "detail", params: {}, cause: configuration },
  "field-missing": { kind: "detail", params: {}, cause: configuration },
  "must-be": { kind: "detail", params: { expected }, cause: configuration },
  "expression-in-configuration": { kind: "detail", params: {}, cause: configuration },
  "vpc-given-twice": { kind: "detail", params: { vpcId: "vpc-bp1", first: "network.0" }, cause: configuration },
  "vswitch-given-twice": {
    kind: "detail",
    params: { vSwitchId: "vsw-bp1", first: "network.0.vSwitchIds.0" },
    cause: configuration,
  },
  "target-given-twice": {
    kind: "detail",
    params: { account: "2222222222222222", first: "targets.0" },
    cause: configuration,
  },
  "target-is-home": { kind: "detail", params: { account: "1234567890123456" }, cause: configuration },
  "prefix-of-other-stage": { kind: "detail", params: { prefix: "albflow", stage: "prod" }, cause: configuration },
  "several-documents": { kind: "detail", params: {}, cause: configuration },
  "stages-empty": { kind: "detail", params: {}, cause: configuration },
  "not-ascii": { kind: "detail", params: {}, cause: configuration },
  "callers-exclude-each-other": { kind: "detail", params: {}, cause: configuration },
  "configuration-missing": {
    kind: "invalid",
    params: { file: "albflow.yaml" },
    cause: { en: "There is no configuration to deploy.", zh: "没有可部署的配置。" },
  },
  "stage-unknown": {
    kind: "invalid",
    params: { stage: "test", stages: ["prod"] },
    cause: { en: "The configuration has no such stage.", zh: "配置中没有这个阶段。" },
  },
  "stage-not-named": {
    kind: "invalid",
    params: { stages: ["dev", "prod"] },
    cause: {
      en: "The configuration has several stages, and none was named.",
      zh: "配置包含多个阶段，但没有指定其一。",
    },
  },
  "secrets-not-given": {
    kind: "invalid",
    params: { names: ["ALBFLOW_SECRET"] },
    cause: {
      en: "The configuration takes secrets from variables that are not set.",
      zh: "配置引用的机密环境变量没有设置。",
    },
  },
});

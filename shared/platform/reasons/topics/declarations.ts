import { defineReasons, orNull } from "../define.ts";

const property = { en: "A property of what is deployed is not valid.", zh: "部署内容的属性无效。" };
const timer = { en: "The time of a timer trigger is not valid.", zh: "定时触发器的时间无效。" };
const built = { en: "A built function cannot be deployed as it is.", zh: "构建出的函数无法部署。" };
const named = { en: "Something is named that is not declared, or twice.", zh: "引用的内容未声明，或重复声明。" };
const sized = { en: "Something is larger than the cloud takes.", zh: "内容超过云端的上限。" };
const secret = { en: "A secret stands where everybody can read it.", zh: "密钥写在人人可读的位置。" };
const changing = { en: "A deployment tells what it changes.", zh: "部署说明其变更。" };

/** What is wrong with what would be deployed, behind the place where it stands; and what a deployment tells of its changes. */
export const declarationReasons = defineReasons({
  "component-unknown": { kind: "detail", params: { component: "fc2" }, cause: property },
  "component-count": { kind: "detail", params: { count: 0, component: "./components/roles" }, cause: property },
  "property-unknown": { kind: "detail", params: {}, cause: property },
  "must-have-cloudflow": { kind: "detail", params: { regions: ["cn-hangzhou"] }, cause: property },
  "must-be-prefix": { kind: "detail", params: {}, cause: property },
  "must-be-log-project": { kind: "detail", params: {}, cause: property },
  "must-be-logstore": { kind: "detail", params: {}, cause: property },
  "must-be-role": { kind: "detail", params: {}, cause: property },
  "must-be-role-arn": { kind: "detail", params: {}, cause: property },
  "must-be-trigger-role": { kind: "detail", params: {}, cause: property },
  "must-be-function-name": { kind: "detail", params: {}, cause: property },
  "must-be-trigger-name": { kind: "detail", params: {}, cause: property },
  "must-be-variable-name": { kind: "detail", params: {}, cause: property },
  "must-be-domain-name": { kind: "detail", params: {}, cause: property },
  "must-be-handler": { kind: "detail", params: {}, cause: property },
  "must-be-code-folder": { kind: "detail", params: {}, cause: property },
  "must-be-certificate-number": { kind: "detail", params: {}, cause: property },
  "must-be-log-source": { kind: "detail", params: {}, cause: property },
  "must-be-fc3-version": { kind: "detail", params: {}, cause: property },
  "must-be-json-text": { kind: "detail", params: {}, cause: property },
  "cpu-between-steps": { kind: "detail", params: {}, cause: property },
  "cpu-unfit-for-memory": { kind: "detail", params: { memorySize: 256, least: 0.0625, most: 0.25 }, cause: property },
  "keys-belong-to-jwt": { kind: "detail", params: {}, cause: property },
  "open-to-everybody": { kind: "detail", params: {}, cause: property },
  "expression-not-filled-in": { kind: "detail", params: { expression: "a variable" }, cause: property },
  "definition-refused": {
    kind: "detail",
    params: { line: 7, column: 11, state: orNull("Call"), why: { code: "flow-way-missing", params: {} } },
    cause: property,
  },

  "cron-no-interval": { kind: "detail", params: { expression: "@every 4" }, cause: timer },
  "cron-fields-missing": { kind: "detail", params: { fields: "0 3 * * *" }, cause: timer },
  "cron-second-open": { kind: "detail", params: { fields: "* 0 3 * * *" }, cause: timer },
  "cron-never-due": { kind: "detail", params: { fields: "0 0 0 31 2 *" }, cause: timer },
  "cron-unreadable": { kind: "detail", params: { expression: "0 0 25 * * *", error: "out of range" }, cause: timer },

  "handler-missing": { kind: "detail", params: { file: "dist/functions/api/index.js" }, cause: built },
  "handler-not-exported": {
    kind: "detail",
    params: { file: "dist/functions/api/index.js", name: "handler" },
    cause: built,
  },
  "handler-not-loading": {
    kind: "detail",
    params: { file: "dist/functions/api/index.js", error: "SyntaxError" },
    cause: built,
  },

  "role-not-made-here": { kind: "detail", params: { role: "albflow-api" }, cause: named },
  "function-declared-twice": { kind: "detail", params: { name: "albflow-api" }, cause: named },
  "trigger-declared-twice": { kind: "detail", params: {}, cause: named },
  "destination-not-declared": { kind: "detail", params: { name: "albflow-failures" }, cause: named },
  "target-not-declared": {
    kind: "detail",
    params: { action: "FC:InvokeFunction", target: "albflow-api" },
    cause: named,
  },

  "package-too-heavy": { kind: "detail", params: { kib: 81, budget: 80 }, cause: sized },
  "policy-too-long": { kind: "detail", params: { length: 6145, most: 6144 }, cause: sized },
  "variables-too-long": { kind: "detail", params: { bytes: 4108, most: 4096 }, cause: sized },
  "variable-not-ascii": { kind: "detail", params: { variable: "ALBFLOW_ACME_CHAIN" }, cause: sized },
  "pattern-too-many-values": { kind: "detail", params: { field: "source", count: 6, most: 5 }, cause: sized },

  "secret-by-its-looks": { kind: "detail", params: {}, cause: secret },
  "secret-by-its-name": { kind: "detail", params: {}, cause: secret },

  "changes-counted": {
    kind: "progress",
    params: { created: 1, changed: 2, removed: 0, unchanged: 40 },
    cause: changing,
  },
  "lines-left-out": { kind: "progress", params: { lines: 12 }, cause: changing },
  "policy-detached": { kind: "progress", params: { policy: "AdministratorAccess" }, cause: changing },
  "logstore-stays": { kind: "notice", params: { what: "logstore albflow-reports/albflow" }, cause: changing },
  "roles-settle": { kind: "progress", params: { seconds: 10 }, cause: changing },
  "flows-lose-histories": { kind: "notice", params: {}, cause: changing },
});

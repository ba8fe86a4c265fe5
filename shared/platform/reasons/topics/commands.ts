import { anyValue, defineReasons, orNull } from "../define.ts";

const execution = "start-1";
const option = { en: "An option of a command is missing or not valid.", zh: "命令的选项缺失或无效。" };
const named = { en: "Something that a command names does not exist.", zh: "命令中指定的内容不存在。" };
const waiting = {
  en: "An execution does not wait for an answer, or no longer.",
  zh: "执行不在等待审批，或已不再等待。",
};
const field = { en: "A field test cannot go on.", zh: "实地测试无法继续。" };
const removing = { en: "Something that is still used would be removed.", zh: "要移除的内容仍在使用。" };
const declared = { en: "A declaration is not valid.", zh: "声明无效。" };
const refused = {
  code: "definition-refused",
  params: { line: 7, column: 11, state: "Call", why: { code: "flow-way-missing", params: {} } },
};
const problem = { code: "option-missing", params: { option: "--listener-id", means: "Id of the listener" } };

/** What commands and the components of Serverless Devs refuse. */
export const commandReasons = defineReasons({
  "options-invalid": { kind: "invalid", params: { operation: "modifyListener", problems: [problem] }, cause: option },
  "option-missing": {
    kind: "detail",
    params: { option: "--listener-id", means: orNull("Id of the listener") },
    cause: option,
  },
  "option-unknown": { kind: "detail", params: { option: "--input: idle" }, cause: option },
  "option-malformed": {
    kind: "detail",
    params: { option: "--listener-id", value: orNull('"shop"'), means: "Id of the listener" },
    cause: option,
  },
  "option-unfit": {
    kind: "detail",
    params: {
      option: "--idle-timeout",
      problem: { code: "value-below", params: { least: 1, of: "value" } },
      value: orNull("0"),
    },
    cause: option,
  },
  "option-not-boolean": { kind: "invalid", params: { option: "--gzip-enabled", value: "maybe" }, cause: option },
  "option-not-number": { kind: "invalid", params: { option: "--idle-timeout", value: "abc" }, cause: option },
  "option-not-json": { kind: "invalid", params: { option: "--bounds", message: "Unexpected token" }, cause: option },
  "option-not-object": { kind: "invalid", params: { option: "--input" }, cause: option },
  "option-file-unreadable": { kind: "invalid", params: { file: "input.json" }, cause: option },
  "option-port-invalid": { kind: "invalid", params: { value: "shop" }, cause: option },
  "audit-span-invalid": { kind: "invalid", params: {}, cause: option },
  "embedded-must-wait": { kind: "invalid", params: {}, cause: option },

  "operation-unknown": { kind: "refusal", params: { operation: "start", known: ["startListener"] }, cause: named },
  "role-not-declared": { kind: "refusal", params: { name: "start", known: ["startListener"] }, cause: named },
  "logstore-not-found": { kind: "refusal", params: { project: "albflow-reports", logstore: "albflow" }, cause: named },
  "execution-name-invalid": { kind: "invalid", params: { execution: "a b" }, cause: named },
  "execution-name-unfit": { kind: "invalid", params: { name: "a b", most: 118 }, cause: named },
  "execution-name-reserved": { kind: "refusal", params: { name: "renew-1", prefix: "renew-" }, cause: named },
  "no-operation-has-execution": { kind: "refusal", params: { execution }, cause: named },

  "requester-unproven": {
    kind: "notice",
    params: { requester: "olga" },
    cause: {
      en: "ALBFLOW_SECRET is not set where a command runs, so that its request cannot be signed.",
      zh: "运行命令处未设置 ALBFLOW_SECRET，无法为请求签名。",
    },
  },
  "execution-name-taken": {
    kind: "refusal",
    params: {
      execution,
      earlier: { operation: "startListener", input: anyValue({ listenerId: "lsn-1" }) },
      asked: { operation: "startListener", input: anyValue({ listenerId: "lsn-2" }) },
    },
    cause: { en: "The name of an execution was used for another request.", zh: "执行名称已用于其他请求。" },
  },
  "impacts-named": { kind: "detail", params: { impacts: ["interrupts traffic"] }, cause: option },
  "confirm-impact": {
    kind: "progress",
    params: { impacts: ["interrupts traffic"] },
    cause: { en: "A change has to be confirmed.", zh: "变更需要确认。" },
  },
  "impact-unconfirmed": {
    kind: "refusal",
    params: { impacts: ["interrupts traffic"] },
    cause: { en: "A change has to be confirmed, and there is no terminal.", zh: "变更需要确认，但没有终端。" },
  },
  "execution-not-waiting": { kind: "refusal", params: { execution }, cause: waiting },
  "measured-run-failed": {
    kind: "failure",
    params: { operation: "startListener", status: "Failed" },
    cause: { en: "The run whose cost was to be measured has failed.", zh: "用于测算费用的运行失败。" },
  },

  "field-report-invalid": { kind: "invalid", params: {}, cause: field },
  "field-report-unreadable": { kind: "invalid", params: { file: "fieldtest.json" }, cause: field },
  "field-test-ended": { kind: "failure", params: {}, cause: field },
  "field-test-embedded": { kind: "invalid", params: {}, cause: field },
  "field-no-answer": { kind: "failure", params: { error: "ECONNREFUSED" }, cause: field },
  "field-zones-missing": { kind: "invalid", params: {}, cause: field },
  "field-needs-write": { kind: "refusal", params: {}, cause: field },
  "field-network-unknown": { kind: "refusal", params: {}, cause: field },
  "field-not-settled": { kind: "failure", params: { cloudCode: orNull("IncorrectStatus.Listener") }, cause: field },
  "field-call-failed": { kind: "failure", params: { cloudCode: "Forbidden.RAM" }, cause: field },

  "flows-still-running": { kind: "refusal", params: { flow: "albflow-startListener", execution }, cause: removing },
  "functions-still-there": { kind: "refusal", params: { functions: ["albflow-startListener"] }, cause: removing },
  "properties-invalid": {
    kind: "invalid",
    params: {
      resource: "flows",
      problems: [{ property: "role", problem: orNull({ code: "must-be-role", params: {} }) }],
    },
    cause: declared,
  },
  "functions-not-unpacked": {
    kind: "failure",
    params: { folders: ["/usr/lib/node_modules/albflow/dist/functions", "/root/.cache/albflow/0.1.0/dist/functions"] },
    cause: {
      en: "The functions that come with the package cannot be written anywhere.",
      zh: "软件包附带的函数无处可写。",
    },
  },
  "flow-invalid": {
    kind: "invalid",
    params: { flow: "albflow-startListener", findings: [refused] },
    cause: declared,
  },
});

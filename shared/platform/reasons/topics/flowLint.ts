import { defineReasons, orNull } from "../define.ts";

const yaml = { en: "A definition of a flow is no valid YAML or JSON.", zh: "流程定义不是有效的 YAML 或 JSON。" };
const shape = {
  en: "CloudFlow would refuse a definition: a field is missing, unknown or has a value that it does not take.",
  zh: "CloudFlow 会拒绝该流程定义：字段缺失、未知或取值无效。",
};
const ways = {
  en: "CloudFlow would refuse a definition: a state leads nowhere.",
  zh: "CloudFlow 会拒绝该流程定义：状态的去向无效。",
};
const expression = {
  en: "CloudFlow would refuse a definition: an expression cannot be read.",
  zh: "CloudFlow 会拒绝该流程定义：表达式无法解析。",
};
const doubt = {
  en: "CloudFlow takes a definition, and `albflow flows lint` warns: it is seldom meant.",
  zh: "CloudFlow 接受该流程定义，但 `albflow flows lint` 给出警告：这通常不是本意。",
};

const field = "Retry[0].MaxAttempts";
const found = '"x"';
const states = ["Call", "Wait"];

/** What is wrong or doubtful in a definition of a flow: the codes of `flowlang/definition/findingCodes.ts`. */
export const flowLintReasons = defineReasons({
  "flow-empty": { kind: "invalid", params: {}, cause: yaml },
  "flow-yaml-invalid": { kind: "invalid", params: { problem: "Missing closing quote" }, cause: yaml },
  "flow-key-repeated": { kind: "invalid", params: { key: "Type" }, cause: yaml },
  "flow-values-too-many": { kind: "invalid", params: { most: 100_000 }, cause: yaml },
  "flow-anchor-missing": { kind: "invalid", params: { anchor: "retry" }, cause: yaml },
  "flow-key-no-text": { kind: "invalid", params: {}, cause: yaml },
  "flow-value-no-json": { kind: "invalid", params: { value: "NaN" }, cause: yaml },
  "flow-old-grammar": { kind: "invalid", params: { field: "steps" }, cause: shape },
  "flow-object-expected": { kind: "invalid", params: { field: "Retry[0]", found, fields: ["Errors"] }, cause: shape },
  "flow-field-unknown": {
    kind: "invalid",
    params: { field: "Second", near: orNull("Seconds"), known: ["Name", "Seconds"] },
    cause: shape,
  },
  "flow-field-obsolete": { kind: "invalid", params: { field: "OnErrors", instead: ["Retry", "Catch"] }, cause: shape },
  "flow-field-missing": { kind: "invalid", params: { field: "Retry[0].Errors" }, cause: shape },
  "flow-text-expected": { kind: "invalid", params: { field: "Description", found: "5" }, cause: shape },
  "flow-value-not-offered": {
    kind: "invalid",
    params: { field: "Type", found: '"Foreach"', offered: ["Task", "Map"] },
    cause: shape,
  },
  "flow-flag-expected": { kind: "invalid", params: { field: "End", found }, cause: shape },
  "flow-number-expected": {
    kind: "invalid",
    params: { field: "Retry[0].BackoffRate", found: "0.5", least: 1, most: orNull(9) },
    cause: shape,
  },
  "flow-integer-expected": { kind: "invalid", params: { field, found, least: 1, most: orNull(300) }, cause: shape },
  "flow-list-expected": {
    kind: "invalid",
    params: { field: "Branches", found: "[]", least: 1, most: orNull(50) },
    cause: shape,
  },
  "flow-texts-expected": { kind: "invalid", params: { field: "Retry[0].Errors", found: "[]" }, cause: shape },
  "flow-seconds-twice": { kind: "invalid", params: { field: "Timeout" }, cause: shape },
  "flow-type-missing": { kind: "invalid", params: { offered: ["Task", "Map"] }, cause: shape },
  "flow-state-repeated": { kind: "invalid", params: { name: "Call" }, cause: shape },
  "flow-action-malformed": { kind: "invalid", params: { action: "StartListener" }, cause: shape },
  "flow-mode-not-offered": {
    kind: "invalid",
    params: { mode: "WaitForSystemCallback", action: orNull("ALB:StartListener"), offered: ["RequestComplete"] },
    cause: shape,
  },
  "flow-wait-without-seconds": { kind: "invalid", params: {}, cause: shape },
  "flow-way-missing": { kind: "invalid", params: {}, cause: ways },
  "flow-way-twice": { kind: "invalid", params: {}, cause: ways },
  "flow-target-unknown": { kind: "invalid", params: { field: "Next", target: "Gone", states }, cause: ways },
  "flow-target-elsewhere": { kind: "invalid", params: { field: "Next", target: "Undo", states }, cause: ways },
  "flow-state-unreachable": {
    kind: "invalid",
    params: {},
    cause: {
      en: "`albflow flows lint` refuses a definition that CloudFlow takes: a state of it is never reached.",
      zh: "CloudFlow 接受该流程定义，但 `albflow flows lint` 拒绝：其中有永远到达不了的状态。",
    },
  },
  "flow-expression-expected": {
    kind: "invalid",
    params: { field: "InputConstructor.x.$", found: "5" },
    cause: expression,
  },
  "flow-expression-wrong": {
    kind: "invalid",
    params: {
      field: "InputConstructor.x.$",
      column: 3,
      why: { code: "expression-value-expected", params: { found: "+" } },
    },
    cause: expression,
  },
  "expression-empty": { kind: "invalid", params: {}, cause: expression },
  "expression-operator-expected": { kind: "invalid", params: { found: orNull(")") }, cause: expression },
  "expression-value-expected": { kind: "invalid", params: { found: orNull("+") }, cause: expression },
  "expression-symbol-expected": {
    kind: "invalid",
    params: { found: orNull("x"), symbols: [",", ")"] },
    cause: expression,
  },
  "expression-key-expected": { kind: "invalid", params: { found: orNull("[") }, cause: expression },
  "expression-index-expected": { kind: "invalid", params: { found: orNull("*") }, cause: expression },
  "expression-too-deep": { kind: "invalid", params: { most: 100 }, cause: expression },
  "expression-word-bare": { kind: "invalid", params: { word: "yes" }, cause: expression },
  "expression-function-unknown": { kind: "invalid", params: { name: "size", known: ["length"] }, cause: expression },
  "expression-functions-too-deep": { kind: "invalid", params: { depth: 11, most: 10 }, cause: expression },
  "expression-arguments-miscounted": {
    kind: "invalid",
    params: { name: "length", count: 2, usage: "length(value)" },
    cause: expression,
  },
  "expression-variable-unknown": { kind: "invalid", params: { name: "$Inptu", known: ["$Input"] }, cause: expression },
  "expression-text-open": { kind: "invalid", params: { quote: '"' }, cause: expression },
  "expression-operator-unknown": { kind: "invalid", params: { operator: "+", known: ["==", "in"] }, cause: expression },
  "expression-character-unexpected": { kind: "invalid", params: { character: "#" }, cause: expression },
  "expression-escape-unknown": {
    kind: "invalid",
    params: { sequence: "\\x", known: ["\\n", "\\t"] },
    cause: expression,
  },
  "expression-output-unreadable": { kind: "invalid", params: { path: "$Output.Body" }, cause: expression },
  "flow-loop-busy": { kind: "finding", params: { states: ["Decide", "Count", "Decide"] }, cause: doubt },
  "flow-task-without-timeout": { kind: "finding", params: {}, cause: doubt },
  "flow-fail-inside": { kind: "finding", params: {}, cause: doubt },
  "flow-catch-without-output": { kind: "finding", params: {}, cause: doubt },
  "flow-retry-without-attempts": { kind: "finding", params: {}, cause: doubt },
  "flow-error-foreign": { kind: "finding", params: { error: "States.ALL" }, cause: doubt },
  "flow-retry-outlasts-flow": { kind: "finding", params: { seconds: 60_909, timeout: 3600 }, cause: doubt },
  "flow-constant-like-expression": {
    kind: "finding",
    params: { field: "OutputConstructor.x", text: "$Input.a" },
    cause: doubt,
  },
});

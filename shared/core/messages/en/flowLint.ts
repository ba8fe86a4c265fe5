import type { flowLintReasons } from "../../../platform/reasons/topics/flowLint.ts";
import type { Messages } from "../message.ts";

const range = (least: number, most: number | null) =>
  most === null ? `of at least ${least}` : `from ${least} to ${most}`;
const foundText = (found: string | null) => (found === null ? "The expression ends" : `There is "${found}"`);
const ALL = Number.POSITIVE_INFINITY;

export const flowLint: Messages<typeof flowLintReasons> = {
  "flow-empty": { message: "The definition is empty", next: "Begin it with Type: StateMachine" },
  "flow-yaml-invalid": {
    message: ({ problem }) => `The definition is no valid YAML: ${problem}`,
    next: "Correct the YAML here or above",
  },
  "flow-key-repeated": {
    message: ({ key }) => `The key "${key}" is given twice in one object`,
    next: "Give each key once, with or without .$",
  },
  "flow-values-too-many": {
    message: ({ most }) => `The definition has more than ${most} values`,
    next: "Use fewer aliases: each counts as often as it is used",
  },
  "flow-anchor-missing": {
    message: ({ anchor }) => `The alias *${anchor} has no anchor before it`,
    next: ({ anchor }) => `Write &${anchor} before the value that is meant`,
  },
  "flow-key-no-text": { message: "A key is no plain text", next: "Give the field a name" },
  "flow-value-no-json": {
    message: ({ value }) => `The value ${value} cannot be written in JSON`,
    next: "Write a string, a finite number, true, false or null",
  },
  "flow-old-grammar": {
    message: ({ field }) => `"${field}" belongs to the old grammar of steps, which is not supported`,
    next: "Write the flow anew with Type: StateMachine and SpecVersion: v1; docs/fdl-support.md says how",
  },
  "flow-object-expected": {
    message: ({ field, found }) => `${field === "" ? "The definition" : field} is ${found}; it must be an object`,
    next: ({ fields }, f) => (fields.length === 0 ? "Write an object" : `Write an object with ${f.list(fields, ALL)}`),
  },
  "flow-field-unknown": {
    message: ({ field }) => `The field ${field} is unknown here`,
    next: ({ near, known }, f) => (near === null ? `Known fields are ${f.list(known, ALL)}` : `Write ${near}`),
  },
  "flow-field-obsolete": {
    message: ({ field }) => `The field ${field} is obsolete`,
    next: ({ instead }) => `Write ${instead.join(" and ")} beside each other`,
  },
  "flow-field-missing": { message: ({ field }) => `The field ${field} is missing`, next: "Add it" },
  "flow-text-expected": {
    message: ({ field, found }) => `${field} is ${found}, which is no text`,
    next: "Write a text",
  },
  "flow-value-not-offered": {
    message: ({ field, found }) => `${field} is ${found}, which it does not take`,
    next: ({ offered }, f) => `Write one of ${f.list(offered, ALL)}`,
  },
  "flow-flag-expected": {
    message: ({ field, found }) => `${field} is ${found}, which is neither true nor false`,
    next: "Write true or false",
  },
  "flow-number-expected": {
    message: ({ field, found, least, most }) => `${field} is ${found}, which is no number ${range(least, most)}`,
    next: ({ least, most }) => `Write a number ${range(least, most)}`,
  },
  "flow-integer-expected": {
    message: ({ field, found, least, most }) => `${field} is ${found}, which is no integer ${range(least, most)}`,
    next: ({ least, most }) => `Write an integer ${range(least, most)}`,
  },
  "flow-list-expected": {
    message: ({ field, found }) => `${field} is ${found}, which it does not take`,
    next: ({ least, most }) => `Write a list of ${most === null ? `at least ${least}` : `${least} to ${most}`}`,
  },
  "flow-texts-expected": {
    message: ({ field, found }) => `${field} is ${found}, which is no list of texts`,
    next: "Write a list of at least one text",
  },
  "flow-seconds-twice": {
    message: ({ field }) => `${field} and ${field}.$ are both given`,
    next: "Remove one of them",
  },
  "flow-type-missing": {
    message: "The state has no Type",
    next: ({ offered }, f) => `Add Type: one of ${f.list(offered, ALL)}`,
  },
  "flow-state-repeated": {
    message: ({ name }) => `A second state is named "${name}"`,
    next: "Give each state of a scope a name of its own",
  },
  "flow-action-malformed": {
    message: ({ action }) => `Action is "${action}", which names no API`,
    next: "Write <Product>:<Api>, such as FC:InvokeFunction",
  },
  "flow-mode-not-offered": {
    message: ({ mode, action }) =>
      `TaskMode is ${mode}, which ${action === null ? "Express flows do" : `${action} does`} not have`,
    next: ({ offered }) => `Write ${offered.join(" or ")}`,
  },
  "flow-wait-without-seconds": { message: "The Wait has no Seconds", next: "Add Seconds or Seconds.$" },
  "flow-way-missing": {
    message: "The state has neither Next nor End",
    next: "Add Next: <state> or End: true",
  },
  "flow-way-twice": { message: "The state has both Next and End: true", next: "Remove one of them" },
  "flow-target-unknown": {
    message: ({ field, target }) => `${field} names "${target}", and there is no such state`,
    next: ({ states }, f) => `Name one of ${f.list(states, ALL)}`,
  },
  "flow-target-elsewhere": {
    message: ({ field, target }) => `${field} names "${target}", a state of another scope`,
    next: ({ states }, f) => `Name one of ${f.list(states, ALL)}`,
  },
  "flow-state-unreachable": {
    message: "No state leads to this state",
    next: "Name it in a Next, Default or StartAt, or remove it",
  },
  "flow-expression-expected": {
    message: ({ field, found }) => `${field} is ${found}, which is no expression`,
    next: "Write an expression, such as $Input.name, or leave out .$",
  },
  "flow-expression-wrong": {
    message: ({ field, column, why }, f) => `${field}, column ${column} of the expression: ${f.messageOf(why)}`,
    next: ({ why }, f) => f.next(why),
  },
  "expression-empty": { message: "The expression is empty", next: "Write a value" },
  "expression-operator-expected": {
    message: ({ found }) => `${foundText(found)} where an operator or the end is expected`,
    next: "Write an operator before it, or remove it",
  },
  "expression-value-expected": {
    message: ({ found }) => `${foundText(found)} where a value is expected`,
    next: "Write a value here",
  },
  "expression-symbol-expected": {
    message: ({ found, symbols }) =>
      `${foundText(found)} where ${symbols.map((symbol) => `"${symbol}"`).join(" or ")} is expected`,
    next: ({ symbols }) => `Write ${symbols.map((symbol) => `"${symbol}"`).join(" or ")} here`,
  },
  "expression-key-expected": {
    message: ({ found }) => `${foundText(found)} where a key is expected`,
    next: 'Write a key of letters, digits and "_"',
  },
  "expression-index-expected": {
    message: ({ found }) => `${foundText(found)} where an index is expected`,
    next: "Write an index such as [0]: there are no wildcards, filters or quoted keys",
  },
  "expression-too-deep": {
    message: "The expression is nested too deeply",
    next: ({ most }) => `Use at most ${most} levels`,
  },
  "expression-word-bare": {
    message: ({ word }) => `"${word}" is no value`,
    next: "Write true, false, a variable, a function call or a quoted string",
  },
  "expression-function-unknown": {
    message: ({ name }) => `There is no function "${name}"`,
    next: ({ known }, f) => `Use one of ${f.list(known, ALL)}`,
  },
  "expression-functions-too-deep": {
    message: ({ depth }) => `Functions are nested ${depth} deep`,
    next: ({ most }) => `Nest at most ${most}`,
  },
  "expression-arguments-miscounted": {
    message: ({ name, count: given }, { count }) => `${name} has ${count(given, "argument", "arguments")}`,
    next: ({ usage }) => `Write ${usage}`,
  },
  "expression-variable-unknown": {
    message: ({ name }) => `There is no variable "${name}"`,
    next: ({ known }, f) => `Use one of ${f.list(known, ALL)}`,
  },
  "expression-text-open": {
    message: "A string does not end",
    next: ({ quote }) => `Write the closing ${quote}`,
  },
  "expression-operator-unknown": {
    message: ({ operator }) => `"${operator}" is no operator of this language`,
    next: ({ known }) => `Use one of ${known.join(" ")}`,
  },
  "expression-character-unexpected": {
    message: ({ character }) => `"${character}" begins nothing that an expression can have`,
    next: "Write a value, an operator or a bracket",
  },
  "expression-escape-unknown": {
    message: ({ sequence }) => `The escape ${sequence} is unknown`,
    next: ({ known }) => `Use one of ${known.join(" ")}`,
  },
  "expression-output-unreadable": {
    message: ({ path }) => `${path} cannot be read here`,
    next: "Use $Input, $Global or $Context: a state's output can be read in its OutputConstructor and GlobalConstructor only",
  },
  "flow-loop-busy": {
    message: ({ states }) => `The loop ${states.map((name) => `"${name}"`).join(" → ")} can go round without a wait`,
    next: "Put a Wait or a Task into the loop: an execution has at most 5,000 events",
  },
  "flow-task-without-timeout": {
    message: "The Task has no Timeout and may wait for ever",
    next: "Add Timeout: <seconds>",
  },
  "flow-fail-inside": {
    message: "A Fail inside a Parallel or Map ends the whole execution",
    next: "Put the Fail into the outermost scope, if only the branch is to end",
  },
  "flow-catch-without-output": {
    message: "A Catch has no OutputConstructor: the state that it leads to gets {} as its input",
    next: "Add an OutputConstructor",
  },
  "flow-retry-without-attempts": {
    message: "A Retry has MaxAttempts 0, of which CloudFlow's documentation says nothing",
    next: "Write MaxAttempts: 1 or more, or remove the rule",
  },
  "flow-error-foreign": {
    message: ({ error }) => `The error ${error} is of another service and never matches`,
    next: "Write FnF.ALL",
  },
  "flow-retry-outlasts-flow": {
    message: ({ seconds, timeout }) =>
      `Retry can go on for ${seconds} s, longer than the flow's Timeout of ${timeout} s`,
    next: "Allow fewer attempts, shorter intervals or a longer Timeout",
  },
  "flow-constant-like-expression": {
    message: ({ field, text }) => `${field} is the constant text "${text}"`,
    next: ({ field }) => `Write ${field}.$ if its value is meant`,
  },
};

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { inputFieldsOf } from "../../../build/inputTable.ts";
import { operations } from "../../../functions/registry.ts";
import builtIn from "../../../functions/remediationRules.json" with { type: "json" };
import { remediationRulesIn } from "../../../shared/features/remediation/events/rule.ts";

const declared: unknown = parse(readFileSync("flows/remediation.yaml", "utf8"));
const rules = remediationRulesIn(declared);

test("the rules in the function are those of flows/remediation.yaml", () => {
  expect(builtIn).toEqual(declared);
});

test("there is a rule for every fault that can be told of", () => {
  expect(new Set(rules.map(({ match }) => match.event))).toEqual(
    new Set([
      "listenerStopped",
      "listenerDeleted",
      "errorShare",
      "handshakesFailing",
      "certificateExpiring",
      "logProjectDeleted",
      "logstoreDeleted",
      "securityPolicySet",
    ]),
  );
});

test.each(rules)("the rule $name names an operation and what that takes", ({ action }) => {
  if (!("operation" in action)) return expect(action.escalate).not.toBe("");
  const operation = operations[action.operation];
  if (operation === undefined) throw new Error(`There is no operation ${action.operation}.`);
  const fields = inputFieldsOf(operation.input).map(({ name }) => name);
  expect(fields).toEqual(expect.arrayContaining(Object.keys(action.input)));
});

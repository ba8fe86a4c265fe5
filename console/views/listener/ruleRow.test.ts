import { expect, test } from "vitest";
import { ruleRow } from "./ruleRow.ts";

test.each([
  [{ Type: "Host", HostConfig: { Values: ["a.com", "b.com"] } }, "a.com, b.com"],
  [{ Type: "Header", HeaderConfig: { Key: "x-canary", Values: ["1"] } }, "x-canary: 1"],
  [{ Type: "QueryString", QueryStringConfig: { Values: [{ Key: "v", Value: "2" }, { Key: "w" }] } }, "v=2, w"],
  [{ Type: "Later", LaterConfig: "x" }, ""],
])("a rule's condition %j is told as %s", (condition, values) => {
  expect(ruleRow({ RuleConditions: [condition] }).conditions).toEqual([{ type: condition.Type, values }]);
});

test.each([
  [{ Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-1" }] } }, "sgp-1"],
  [
    {
      Type: "ForwardGroup",
      ForwardGroupConfig: {
        ServerGroupTuples: [
          { ServerGroupId: "sgp-1", Weight: 90 },
          { ServerGroupId: "sgp-2", Weight: 10 },
        ],
      },
    },
    "sgp-1 (90), sgp-2 (10)",
  ],
  [{ Type: "FixedResponse", FixedResponseConfig: { HttpCode: "503", Content: "closed" } }, "503"],
  [
    {
      Type: "Redirect",
      RedirectConfig: { HttpCode: "301", Protocol: "HTTPS", Host: "a.com", Port: "443", Path: "/x" },
    },
    "301 HTTPS://a.com:443/x",
  ],
  [{ Type: "Rewrite", RewriteConfig: { Host: "b.com", Path: "/y", Query: "z=1" } }, "b.com/y?z=1"],
  [{ Type: "InsertHeader", InsertHeaderConfig: { Key: "x-from", Value: "alb" } }, "x-from: alb"],
  [{ Type: "TrafficLimit", TrafficLimitConfig: { QPS: 5 } }, "5/s"],
])("a rule's action %j is told as %s", (action, detail) => {
  expect(ruleRow({ RuleActions: [{ Order: 1, ...action }] }).actions).toEqual([{ type: action.Type, detail }]);
});

test("actions are told in the order in which ALB does them", () => {
  const forward = { Type: "ForwardGroup", Order: 2, ForwardGroupConfig: {} };
  const limit = { Type: "TrafficLimit", Order: 1, TrafficLimitConfig: { QPS: 1 } };
  const { actions } = ruleRow({ RuleActions: [forward, limit] });
  expect(actions.map(({ type }) => type)).toEqual(["TrafficLimit", "ForwardGroup"]);
});

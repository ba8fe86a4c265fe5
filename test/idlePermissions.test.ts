import { expect, test } from "vitest";
import { deniedProblems, permissionProblems } from "./idlePermissions.ts";

const granted = { "albflow-startlistener": ["alb:StartListener", "fnf:StopExecution"] };

test("roles that were used for all that they allow, and denied nothing, have no problem", () => {
  const used = { "albflow-startlistener": ["fnf:StopExecution", "alb:StartListener"] };
  expect(permissionProblems(granted, { used, denied: {} }, {})).toEqual([]);
});

test("what was denied, what was never used, and exceptions without a reason are named", () => {
  const recorded = {
    used: { "albflow-startlistener": ["alb:StartListener"] },
    denied: { "albflow-startlistener": ["alb:DeleteListener"] },
  };
  expect(permissionProblems(granted, recorded, { "* alb:StartListener": "It is there for nothing." })).toEqual([
    "albflow-startlistener was denied alb:DeleteListener.",
    expect.stringMatching(/^albflow-startlistener .*fnf:StopExecution, .* no test /),
    expect.stringMatching(/^\* alb:StartListener .* exception /),
  ]);
});

test("a sample of the tests names what was denied alone", () => {
  expect(deniedProblems({})).toEqual([]);
  expect(deniedProblems({ "albflow-startlistener": ["alb:DeleteListener"] })).toEqual([
    "albflow-startlistener was denied alb:DeleteListener.",
  ]);
});

test("a secret that nobody may read is a test's own doing", () => {
  expect(deniedProblems({ "albflow-notify": ["kms:GetSecretValue"] })).toEqual([]);
  expect(deniedProblems({ "albflow-notify": ["kms:GetSecretValue", "alb:DeleteListener"] })).toEqual([
    "albflow-notify was denied alb:DeleteListener.",
  ]);
});

test.each(["* fnf:StopExecution", "albflow-startlistener fnf:StopExecution"])("an exception may be %s", (exception) => {
  const used = { "albflow-startlistener": ["alb:StartListener"] };
  expect(permissionProblems(granted, { used, denied: {} }, { [exception]: "Locks of the dead only." })).toEqual([]);
});

import { expect, test } from "vitest";
import { targetRoleOf } from "./targetRoleOf.ts";

const asked = { prefix: "albflow", homeAccountId: "1234567890123456", accountId: "2222222222222222" };
const actionsOf = (role: ReturnType<typeof targetRoleOf>) => role.policy.Statement.flatMap(({ Action }) => Action);

test("an account lets in whom the home account allows to assume the role, if they name the deployment", () => {
  const { name, trust } = targetRoleOf(asked);
  expect(name).toBe("albflow-target");
  expect(trust).toEqual({
    Version: "1",
    Statement: [
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { RAM: ["acs:ram::1234567890123456:root"] },
        Condition: { StringEquals: { "sts:ExternalId": "albflow-1234567890123456" } },
      },
    ],
  });
});

test("it may change listeners there, and neither run flows nor functions nor read secrets", () => {
  const actions = actionsOf(targetRoleOf(asked));
  expect(actions).toEqual(
    expect.arrayContaining(["alb:StopListener", "alb:UpdateListenerAttribute", "alb:DeleteListener"]),
  );
  expect(actions.filter((action) => !/^(?:alb|yundun-cert|log|cms):/.test(action))).toEqual([]);
});

test("to look at an account it may do nothing that changes", () => {
  const actions = actionsOf(targetRoleOf({ ...asked, readOnly: true }));
  expect(actions).toEqual(expect.arrayContaining(["alb:ListListeners", "cms:QueryMetricLast"]));
  expect(actions.filter((action) => !/:(?:Get|List|Describe|Query)/.test(action))).toEqual([]);
});

test("it is for the regions that are named, and its policy fits into what RAM takes", () => {
  const few = targetRoleOf({ ...asked, regions: ["cn-shanghai"] });
  const stop = few.policy.Statement.find(({ Action }) => Action.includes("alb:StopListener"));
  expect(stop?.Resource).toEqual(["acs:alb:cn-shanghai:2222222222222222:loadbalancer/*"]);
  for (const regions of [[], ["cn-shanghai"], ["cn-beijing", "cn-shanghai", "eu-central-1", "us-west-1"]]) {
    expect(JSON.stringify(targetRoleOf({ ...asked, regions }).policy).length).toBeLessThanOrEqual(6_144);
  }
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PolicyStatement } from "../../../local/ram/contract.ts";
import { evaluatePolicies } from "../../../local/ram/evaluatePolicies.ts";
import { createRam } from "../../../local/ram/ram.ts";
import { fitsWildcard } from "../../../local/ram/wildcard.ts";
import { CloudError } from "../../../local/wire/cloudError.ts";
import { simulatedClock } from "../../../shared/platform/clock.ts";
import { ACCOUNT } from "../testContext.ts";

const listener = `acs:alb:cn-hangzhou:${ACCOUNT}:loadbalancer/alb-1`;
const allow = (more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: "Allow",
  Action: "alb:*",
  Resource: "*",
  ...more,
});
const deny = (more: Partial<PolicyStatement> = {}): PolicyStatement => ({ ...allow(more), Effect: "Deny" });
const given = (...Statement: PolicyStatement[]) => [{ Version: "1" as const, Statement }];

describe("policies decide about alb:StartListener on one load balancer", () => {
  it.each<[string, PolicyStatement[], "Allow" | "ExplicitDeny" | "ImplicitDeny"]>([
    ["nothing is allowed that no policy allows", [], "ImplicitDeny"],
    ["the action by its name", [allow({ Action: "alb:StartListener" })], "Allow"],
    ["one of several actions", [allow({ Action: ["alb:StopListener", "alb:StartListener"] })], "Allow"],
    ["all actions of the product", [allow()], "Allow"],
    ["a wildcard in the middle", [allow({ Action: "alb:*Listener" })], "Allow"],
    ["another action", [allow({ Action: "alb:StopListener" })], "ImplicitDeny"],
    ["another product", [allow({ Action: "slb:*" })], "ImplicitDeny"],
    ["the beginning of the action alone", [allow({ Action: "alb:Start" })], "ImplicitDeny"],
    ["everything", [allow({ Action: "*" })], "Allow"],
    ["the resource by its name", [allow({ Resource: listener })], "Allow"],
    ["the resource in any region of any account", [allow({ Resource: "acs:alb:*:*:loadbalancer/alb-1" })], "Allow"],
    ["another resource", [allow({ Resource: listener.replace("alb-1", "alb-2") })], "ImplicitDeny"],
    ["one character left open", [allow({ Resource: listener.replace("alb-1", "alb-?") })], "Allow"],
    ["a Deny after an Allow", [allow(), deny({ Action: "alb:StartListener" })], "ExplicitDeny"],
    ["a Deny before an Allow", [deny({ Resource: listener }), allow()], "ExplicitDeny"],
    ["a Deny of something else", [allow(), deny({ Action: "alb:DeleteListener" })], "Allow"],
    [
      "an operator that nobody knows, in an Allow",
      [allow({ Condition: { Resembles: { "acs:SourceIp": "1" } } })],
      "ImplicitDeny",
    ],
    [
      "an operator that every object has, in an Allow",
      [allow({ Condition: { constructor: { "acs:SourceIp": "1" } } })],
      "ImplicitDeny",
    ],
    [
      "an operator that nobody knows, in a Deny",
      [allow(), deny({ Condition: { Resembles: { x: "1" } } })],
      "ExplicitDeny",
    ],
  ])("%s", (_, statements, decision) => {
    expect(evaluatePolicies(given(...statements), "alb:StartListener", listener, {})).toBe(decision);
  });
});

describe("an action that RAM knows no resources for", () => {
  const flow = `acs:fnf:cn-hangzhou:${ACCOUNT}:flow/albflow-startListener`;
  it.each<[string, string, string | string[], "Allow" | "ImplicitDeny"]>([
    ["starting a flow, allowed on everything", "fnf:StartExecution", "*", "Allow"],
    ["starting a flow, allowed on that flow", "fnf:StartExecution", flow, "ImplicitDeny"],
    ["starting a flow, allowed on all flows", "fnf:StartExecution", "acs:fnf:*:*:flow/*", "ImplicitDeny"],
    ["reading a history, allowed on all of the product", "fnf:GetExecutionHistory", "acs:fnf:*:*:*", "ImplicitDeny"],
    ["a flow and everything", "fnf:ListExecutions", [flow, "*"], "Allow"],
    ["making a flow, allowed on that flow", "fnf:CreateFlow", flow, "Allow"],
    [
      "reading a certificate, allowed on all of the product",
      "yundun-cert:ListCert",
      "acs:yundun-cert:*:*:*",
      "ImplicitDeny",
    ],
    [
      "reading a listener, allowed on load balancers",
      "alb:GetListenerAttribute",
      "acs:alb:*:*:loadbalancer/*",
      "ImplicitDeny",
    ],
    ["reading a listener, allowed on everything", "alb:GetListenerAttribute", "*", "Allow"],
  ])("%s", (_, Action, Resource, decision) => {
    expect(evaluatePolicies(given(allow({ Action, Resource })), Action, flow, {})).toBe(decision);
  });

  it("cannot be denied on one of them either", () => {
    const statements = [allow({ Action: "fnf:*" }), deny({ Action: "fnf:StartExecution", Resource: flow })];
    expect(evaluatePolicies(given(...statements), "fnf:StartExecution", flow, {})).toBe("Allow");
  });
});

describe("a condition", () => {
  const context = {
    "acs:SourceIp": "10.1.2.3",
    "acs:CurrentTime": "2026-06-01T00:00:00Z",
    "acs:SecureTransport": "false",
    "acs:Service": "fc.aliyuncs.com",
    "vpc:Count": "5",
  };
  it.each<[string, Record<string, Record<string, string | string[]>>, boolean]>([
    ["equal text", { StringEquals: { "acs:Service": "fc.aliyuncs.com" } }, true],
    ["one of several texts", { StringEquals: { "acs:Service": ["fnf.aliyuncs.com", "fc.aliyuncs.com"] } }, true],
    ["other text", { StringEquals: { "acs:Service": "fnf.aliyuncs.com" } }, false],
    ["text in another case", { StringEquals: { "acs:Service": "FC.aliyuncs.com" } }, false],
    ["text whatever its case", { StringEqualsIgnoreCase: { "acs:Service": "FC.aliyuncs.com" } }, true],
    ["text that is not equal", { StringNotEquals: { "acs:Service": "fnf.aliyuncs.com" } }, true],
    ["a pattern", { StringLike: { "acs:Service": "*.aliyuncs.com" } }, true],
    ["not a pattern", { StringNotLike: { "acs:Service": "*.aliyuncs.com" } }, false],
    ["an address in a network", { IpAddress: { "acs:SourceIp": "10.0.0.0/8" } }, true],
    ["an address outside", { IpAddress: { "acs:SourceIp": ["192.168.0.0/16", "10.1.2.4"] } }, false],
    ["an address not in a network", { NotIpAddress: { "acs:SourceIp": "10.0.0.0/8" } }, false],
    ["a network that is none", { IpAddress: { "acs:SourceIp": "10.0.0.0/99" } }, false],
    ["a truth", { Bool: { "acs:SecureTransport": "false" } }, true],
    ["a truth that is not", { Bool: { "acs:SecureTransport": "true" } }, false],
    ["a number", { NumericLessThan: { "vpc:Count": "6" }, NumericGreaterThanEquals: { "vpc:Count": "5" } }, true],
    ["a number too small", { NumericGreaterThan: { "vpc:Count": "5" } }, false],
    ["a time before", { DateLessThan: { "acs:CurrentTime": "2026-07-01T00:00:00+08:00" } }, true],
    ["a time after", { DateGreaterThan: { "acs:CurrentTime": "2026-07-01T00:00:00+08:00" } }, false],
    [
      "all operators together",
      { StringLike: { "acs:Service": "fc*" }, Bool: { "acs:SecureTransport": "true" } },
      false,
    ],
    ["a key that the call lacks", { StringEquals: { "acs:MFAPresent": "true" } }, false],
    ["not a key that the call lacks", { StringNotEquals: { "acs:MFAPresent": "true" } }, true],
    ["a key that every object has", { StringLike: { toString: "*" } }, false],
  ])("on %s holds: %j %s", (_, Condition, holds) => {
    const decision = evaluatePolicies(given(allow({ Condition })), "alb:StartListener", listener, context);
    expect(decision).toBe(holds ? "Allow" : "ImplicitDeny");
  });
});

describe("a wildcard pattern", () => {
  it("fits what the same regular expression fits", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", ".", "/"), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", ".", "*", "?"), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (one, other) => {
        const source = one.replace(/[.]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
        expect(fitsWildcard(one, other)).toBe(new RegExp(`^${source}$`, "s").test(other));
      }),
      { numRuns: 1000 },
    );
  });

  it("costs little, however hostile", () => {
    expect(fitsWildcard(`${"*a".repeat(200)}b`, "a".repeat(20_000))).toBe(false);
  });
});

describe("RAM", () => {
  const clock = simulatedClock(Date.UTC(2026, 0, 1));
  const ram = createRam({ accountId: ACCOUNT, clock, random: Math.random });
  const arn = `acs:ram::${ACCOUNT}:role/worker`;
  ram.putRole({ name: "Worker", trusts: ["fc.aliyuncs.com"], policies: given(allow({ Action: "alb:List*" })) });
  const worker = ram.identityOfRole(arn, "fc.aliyuncs.com");

  const refusal = (work: () => unknown): CloudError => {
    try {
      work();
    } catch (error) {
      if (error instanceof CloudError) return error;
      throw error;
    }
    throw new Error("It was not refused.");
  };

  it("lets the account itself do everything", () => {
    expect(() => ram.authorise({ accountId: ACCOUNT, accessKeyId: "local" }, "alb:DeleteListener", "*")).not.toThrow();
  });

  it.each([
    [
      "alb:StartListener",
      403,
      "NoPermission",
      `You are not authorized to do this action. Resource: r Action: alb:StartListener`,
    ],
    [
      "fc:InvokeFunction",
      403,
      "AccessDenied",
      "the caller is not authorized to perform 'fc:InvokeFunction' on resource 'r'",
    ],
    ["log:GetLogStoreLogs", 401, "Unauthorized", "denied by sts or ram, action: log:GetLogStoreLogs, resource: r"],
  ])("refuses %s in the words of its service", (action, status, code, message) => {
    expect(refusal(() => ram.authorise(worker, action, "r"))).toMatchObject({
      status,
      code,
      message,
      detail: {
        AccessDeniedDetail: {
          AuthAction: action,
          AuthPrincipalType: "AssumedRoleUser",
          AuthPrincipalDisplayName: "Worker",
          AuthPrincipalOwnerId: ACCOUNT,
          NoPermissionType: "ImplicitDeny",
          PolicyType: "AccountLevelIdentityBasedPolicy",
        },
      },
    });
  });

  it("remembers what each role used and what it was denied", () => {
    ram.authorise(worker, "alb:ListListeners", "*");
    expect(ram.usedActions().get("Worker")).toEqual(new Set(["alb:ListListeners"]));
    expect(ram.deniedActions().get("Worker")).toContain("alb:StartListener");
  });

  it("gives a role's credentials only to services that it trusts", () => {
    expect(ram.assumeRole(arn, "fc.aliyuncs.com", 900)).toMatchObject({
      accessKeyId: expect.stringMatching(/^STS\.\w{24}$/),
      expiresAt: Date.UTC(2026, 0, 1, 0, 15),
    });
    expect(refusal(() => ram.assumeRole(arn, "fnf.aliyuncs.com"))).toMatchObject({ status: 403, code: "NoPermission" });
    expect(refusal(() => ram.assumeRole(`${arn}s`, "fc.aliyuncs.com"))).toMatchObject({
      status: 404,
      code: "EntityNotExist.Role",
    });
    expect(refusal(() => ram.assumeRole("worker", "fc.aliyuncs.com"))).toMatchObject({
      status: 400,
      code: "InvalidParameter.RoleArn",
    });
  });

  it("denies everything to a role that was deleted meanwhile", () => {
    ram.deleteRole("worker");
    expect(refusal(() => ram.authorise(worker, "alb:ListListeners", "*")).code).toBe("NoPermission");
    expect(refusal(() => ram.deleteRole("worker")).code).toBe("EntityNotExist.Role");
  });
});

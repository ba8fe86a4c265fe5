import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NormalizedEvent, RequestServed } from "./normalizedEvent.ts";
import { eventResource, matches, type RemediationRule, remediationRulesIn } from "./rule.ts";
import { type ErrorShare, shareCounter } from "./shareCounter.ts";

const MINUTE = 60_000;
const call = {
  eventId: "e",
  at: 0,
  region: "cn-hangzhou",
  requestId: "R",
  caller: { type: "ram-user", name: "ops", userAgent: "" },
};
const stopped: NormalizedEvent = { kind: "listenerStopped", ...call, listenerId: "lsn-prod-1" };
const policy: NormalizedEvent = {
  kind: "securityPolicySet",
  ...call,
  listenerId: "lsn-1",
  securityPolicyId: "tls_cipher_policy_1_0",
};
const share: ErrorShare = {
  kind: "errorShare",
  eventId: "w",
  at: 0,
  loadBalancerId: "alb-1",
  port: 443,
  protocol: "HTTPS",
  requests: 100,
  share: 0.2,
  from: 0,
  to: 1,
};

const rule = (match: object) => ({
  name: "one",
  match,
  guard: { coolDownMinutes: 10, attemptsPerDay: 3 },
  action: { operation: "startListener" },
});

function readRule(declared: object): RemediationRule {
  return remediationRulesIn([declared])[0] as RemediationRule;
}

describe("a rule", () => {
  test("is read with its guard in milliseconds", () => {
    expect(readRule(rule({ event: "listenerStopped" }))).toEqual({
      name: "one",
      match: { event: "listenerStopped", listeners: ["*"] },
      guard: { coolDownMs: 600_000, attemptsPerDay: 3 },
      action: { operation: "startListener", input: {}, agreedBy: [] },
    });
  });

  test.each<[object, NormalizedEvent | ErrorShare, boolean]>([
    [{ event: "listenerStopped" }, stopped, true],
    [{ event: "listenerStopped", listeners: ["lsn-prod-*"] }, stopped, true],
    [{ event: "listenerStopped", listeners: ["lsn-test-*"] }, stopped, false],
    [{ event: "listenerDeleted" }, stopped, false],
    [{ event: "securityPolicySet", otherThan: ["tls_cipher_policy_1_2"] }, policy, true],
    [{ event: "securityPolicySet", otherThan: ["tls_cipher_policy_1_0"] }, policy, false],
    [{ event: "logProjectDeleted", projects: ["p*"] }, { kind: "logProjectDeleted", ...call, project: "p1" }, true],
    [
      { event: "logstoreDeleted", logstores: ["alb_*"] },
      { kind: "logstoreDeleted", ...call, project: "p", logstore: "x" },
      false,
    ],
    [
      { event: "certificateExpiring", daysLeft: 7 },
      { kind: "certificateExpiring", eventId: "e", at: 0, daysLeft: 7 },
      true,
    ],
    [
      { event: "certificateExpiring", daysLeft: 3 },
      { kind: "certificateExpiring", eventId: "e", at: 0, daysLeft: 7 },
      false,
    ],
    [{ event: "errorShare", above: 0.1 }, share, true],
    [{ event: "errorShare", above: 0.2 }, share, false],
    [{ event: "errorShare", above: 0.1, requests: 101 }, share, false],
    [{ event: "errorShare", above: 0.1, loadBalancers: ["alb-2"] }, share, false],
  ])("about %j matches %j: %s", (match, event, expected) => {
    expect(matches(readRule(rule(match)), event)).toBe(expected);
  });

  test.each([
    rule({ event: "listenerVanished" }),
    rule({ event: "listenerStopped", listener: "lsn-1" }),
    rule({ event: "listenerStopped", listeners: [] }),
    rule({ event: "errorShare", above: 20 }),
    { ...rule({ event: "listenerStopped" }), guard: {} },
    { ...rule({ event: "listenerStopped" }), guard: { coolDownMinutes: 10, attemptsPerDay: 0 } },
    { ...rule({ event: "listenerStopped" }), name: "two words" },
    { ...rule({ event: "listenerStopped" }), action: {} },
  ])("like %j is refused", (wrong) => {
    expect(() => remediationRulesIn([wrong])).toThrow("shape-invalid");
  });

  test.each([["olga\u200B"], ["olg\u0430"], [" "], ["x".repeat(256)]])(
    "that %j has agreed to is refused, as no vote of that name would count",
    (name) => {
      const rule = (agreedBy: string[]) => [
        {
          name: "restart",
          match: { event: "listenerStopped" },
          guard: { coolDownMinutes: 1, attemptsPerDay: 1 },
          action: { operation: "startListener", agreedBy },
        },
      ];
      expect(() => remediationRulesIn(rule(["ada", name]))).toThrow('"field":"0.action.agreedBy.1"');
      expect(remediationRulesIn(rule(["ada", "x".repeat(255)]))).toHaveLength(1);
    },
  );

  test("of a name that another has is refused", () => {
    const one = rule({ event: "listenerStopped" });
    expect(() => remediationRulesIn([one, one])).toThrow("rule-name-twice");
  });

  test("is about a resource", () => {
    expect([stopped, policy, share].map(eventResource)).toEqual(["lsn-prod-1", "lsn-1", "alb-1/HTTPS/443"]);
  });
});

describe("the share of errors", () => {
  const errorShares = (...parts: RequestServed[][]) => {
    const counter = shareCounter(MINUTE);
    for (const part of parts) counter.add(part);
    return counter.shares();
  };

  const request = (more: Partial<RequestServed>): RequestServed => ({
    kind: "requestServed",
    eventId: "r",
    at: 0,
    loadBalancerId: "alb-1",
    port: 443,
    protocol: "HTTPS",
    status: 200,
    upstreamStatus: 200,
    ...more,
  });

  test("is counted for each listener and window", () => {
    const counted = errorShares([
      request({ eventId: "1", status: 502 }),
      request({ eventId: "2" }),
      request({ eventId: "3", at: MINUTE, status: 503 }),
      request({ eventId: "4", port: 80, protocol: "HTTP" }),
    ]);
    expect(counted.map(({ eventId, requests, share: errors }) => [eventId, requests, errors])).toEqual([
      ["alb-1/443/HTTPS/0", 2, 0.5],
      ["alb-1/443/HTTPS/60000", 1, 1],
      ["alb-1/80/HTTP/0", 1, 0],
    ]);
  });

  test("is the same when records are delivered again, in any order", () => {
    const records = fc.array(fc.record({ id: fc.nat(20), status: fc.constantFrom(200, 404, 502) }), { minLength: 1 });
    fc.assert(
      fc.property(records, fc.nat(), (all, seed) => {
        const distinct = [...new Map(all.map((one) => [one.id, one])).values()];
        const requests = distinct.map(({ id, status }) => request({ eventId: String(id), status }));
        const again = [...requests, ...requests].sort(
          (one, other) => ((Number(one.eventId) * seed) % 7) - ((Number(other.eventId) * seed) % 7),
        );
        expect(errorShares(again)).toEqual(errorShares(requests));
        const half = Math.ceil(requests.length / 2);
        expect(errorShares(requests.slice(0, half), requests.slice(half))).toEqual(errorShares(requests));
      }),
    );
  });
});

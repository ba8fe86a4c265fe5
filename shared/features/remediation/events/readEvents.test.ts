import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyPayload } from "../../../../test/support/anyPayload.ts";
import { coded } from "../../../../test/support/coded.ts";
import {
  AT,
  accessRecord,
  alarm,
  cloudEvent,
  documentedTrailEvent,
  stopListener,
} from "../../../../test/support/eventSamples.ts";
import { sampledRuns } from "../../../../test/support/sampled.ts";
import { isSelfTriggered } from "./isSelfTriggered.ts";
import type { NormalizedEvent } from "./normalizedEvent.ts";
import { readEvent, readEvents } from "./readEvents.ts";

const call = {
  eventId: "ev-1",
  at: AT,
  region: "cn-hangzhou",
  requestId: "REQ-1",
  caller: { type: "ram-user", name: "ops", userAgent: "AlibabaCloud (linux; x64)" },
};

describe("an event", () => {
  test.each<[string, Record<string, unknown>, NormalizedEvent]>([
    ["of ActionTrail", stopListener, { kind: "listenerStopped", ...call, listenerId: "lsn-1" }],
    [
      "of ActionTrail in a log",
      { __time__: "1", event: JSON.stringify(stopListener) },
      { kind: "listenerStopped", ...call, listenerId: "lsn-1" },
    ],
    [
      "of EventBridge, under the id that a trail gives it, too",
      cloudEvent,
      { kind: "listenerStopped", ...call, listenerId: "lsn-1" },
    ],
    [
      "of CloudMonitor, about handshakes",
      alarm,
      {
        kind: "handshakesFailing",
        eventId: expect.stringMatching(/^[0-9a-f]{64}$/),
        at: 1_772_330_584_000,
        loadBalancerId: "alb-1",
        port: 443,
        said: { alarm: "tls", metric: "ListenerClientTLSNegotiationError", value: "12.5" },
      },
    ],
    [
      "of CloudMonitor whose dimensions are the text of a map",
      { ...alarm, dimensions: "{userId=123, loadBalancerId=alb-1, listenerProtocol=HTTPS, listenerPort=8443}" },
      expect.objectContaining({ kind: "handshakesFailing", loadBalancerId: "alb-1", port: 8443 }),
    ],
    [
      "of CloudMonitor that an alarm is over",
      { ...alarm, alertState: "OK" },
      expect.objectContaining({ kind: "unrelated", reason: coded("alarm-over", { alarm: "tls" }) }),
    ],
    [
      "of CloudMonitor about something else",
      { ...alarm, metricName: "ListenerQPS" },
      expect.objectContaining({ kind: "unrelated", reason: coded("no-rule-for", { what: "ListenerQPS" }) }),
    ],
    [
      "whose parameters are text only",
      { ...stopListener, requestParameters: undefined },
      { kind: "listenerStopped", ...call, listenerId: "lsn-1" },
    ],
    [
      "that comes under the name of classic load balancers",
      { ...stopListener, serviceName: "Slb", eventName: "DeleteListener" },
      { kind: "listenerDeleted", ...call, listenerId: "lsn-1" },
    ],
    [
      "that sets a policy",
      {
        ...stopListener,
        eventName: "UpdateListenerAttribute",
        requestParameters: { ListenerId: "lsn-1", SecurityPolicyId: "tls_cipher_policy_1_0" },
      },
      { kind: "securityPolicySet", ...call, listenerId: "lsn-1", securityPolicyId: "tls_cipher_policy_1_0" },
    ],
    [
      "that deletes a logstore",
      {
        ...stopListener,
        serviceName: "Sls",
        eventName: "DeleteLogStore",
        requestParameters: { projectName: "p", logstoreName: "alb_l" },
      },
      { kind: "logstoreDeleted", ...call, project: "p", logstore: "alb_l" },
    ],
    [
      "that deletes a log project",
      { ...stopListener, serviceName: "Log", eventName: "DeleteProject", requestParameters: { ProjectName: "p" } },
      { kind: "logProjectDeleted", ...call, project: "p" },
    ],
    [
      "of an expiring certificate",
      { ...cloudEvent, type: "slb:CloudMonitor:CertKeyExpired7", data: {} },
      { kind: "certificateExpiring", daysLeft: 7, eventId: "acs.alb/45ef4dewdwe1-7c35-447a-bd93-fab", at: AT + 1_000 },
    ],
    [
      "of a call that failed",
      { ...stopListener, errorCode: "IncorrectStatus.Listener" },
      {
        kind: "unrelated",
        eventId: "ev-1",
        at: AT,
        reason: coded("call-failed", { cloudCode: "IncorrectStatus.Listener" }),
      },
    ],
    [
      "of another action",
      { ...stopListener, eventName: "ListListeners" },
      { kind: "unrelated", eventId: "ev-1", at: AT, reason: coded("no-rule-for", { what: "Alb ListListeners" }) },
    ],
    [
      "that changes a listener's name",
      { ...stopListener, eventName: "UpdateListenerAttribute" },
      {
        kind: "unrelated",
        eventId: "ev-1",
        at: AT,
        reason: coded("call-changed-nothing", { action: "UpdateListenerAttribute" }),
      },
    ],
  ])("%s is read", (_what, record, event) => {
    expect(readEvent(record)).toEqual(event);
  });

  const unfit = (what: string, field: string | null) =>
    coded("shape-invalid", { what, field, problem: expect.objectContaining({ code: expect.any(String) }) });

  test.each<[string, unknown, object]>([
    [
      "a timer",
      { triggerTime: "2023-12-26T07:49:00Z", triggerName: "timer-trigger", payload: "" },
      coded("event-unknown-shape", { members: ["triggerTime", "triggerName", "payload"] }),
    ],
    ["nothing", {}, coded("event-unknown-shape", { members: [] })],
    ["null", null, coded("event-not-object", { type: "null" })],
    ["a list", [cloudEvent], coded("event-not-object", { type: "array" })],
    ["a text", "StopListener", coded("event-not-object", { type: "string" })],
    [
      "a CloudEvent of an unknown type",
      { ...cloudEvent, type: "oss:ObjectCreated:PutObject" },
      coded("event-unknown-type", { type: "oss:ObjectCreated:PutObject" }),
    ],
    ["a CloudEvent of another version", { ...cloudEvent, specversion: "0.3" }, unfit("event", "specversion")],
    ["a CloudEvent without data", { ...cloudEvent, data: null }, unfit("event", "data")],
    ["a CloudEvent whose data is no event", { ...cloudEvent, data: { a: 1 } }, unfit("actiontrail-event", "eventId")],
    ["a stop of nothing", { ...stopListener, requestParameters: {} }, unfit("ListenerId", null)],
    ["an event at no time", { ...stopListener, eventTime: "yesterday" }, unfit("actiontrail-event", "eventTime")],
    ["an event by nobody", { ...stopListener, userIdentity: null }, unfit("actiontrail-event", "userIdentity")],
    [
      "an event whose text is cut",
      { __time__: "1", event: '{"eventName":"Stop' },
      coded("log-entry-without-event", { field: "event" }),
    ],
    [
      "parameters that are cut",
      { ...stopListener, requestParameters: undefined, requestParameterJson: "{" },
      unfit("requestParameterJson", null),
    ],
    [
      "an alarm that names no load balancer",
      { ...alarm, dimensions: [{ userId: "1" }] },
      coded("alarm-without-instance", { alarm: "tls" }),
    ],
    ["an alarm of an unknown state", { ...alarm, alertState: "PERHAPS" }, unfit("alarm", "alertState")],
    ["an access log record without a status", { ...accessRecord, status: "-" }, unfit("access-log-record", "status")],
  ])("like %s is refused, and says what is not understood", (_what, event, reason) => {
    expect(() => readEvent(event)).toThrow(expect.objectContaining({ kind: "InvalidInput", reason }));
  });
});

describe("an event of ActionTrail as EventBridge documents it, without the parameters of the call", () => {
  const stop = { ...documentedTrailEvent, serviceName: "Alb", eventName: "StopListener" };

  test("tells what it was done to by what it references", () => {
    const referenced = { "ACS::ALB::LoadBalancer": ["alb-1"], "ACS::ALB::Listener": ["lsn-1"] };
    const data = { ...stop, referencedResources: referenced };
    expect(
      readEvent({ ...cloudEvent, type: "actiontrail:ActionTrail:ApiCall", source: "acs.actiontrail", data }),
    ).toMatchObject({
      kind: "listenerStopped",
      listenerId: "lsn-1",
      caller: { type: "system", name: "ecs.aliyuncs.com" },
    });
  });

  test("of a deleted logstore names it and its project", () => {
    const referencedResources = { "ACS::SLS::Project": ["logs"], "ACS::SLS::Logstore": ["alb_access"] };
    const event = { ...stop, serviceName: "Sls", eventName: "DeleteLogStore", referencedResources };
    expect(readEvent({ ...cloudEvent, data: event })).toMatchObject({
      kind: "logstoreDeleted",
      project: "logs",
      logstore: "alb_access",
    });
  });

  test("of an update is no dead letter: what was changed is told where the event is whole", () => {
    const referencedResources = { "ACS::ALB::Listener": ["lsn-1"] };
    const event = { ...stop, eventName: "UpdateListenerAttribute", referencedResources };
    expect(readEvent({ ...cloudEvent, data: event })).toMatchObject({ kind: "unrelated" });
  });

  test("of another product, as it is documented, is nothing that rules are about", () => {
    expect(
      readEvent({ ...cloudEvent, type: "actiontrail:ActionTrail:ApiCall", data: documentedTrailEvent }),
    ).toMatchObject({
      kind: "unrelated",
      reason: coded("no-rule-for", { what: "Ecs DeleteDisk" }),
    });
  });
});

test.each([
  [{ ProjectName: "logs", LogstoreName: "alb_access" }],
  [{ projectName: "logs", logstoreName: "alb_access" }],
  [{ project: "logs", logstore: "alb_access" }],
  [{ project: "logs", logStore: "alb_access" }],
])("a deleted logstore is known by its parameters %j", (requestParameters) => {
  const event = { ...stopListener, serviceName: "Sls", eventName: "DeleteLogStore", requestParameters };
  expect(readEvent(event)).toMatchObject({ kind: "logstoreDeleted", project: "logs", logstore: "alb_access" });
});

/** The ways on which an event of ActionTrail comes. */
const WAYS: Record<string, (event: object) => object> = {
  "by EventBridge as ALB's": (data) => ({ ...cloudEvent, data }),
  "by EventBridge as ActionTrail's": (data) => ({
    ...cloudEvent,
    type: "actiontrail:ActionTrail:ApiCall",
    source: "acs.actiontrail",
    data,
  }),
  "by the logstore of a trail": (event) => ({ __time__: "1", event: JSON.stringify(event) }),
};

/** What an event tells of the call: its parameters, these as text alone, or no more than what it was done to. */
const SHAPES: [shape: string, of: (parameters: object, resources: object) => object][] = [
  ["with its parameters", (requestParameters) => ({ requestParameters })],
  [
    "with its parameters as text alone",
    (parameters) => ({ requestParameters: undefined, requestParameterJson: JSON.stringify(parameters) }),
  ],
  [
    "with references alone, as in the documented sample",
    (_, referencedResources) => ({
      requestParameters: undefined,
      requestParameterJson: undefined,
      referencedResources,
    }),
  ],
];

describe.each(Object.keys(WAYS))("an event that comes %s", (way) => {
  test.each(SHAPES)("%s tells which listener was stopped or deleted, and which logstore or project", (_, shapeOf) => {
    const read = (serviceName: string, eventName: string, parameters: object, resources: object) =>
      readEvent(WAYS[way]?.({ ...stopListener, serviceName, eventName, ...shapeOf(parameters, resources) }));
    const listener = [{ ListenerId: "lsn-1" }, { "ACS::ALB::Listener": ["lsn-1"] }] as const;
    const logstore = [
      { project: "logs", logstore: "alb_access" },
      { "ACS::SLS::Project": ["logs"], "ACS::SLS::LogStore": ["alb_access"] },
    ] as const;
    expect(read("Alb", "StopListener", ...listener)).toMatchObject({ kind: "listenerStopped", listenerId: "lsn-1" });
    expect(read("Alb", "DeleteListener", ...listener)).toMatchObject({ kind: "listenerDeleted", listenerId: "lsn-1" });
    expect(read("Sls", "DeleteLogStore", ...logstore)).toMatchObject({
      kind: "logstoreDeleted",
      project: "logs",
      logstore: "alb_access",
    });
    expect(read("Sls", "DeleteProject", ...logstore)).toMatchObject({ kind: "logProjectDeleted", project: "logs" });
  });
});

test("one access log record of an unknown scheme is no dead letter, and those around it count", () => {
  const { events, refused } = readEvents([accessRecord, { ...accessRecord, scheme: "gopher" }, accessRecord]);
  expect(events.map(({ kind }) => kind)).toEqual(["requestServed", "unrelated", "requestServed"]);
  expect(refused).toEqual([]);
});

describe("an access log record", () => {
  test.each([
    [{}, { protocol: "HTTPS", status: 502, upstreamStatus: undefined }],
    [
      { scheme: "http", upstream_status: "200" },
      { protocol: "HTTP", upstreamStatus: 200 },
    ],
    [{ server_protocol: "HTTP/3.0" }, { protocol: "QUIC" }],
    [{ upstream_status: "502, 200" }, { upstreamStatus: 200 }],
    [{ scheme: "wss" }, { protocol: "HTTPS" }],
    [{ scheme: "HTTPS" }, { protocol: "HTTPS" }],
    [{ scheme: "HTTP" }, { protocol: "HTTP" }],
    [{ scheme: "grpc", ssl_protocol: "TLSv1.3" }, { protocol: "HTTPS" }],
  ])("with %j tells %j", (changed, reported) => {
    expect(readEvent({ ...accessRecord, ...changed })).toMatchObject({
      kind: "requestServed",
      loadBalancerId: "alb-1",
      port: 443,
      at: 1_772_330_584_000,
      ...reported,
    });
  });
});

describe("a batch", () => {
  test("is read around the records that are refused, which are kept without secrets", () => {
    const { events, refused } = readEvents([stopListener, { poison: "Signature=abc&Token=xyz" }, accessRecord]);
    expect(events.map(({ kind }) => kind)).toEqual(["listenerStopped", "requestServed"]);
    expect(refused).toEqual([
      {
        reason: coded("event-unknown-shape", { members: ["poison"] }),
        payload: '{"poison":"Signature=…&Token=…"}',
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  test("of thousands of generated payloads ends without a crash, and every one of them is a fact or refused", () => {
    let read = 0;
    fc.assert(
      fc.property(anyPayload, (payload) => {
        const { events, refused } = readEvents([payload]);
        expect(events.length + refused.length).toBe(1);
        read += events.length;
        for (const { reason, payload: kept } of refused) {
          expect(reason.code).not.toBe("text");
          expect(kept.length).toBeLessThanOrEqual(4_200);
        }
        for (const event of events) expect(Number.isFinite(event.at) && event.eventId !== "").toBe(true);
      }),
      { numRuns: sampledRuns(10_000) },
    );
    // Else the generator would only make noise.
    expect(read).toBeGreaterThan(100);
  });
});

describe("a call of our own", () => {
  const by = (type: string, name: string, requestId = "REQ-1") =>
    readEvent({ ...stopListener, requestId, userIdentity: { type, userName: name } });
  const ownTriggers = { rolePrefix: "albflow-", requestIds: new Set(["REQ-9"]) };

  test.each<[string, NormalizedEvent, boolean]>([
    ["a role of ours", by("assumed-role", "albflow-startListener:session"), true],
    ["the same, written otherwise", by("AssumedRole", "AlbFlow-startListener/session"), true],
    ["a role of somebody else", by("assumed-role", "ops:albflow-session"), false],
    ["a RAM user who is called like us", by("ram-user", "albflow-startListener"), false],
    ["a request that the audit knows", by("ram-user", "ops", "REQ-9"), true],
    ["an event that is no call", readEvent(accessRecord), false],
  ])("%s: %s", (_what, event, ours) => {
    expect(isSelfTriggered(event, ownTriggers)).toBe(ours);
  });
});

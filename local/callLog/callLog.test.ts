import { describe, expect, test } from "vitest";
import type { CallRecord } from "../context.ts";
import { createCallLog } from "./callLog.ts";
import { redactCall } from "./redactCall.ts";

const call = (more: Partial<CallRecord> = {}): CallRecord => ({
  at: 1,
  service: "alb",
  action: "StartListener",
  caller: "local",
  status: 200,
  requestId: "R",
  durationMs: 3,
  ...more,
});

test("the log keeps the last calls, oldest first", () => {
  const log = createCallLog(3);
  for (const at of [1, 2, 3, 4, 5]) log.log(call({ at }));
  expect(log.recent().map(({ at }) => at)).toEqual([3, 4, 5]);
  expect(log.recent({ limit: 2 }).map(({ at }) => at)).toEqual([4, 5]);
  expect(log.recent({ since: 5 }).map(({ at }) => at)).toEqual([5]);
});

test("calls are found by service, action, resource and caller", () => {
  const log = createCallLog();
  log.log(call({ resource: "lsn-1" }));
  log.log(call({ service: "cas", action: "ListCert", caller: "renewer" }));
  expect(log.recent({ resource: "lsn-1" })).toHaveLength(1);
  expect(log.recent({ service: "cas", action: "ListCert", caller: "renewer" })).toHaveLength(1);
  expect(log.recent({ service: "cas", action: "StartListener" })).toEqual([]);
});

test("whoever listens is told of each call, until it leaves", () => {
  const log = createCallLog();
  const received: string[] = [];
  const leave = log.subscribe(({ action }) => received.push(action));
  log.log(call());
  leave();
  log.log(call({ action: "StopListener" }));
  expect(received).toEqual(["StartListener"]);
});

test("whoever subscribes with a filter is told of what fits it, and of nothing else", () => {
  const log = createCallLog();
  const received: string[] = [];
  const note = ({ resource = "" }: { resource?: string }) => received.push(resource);
  log.subscribe(note, { action: "StopListener", resource: "lsn-1" });
  for (const resource of ["lsn-1", "lsn-2"]) {
    for (const action of ["StartListener", "StopListener"]) log.log(call({ action, resource }));
  }
  expect(received).toEqual(["lsn-1"]);
});

describe("secrets", () => {
  test.each([
    ["-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----", "[PEM]"],
    ["-----BEGIN EC PRIVATE KEY-----\nMIIB", "[PEM]"],
    ["/?Cert=abc&Key=def&Name=shop", "/?Cert=[redacted]&Key=[redacted]&Name=shop"],
    ["SecurityToken=CAIS%2B1&Action=X", "SecurityToken=[redacted]&Action=X"],
    ["/?Signature=a%3D%3D", "/?Signature=[redacted]"],
    ['{"AccessKeySecret": "abc"}', '{"AccessKeySecret": "[redacted]"}'],
    ["ACS3-HMAC-SHA256 Credential=a,SignedHeaders=b,Signature=c", "ACS3-HMAC-SHA256 [redacted]"],
    ["Bearer eyJhbGciOi", "Bearer [redacted]"],
    ["lsn-1", "lsn-1"],
  ])("%j is shown as %j", (text, shown) => {
    expect(redactCall(text)).toBe(shown);
  });

  test("never reach the log, wherever they stand in a call", () => {
    const log = createCallLog();
    const pem = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----";
    log.log(call({ action: pem, caller: pem, resource: pem, code: pem }));
    expect(JSON.stringify(log.recent())).not.toContain("MIIB");
  });
});

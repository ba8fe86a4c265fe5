import { expect, test } from "vitest";
import { simulatedClock } from "../../shared/platform/clock.ts";
import type { WireRequest } from "../wire/exchange.ts";
import { createRam } from "./ram.ts";

/** Signatures that the vendor's Python packages made with the key `local`/`local`: they are literals of theirs, not of ours. */

const clock = simulatedClock(Date.UTC(2026, 10, 22, 15, 55, 1));
const request = (more: Partial<WireRequest>): WireRequest => ({
  method: "GET",
  path: "/logstores",
  rawQuery: "",
  headers: {},
  body: Buffer.from(""),
  remoteAddress: "127.0.0.1",
  clock,
  ...more,
});
const DATE = "Sun, 22 Nov 2026 15:55:01 GMT";

const sls1 = request({
  rawQuery: "offset=0&size=10&logstoreName=",
  headers: {
    host: "p.sls.localhost:7705",
    "x-log-apiversion": "0.6.0",
    "x-log-bodyrawsize": "0",
    "x-log-signaturemethod": "hmac-sha1",
    date: DATE,
    "x-log-date": DATE,
    authorization: "LOG local:KK7Oxvb420rMr6yLQcgzRzWT7QQ=",
  },
});
const sls4 = request({
  method: "POST",
  rawQuery: "a=b%20c%2A~",
  body: Buffer.from('{"a":"b c"}'),
  headers: {
    host: "p.sls.localhost:7705",
    "x-log-apiversion": "0.6.0",
    "x-log-bodyrawsize": "11",
    "content-type": "application/json",
    "content-length": "11",
    "x-log-content-sha256": "38cc6e2f67cb1ba72ac3667828c60fa517302e9ebd46d74333f15efbd1f83490",
    "x-log-date": "20261122T155501Z",
    authorization:
      "SLS4-HMAC-SHA256 Credential=local/20261122/cn-hangzhou/sls/aliyun_v4_request,Signature=2b393620853805eb665e9493da9f46ac66352116ca4c8a21090cbdf0c1e66989",
  },
});
const roa1 = request({
  path: "/2023-03-30/functions",
  rawQuery: "limit=10&prefix=a%20b",
  headers: {
    date: DATE,
    host: "127.0.0.1:7704",
    accept: "application/json",
    "x-acs-signature-nonce": "n1",
    "x-acs-signature-method": "HMAC-SHA1",
    "x-acs-signature-version": "1.0",
    "x-acs-version": "2023-03-30",
    authorization: "acs local:Ra+OTb7Nu3fUQ2adFTAqLf54tXk=",
  },
});

const who = (one: WireRequest) =>
  createRam({ accountId: "1234567890123456", clock, random: () => 0.5, clientClock: clock }).authenticate(one);

test.each([
  ["SLS v1 of aliyun-log, which repeats its date after signing", sls1],
  ["SLS v4 of aliyun-log", sls4],
  ["ROA v1 of alibabacloud-openapi-util", roa1],
])("%s is understood", (_what, one) => {
  expect(who(one)).toEqual({ accountId: "1234567890123456", accessKeyId: "local" });
});

const altered = (one: WireRequest, name: string, value: string): WireRequest => ({
  ...one,
  headers: { ...one.headers, [name]: value },
});

test.each([
  ["another method", { ...sls1, method: "DELETE" }, "SignatureNotMatch"],
  ["another repeated date", altered(sls1, "x-log-date", "Sun, 22 Nov 2026 15:50:00 GMT"), "SignatureNotMatch"],
  ["another query", { ...sls4, rawQuery: "a=other" }, "SignatureNotMatch"],
  ["another body", { ...sls4, body: Buffer.from('{"a":"other"}') }, "SignatureNotMatch"],
  ["another size", altered(sls4, "x-log-bodyrawsize", "12"), "SignatureNotMatch"],
  ["another time", altered(sls4, "x-log-date", "20261122T155502Z"), "SignatureNotMatch"],
  ["another path", { ...roa1, path: "/2023-03-30/functions/a" }, "SignatureDoesNotMatch"],
  ["another version", altered(roa1, "x-acs-version", "2016-08-15"), "SignatureDoesNotMatch"],
  ["no date", altered(roa1, "date", "never"), "InvalidTimeStamp.Format"],
])("%s than the signed one is refused", (_what, one, code) => {
  expect(() => who(one)).toThrow(expect.objectContaining({ code }));
});

test("a request with a nonce is taken once", () => {
  const ram = createRam({ accountId: "1234567890123456", clock, random: () => 0.5, clientClock: clock });
  ram.authenticate(roa1);
  expect(() => ram.authenticate(roa1)).toThrow(expect.objectContaining({ code: "SignatureNonceUsed" }));
});

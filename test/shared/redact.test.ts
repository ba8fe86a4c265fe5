import { expect, test } from "vitest";
import { translate } from "../../shared/clients/openApi.ts";
import { AlbflowError } from "../../shared/errors.ts";
import { redact } from "../../shared/redact.ts";

const KEY = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----";

test.each([
  ["a signed URL", "GET http://127.0.0.1:7703/?AccessKeyId=STS.abc&Signature=s%3D&SecurityToken=tok failed", "tok"],
  ["an upload with its key", "connect https://cas.aliyuncs.com/?Cert=x&Key=MIGHAgEAMBMG timed out", "MIGHAgEAMBMG"],
  ["a private key", `cannot read ${KEY}`, "MIGHAgEAMBMGByqGSM49"],
  ["half a private key", KEY.slice(0, 45), "MIGHAgEAMBMGByqGSM49".slice(0, 15)],
  ["parameters alone", "AccessKeyId=AKID&Signature=abc", "abc"],
  ["a bearer token", "authorization: Bearer eyJhbGciOi.J9.x", "eyJhbGciOi"],
  ["a temporary key id", "STS.NUgYrLnoC37mZZCNnAbez is unknown", "NUgYrLnoC37"],
])("%s loses what must not be stored", (_, text, secret) => {
  expect(text).toContain(secret);
  expect(redact(text)).not.toContain(secret);
});

test("the host of a URL stays, so that a person sees who did not answer", () => {
  expect(redact("http://127.0.0.1:7703/?Signature=abc refused")).toBe("http://127.0.0.1:7703/… refused");
});

test("an SDK's error becomes ours with code and request id, and without its URL", () => {
  const thrown = Object.assign(new Error("Sorry, URL: http://fnf/?SecurityToken=tok"), {
    code: "FlowNotExists",
    data: { RequestId: "req-1" },
  });
  const error = translate("fnf", "DescribeFlow", thrown);
  expect(error).toBeInstanceOf(AlbflowError);
  expect(error).toMatchObject({ name: "NotFound", code: "FlowNotExists", requestId: "req-1" });
  expect(error.message).toBe("fnf DescribeFlow: FlowNotExists: Sorry, URL: http://fnf/…");
});

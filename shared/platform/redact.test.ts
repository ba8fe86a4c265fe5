import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coded } from "../../test/support/coded.ts";
import { translate } from "./clients/openApi.ts";
import { AlbflowError } from "./errors.ts";
import { redact } from "./redact.ts";

const KEY = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----";
const JWT = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJvbGdhIn0.c2lnbmF0dXJl";

test.each([
  ["a signed URL", "GET http://127.0.0.1:7703/?AccessKeyId=STS.abc&Signature=s%3D&SecurityToken=tok failed", "tok"],
  ["an upload with its key", "connect https://cas.aliyuncs.com/?Cert=x&Key=MIGHAgEAMBMG timed out", "MIGHAgEAMBMG"],
  ["a private key", `cannot read ${KEY}`, "MIGHAgEAMBMGByqGSM49"],
  ["half a private key", KEY.slice(0, 45), "MIGHAgEAMBMGByqGSM49".slice(0, 15)],
  ["parameters alone", "AccessKeyId=AKID&Signature=abc", "abc"],
  ["a bearer token", "authorization: Bearer eyJhbGciOi.J9.x", "eyJhbGciOi"],
  ["a temporary key id", "STS.NUgYrLnoC37mZZCNnAbez is unknown", "NUgYrLnoC37"],
  ["a long-lived key id", "LTAI5tAbCdEfGhIjKlMnOpQr is unknown", "5tAbCdEfGhIj"],
  ["JSON", '{"Credentials":{"AccessKeySecret":"hush hush","Expiration":"2026"}}', "hush hush"],
  ["JSON in a JSON string", '{"body":"{\\"SecurityToken\\":\\"CAISabc\\"}"}', "CAISabc"],
  ["a password in JSON", '{ "password" : "let me in", "user": "olga" }', "let me in"],
  ["a Basic header", "Authorization: Basic b2xnYTpodXNo", "b2xnYTpodXNo"],
  ["Basic credentials in a sentence", "refused Basic b2xnYTpodXNo.", "b2xnYTpodXNo"],
  ["the user of a URL", "https://olga:hush@hooks.example.com/x refused", "hush"],
  ["a token for a user in a URL", "https://ghp_hush@hooks.example.com/x refused", "ghp_hush"],
  ["a mail server's URL", "smtps://mailer:hu/sh@smtp.example.com:465 refused", "hu/sh"],
  ["a password with a question mark in a URL", "https://olga:hu?sh@hooks.example.com/x", "hu?sh"],
  ["a bare JSON web token", `the token ${JWT} has expired`, "eyJzdWIiOiJvbGdhIn0"],
  ["a JSON web token without a signature", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJvbGdhIn0.", "eyJzdWIiOiJvbGdhIn0"],
  ["a cookie", "Cookie: __Host-session=abcdef; theme=dark", "abcdef"],
  ["a temporary token's header", "x-acs-security-token: CAISabc", "CAISabc"],
  ["a variable", "ALBFLOW_DINGTALK_SECRET=SECabc", "SECabc"],
  ["the signature of version 3", "ACS3-HMAC-SHA256 Credential=AKID,SignedHeaders=host,Signature=0a1b2c", "0a1b2c"],
])("%s loses what must not be stored", (_, text, secret) => {
  expect(text).toContain(secret);
  expect(redact(text)).not.toContain(secret);
});

describe("a private key loses its every form", () => {
  const keys = {
    "an EC key in PKCS #8": generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({
      type: "pkcs8",
      format: "pem",
    }),
    "an EC key in SEC 1": generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey.export({
      type: "sec1",
      format: "pem",
    }),
    "an Ed25519 key": generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }),
    "an RSA key in PKCS #1": generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
      type: "pkcs1",
      format: "pem",
    }),
    "an encrypted key": generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
      type: "pkcs8",
      format: "pem",
      cipher: "aes-256-cbc",
      passphrase: "hush",
    }),
  };
  const der = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, "");
  const forms: Record<string, (pem: string) => string> = {
    "as it is": (pem) => pem,
    "with Windows line ends": (pem) => pem.replaceAll("\n", "\r\n"),
    "in JSON": (pem) => JSON.stringify({ reply: pem }),
    "in JSON in JSON": (pem) => JSON.stringify(JSON.stringify({ reply: pem })),
    "percent-encoded": (pem) => encodeURIComponent(pem),
    "percent-encoded twice": (pem) => encodeURIComponent(encodeURIComponent(pem)),
    "as a form": (pem) => new URLSearchParams({ reply: pem }).toString(),
    "as DER in base64": der,
    "as DER in base64url": (pem) => Buffer.from(der(pem), "base64").toString("base64url"),
    "as DER in lines of base64": (pem) => pem.replace(/-----[^-]+-----\n/g, ""),
    "as DER in hexadecimal": (pem) => Buffer.from(der(pem), "base64").toString("hex"),
    "as PEM in base64": (pem) => Buffer.from(pem).toString("base64"),
    "as PEM behind other text in base64": (pem) => Buffer.from(`key=${pem}`).toString("base64"),
    "as PEM behind one more letter in base64": (pem) => Buffer.from(`keys=${pem}`).toString("base64"),
    "as PEM in hexadecimal": (pem) => Buffer.from(pem).toString("hex"),
    "on one line": (pem) => pem.replaceAll("\n", " "),
  };
  /** Any 24 characters in a row of what the form says of the key. */
  const pieces = (text: string) => (text.match(/[A-Za-z0-9+/]{24}/g) ?? []).slice(1);

  for (const [key, pem] of Object.entries(keys)) {
    test.each(Object.entries(forms))(`${key} %s`, (_, form) => {
      const text = form(String(pem));
      const left = redact(`cannot read ${text} (request 1)`);
      expect(pieces(text).filter((piece) => left.includes(piece))).toEqual([]);
      expect(left).toContain("cannot read ");
    });
  }
});

test.each([
  ["a certificate", "-----BEGIN CERTIFICATE-----\nMIIBkTCB+wIJAKHBfpEgcMFvMA0GCSqGSIb3DQEB\n-----END CERTIFICATE-----"],
  ["the name of an edition", "The instance is of the Basic edition; Basic features only."],
  ["a serial number and a hash", `serial 1D7643957E7D0A2B, plan ${"0f1e2d3c".repeat(8)}`],
  ["a sentence about a setting", "ALBFLOW_SECRET is too short; set it to at least 32 characters."],
  ["a listener's change", '{"field":"IdleTimeout","before":15,"after":30}'],
  ["the key of a tag", '{"TagKey":"env","TagValue":"prod"}'],
  ["an id of an execution", "cli-stopListener-mwsea23t of albflow-stopListener at 2026-11-28T12:05:52.735Z"],
  ["a port", "http://127.0.0.1:7703 did not answer"],
  ["a mail address", "ops@example.com was told"],
])("%s stays as it is", (_, text) => {
  expect(redact(text)).toBe(text);
});

test("a text that was redacted stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      expect(redact(redact(text))).toBe(redact(text));
    }),
  );
});

test.each([
  ["headers of keys", "-----BEGIN PRIVATE KEY-----".repeat(8_000)],
  ["dashes", "-".repeat(200_000)],
  ["colons and slashes", "a://".repeat(50_000)],
  ["at signs", `https://${"a:".repeat(100_000)}`],
  ["quotes behind a name", `${'"token":'.repeat(20_000)}"`],
  ["base64", "QUJD".repeat(50_000)],
  ["lines of base64", `${"A".repeat(64)}\\n`.repeat(4_000)],
  ["dots", `eyJ${"a.".repeat(100_000)}`],
  ["words like names", "secrettoken".repeat(20_000)],
])("200,000 characters of %s are done with at once: what takes the square of that would not end here", (_, text) => {
  expect(redact(text).length).toBeGreaterThan(0);
});

test("the host of a URL stays, so that a person sees who did not answer", () => {
  expect(redact("http://127.0.0.1:7703/?Signature=abc refused")).toBe("http://127.0.0.1:7703/… refused");
  expect(redact("https://olga:hush@hooks.example.com/x refused")).toBe("https://…@hooks.example.com/… refused");
});

test("an SDK's error becomes ours with code and request id, and without its URL", () => {
  const thrown = Object.assign(new Error("Sorry, URL: http://fnf/?SecurityToken=tok"), {
    code: "FlowNotExists",
    data: { RequestId: "req-1" },
  });
  const error = translate("fnf", "DescribeFlow", thrown);
  expect(error).toBeInstanceOf(AlbflowError);
  expect(error).toMatchObject({ name: "NotFound", code: "FlowNotExists", requestId: "req-1" });
  expect(error.reason).toEqual(
    coded("cloud-error", {
      product: "fnf",
      action: "DescribeFlow",
      cloudCode: "FlowNotExists",
      requestId: "req-1",
      message: "Sorry, URL: http://fnf/…",
    }),
  );
});

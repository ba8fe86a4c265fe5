import { describe, expect, test } from "vitest";
import { coded } from "../../../../test/support/coded.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import { acmeError, acmeProblemText, notBeforeIn } from "./acmeError.ts";
import { acmeSettingsFrom } from "./acmeSettings.ts";
import { certificateName } from "./certificateName.ts";
import { orderableNames } from "./orderableNames.ts";

const problem = (type: string) => ({ type: `urn:ietf:params:acme:error:${type}`, detail: "some words" });

describe("an ACME server's problem", () => {
  test.each([
    [429, problem("rateLimited"), "Throttled", "rateLimited"],
    [500, problem("serverInternal"), "Transient", "serverInternal"],
    [503, "<html>", "Transient", "serverInternal"],
    [429, undefined, "Throttled", "rateLimited"],
    [403, problem("unauthorized"), "Denied", "unauthorized"],
    [403, problem("caa"), "Refused", "caa"],
    [400, problem("rejectedIdentifier"), "Refused", "rejectedIdentifier"],
    [400, problem("malformed"), "Failed", "malformed"],
  ])("of status %i and %j is %s", (status, body, kind, code) => {
    expect(acmeError("newOrder", new Error(acmeProblemText(status, body)))).toMatchObject({ kind, code });
  });

  test("is told with the server's words", () => {
    expect(acmeError("newOrder", new Error(acmeProblemText(429, problem("rateLimited")))).reason).toEqual(
      coded("acme-problem", { action: "newOrder", type: "rateLimited", detail: "some words", notBefore: null }),
    );
  });

  test.each(["ECONNREFUSED", "ECONNABORTED", "ETIMEDOUT"])("that it does not answer (%s) may pass", (code) => {
    expect(acmeError("newOrder", Object.assign(new Error("no answer"), { code }))).toMatchObject({
      kind: "Transient",
      code,
    });
  });

  test.each([
    ["ERR_INVALID_URL", "InvalidInput", "acme-address-invalid"],
    ["ENOTFOUND", "Failed", "acme-host-unknown"],
    ["EPROTO", "Failed", "acme-not-tls"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "Refused", "acme-not-trusted"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "Refused", "acme-not-trusted"],
    ["CERT_HAS_EXPIRED", "Refused", "acme-not-trusted"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "Refused", "acme-not-trusted"],
  ])("that its address is wrong or it is not trusted (%s) does not pass, and says what to do", (code, kind, fault) => {
    const error = acmeError("directory", Object.assign(new Error("some words"), { code }));
    expect(error).toMatchObject({ kind, code, reason: coded(fault, { action: "directory", message: "some words" }) });
  });

  test("says when the server wants to be asked again", () => {
    const text = acmeProblemText(429, problem("rateLimited"), Date.UTC(2026, 10, 29, 8));
    const error = acmeError("newOrder", new Error(text));
    expect(error.reason.params).toMatchObject({ detail: "some words", notBefore: Date.UTC(2026, 10, 29, 8) });
    expect(notBeforeIn(error.reason)).toBe(Date.UTC(2026, 10, 29, 8));
    const left = reason("order-left-records", { leftovers: ["_acme-challenge.example.com"], cause: error.reason });
    expect(notBeforeIn(left)).toBe(Date.UTC(2026, 10, 29, 8));
    expect(notBeforeIn(acmeError("newOrder", new Error(acmeProblemText(429, problem("rateLimited")))).reason)).toBe(0);
  });

  test("of any other sort does not pass", () => {
    expect(acmeError("newOrder", new Error("No key"))).toMatchObject({ kind: "Failed", code: undefined });
  });
});

describe("settings", () => {
  const secret = { ALBFLOW_SECRET: "a secret of a deployment, long enough" };

  test("are not there without a directory", () => {
    expect(acmeSettingsFrom(secret)).toBeUndefined();
  });

  test("are read from the environment", () => {
    const settings = acmeSettingsFrom({
      ...secret,
      ALBFLOW_ACME_DIRECTORY: "https://acme.example.com/dir",
      ALBFLOW_ACME_CONTACTS: "a@example.com, b@example.com",
      ALBFLOW_ACME_EAB_KID: "kid",
      ALBFLOW_ACME_EAB_HMAC_KEY: "key",
      ALBFLOW_NAME_SERVERS: "127.0.0.1:7708",
    });
    expect(settings).toEqual({
      directoryUrl: "https://acme.example.com/dir",
      accountKeyPem: expect.stringContaining("BEGIN PRIVATE KEY"),
      contacts: ["a@example.com", "b@example.com"],
      externalAccountBinding: { kid: "kid", hmacKey: "key" },
      nameServers: ["127.0.0.1:7708"],
    });
  });

  test.each([
    [{ ALBFLOW_SECRET: "" }, { code: "secret-missing" }],
    [{ ALBFLOW_ACME_EAB_KID: "kid" }, { code: "eab-settings-incomplete" }],
    [
      { ALBFLOW_ACME_EAB_KID: "kid", ALBFLOW_ACME_EAB_HMAC_KEY: "a b" },
      invalid("ALBFLOW_ACME_EAB_HMAC_KEY", "eab-key"),
    ],
    [{ ALBFLOW_ACME_DIRECTORY: "letsencrypt" }, invalid("ALBFLOW_ACME_DIRECTORY", "https-address")],
    [{ ALBFLOW_ACME_DIRECTORY: "http://acme.example.com/dir" }, invalid("ALBFLOW_ACME_DIRECTORY", "https-address")],
    [{ ALBFLOW_ACME_CONTACTS: "sre" }, invalid("ALBFLOW_ACME_CONTACTS", "mail-addresses")],
    [{ ALBFLOW_ACME_CONTACTS: "a@example.com,,b@example.com" }, invalid("ALBFLOW_ACME_CONTACTS", "mail-addresses")],
    [
      { ALBFLOW_ACME_CA: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----" },
      invalid("ALBFLOW_ACME_CA", "certificates"),
    ],
    [{ ALBFLOW_ACME_CA: "/etc/ca.pem" }, invalid("ALBFLOW_ACME_CA", "certificates")],
    [{ ALBFLOW_ACME_KEY: "rsa" }, invalid("ALBFLOW_ACME_KEY", "one-of")],
    [{ ALBFLOW_NAME_SERVERS: "dns.example.com" }, invalid("ALBFLOW_NAME_SERVERS", "name-servers")],
  ])("like %j are refused with the setting's name and what it must be", (given, why) => {
    const environment = { ...secret, ALBFLOW_ACME_DIRECTORY: "https://acme.example.com/dir", ...given };
    expect(() => acmeSettingsFrom(environment)).toThrow(
      expect.objectContaining({ kind: "InvalidInput", reason: expect.objectContaining(why) }),
    );
  });
});

describe("the name of a certificate in CAS", () => {
  test("is the same for the same order, fits, and can be read", () => {
    const names = orderableNames(["www.Example.com", "*.example.com", "www.example.com."]);
    expect(names).toEqual(["*.example.com", "www.example.com"]);
    // The digest is that of {"names":["*.example.com","www.example.com"],"period":"first"}.
    expect(certificateName(names, "first")).toBe("albflow-any.example.com-e5e1f3721d4ef6c1");
    expect(certificateName(names, "first")).not.toBe(certificateName(names, "second"));
    expect(certificateName(names, "first")).not.toBe(certificateName(names.slice(1), "first"));
    expect(certificateName([`${"a".repeat(60)}.example.com`], "first").length).toBeLessThanOrEqual(64);
  });
});

function invalid(name: string, expected: string) {
  const why = expect.objectContaining({ code: `expected-${expected}` });
  return { code: "setting-invalid", params: expect.objectContaining({ name, expected: why }) };
}

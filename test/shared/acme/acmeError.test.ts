import { describe, expect, test } from "vitest";
import { acmeError, problemText } from "../../../shared/acme/acmeError.ts";
import { acmeSettingsFrom } from "../../../shared/acme/acmeSettings.ts";
import { certificateName, orderedNames } from "../../../shared/acme/certificateName.ts";

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
    expect(acmeError("newOrder", new Error(problemText(status, body)))).toMatchObject({ kind, code });
  });

  test("is told with the server's words", () => {
    expect(acmeError("newOrder", new Error(problemText(429, problem("rateLimited")))).message).toBe(
      "ACME newOrder: [rateLimited] some words",
    );
  });

  test.each(["ECONNREFUSED", "ECONNABORTED", "ETIMEDOUT"])("that it does not answer (%s) may pass", (code) => {
    expect(acmeError("newOrder", Object.assign(new Error("no answer"), { code }))).toMatchObject({
      kind: "Transient",
      code,
    });
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

  test.each([{}, { ...secret, ALBFLOW_ACME_EAB_KID: "kid" }])("like %j are refused", (given) => {
    expect(() => acmeSettingsFrom({ ...given, ALBFLOW_ACME_DIRECTORY: "https://x/" })).toThrow(
      expect.objectContaining({ kind: "InvalidInput" }),
    );
  });
});

describe("the name of a certificate in CAS", () => {
  test("is the same for the same order, fits, and can be read", () => {
    const names = orderedNames(["www.Example.com", "*.example.com", "www.example.com."]);
    expect(names).toEqual(["*.example.com", "www.example.com"]);
    // The digest is that of {"names":["*.example.com","www.example.com"],"period":"first"}.
    expect(certificateName(names, "first")).toBe("albflow-any.example.com-e5e1f3721d4ef6c1");
    expect(certificateName(names, "first")).not.toBe(certificateName(names, "second"));
    expect(certificateName(names, "first")).not.toBe(certificateName(names.slice(1), "first"));
    expect(certificateName([`${"a".repeat(60)}.example.com`], "first").length).toBeLessThanOrEqual(64);
  });
});

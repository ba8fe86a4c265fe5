import { X509Certificate } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alternative, commonName, type OddRequest, oddCertificate } from "../../../test/local/oddCertificate.ts";
import { anyQuestion } from "../../../test/local/oddNames.ts";
import { sampledRuns } from "../../../test/support/sampled.ts";
import { indexCertificates } from "./certificateIndex.ts";

const served = (certificateId: string, request: OddRequest) => ({ certificateId, ...oddCertificate(request) });
const fallback = served("default", { subject: [commonName("default.test")] });
const dns = (...names: string[]) => ({ alternatives: names.map((name) => alternative("dns", name)) });

function chosen(serverName: string, ...additional: OddRequest[]): string {
  return indexCertificates({
    defaultCertificate: fallback,
    additionalCertificates: additional.map((request, at) => served(String(at), request)),
    versions: ["TLSv1.3"],
    ciphers: [],
  }).certificateFor(serverName).certificateId;
}

describe("the certificate that is chosen for a name", () => {
  test("is an additional one exactly where OpenSSL says that it fits the name", () => {
    fc.assert(
      fc.property(anyQuestion, ({ request, hostname }) => {
        const fits = new X509Certificate(oddCertificate(request).der).checkHost(hostname, { partialWildcards: false });
        expect(chosen(hostname, request)).toBe(fits === undefined ? "default" : "0");
      }),
      { numRuns: sampledRuns(1_000) },
    );
  });

  test.each([
    ["its DNS name, in any case", "SHOP.example.com", dns("Shop.Example.com"), "0"],
    ["its wildcard at any depth", "x.a.b.c.example", dns("*.a.b.c.example"), "0"],
    ["no wildcard of two labels", "shop.com", dns("*.com"), "default"],
    ["no star within a label", "foo.example.com", dns("f*.example.com"), "default"],
    ["no bare star", "shop", dns("*"), "default"],
    ["no name with a dot at its end", "shop.example.com", dns("shop.example.com."), "default"],
    [
      "no URI that spells it",
      "shop.example.com",
      { alternatives: [alternative("uri", "urn:DNS:shop.example.com")] },
      "default",
    ],
    [
      "no common name beside DNS names",
      "shop.example.com",
      { subject: [commonName("shop.example.com")], ...dns("a.test") },
      "default",
    ],
    [
      "its common name beside an address",
      "shop.example.com",
      { subject: [commonName("shop.example.com")], alternatives: [alternative("ip", "192.0.2.7")] },
      "0",
    ],
    [
      "no name that another kind of subject spells",
      "shop.example.com",
      { subject: [{ type: "55040a", tag: 12, value: Buffer.from("x\nCN=shop.example.com") }] },
      "default",
    ],
    ["an IDN in punycode", "shop.xn--bcher-kva.example", dns("*.xn--bcher-kva.example"), "0"],
    ["no IDN in Unicode, which clients do not send", "xn--bcher-kva.example", dns("bücher.example"), "default"],
    ["no name that goes on behind a zero byte", "shop.example.com", dns("shop.example.com\0.evil.example"), "default"],
    [
      "the last of a hundred names",
      "n99.example.com",
      dns(...Array.from({ length: 100 }, (_, at) => `n${at}.example.com`)),
      "0",
    ],
    ["nothing, where the subject is empty and there are no names", "shop.example.com", {}, "default"],
  ])("is found by %s", (_how, serverName, request, expected) => {
    expect(chosen(serverName, request)).toBe(expected);
  });

  test("is the exact one before a wildcard, and the one associated last of two", () => {
    expect(chosen("shop.example.com", dns("shop.example.com"), dns("*.example.com"))).toBe("0");
    expect(chosen("shop.example.com", dns("shop.example.com"), dns("shop.example.com"))).toBe("1");
  });
});

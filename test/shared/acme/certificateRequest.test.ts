import { generateKeyPairSync } from "node:crypto";
import "reflect-metadata";
import { Pkcs10CertificateRequest, SubjectAlternativeNameExtension } from "@peculiar/x509";
import { describe, expect, test } from "vitest";
import { certificateRequest } from "../../../shared/acme/certificateRequest.ts";

const { privateKey, publicKey } = generateKeyPairSync("ec", {
  namedCurve: "P-256",
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "der" },
});

describe("a certificate request", () => {
  test.each([
    ["one name", ["shop.example.com"], "CN=shop.example.com"],
    ["a wildcard", ["*.example.com", "example.com"], "CN=*.example.com"],
    ["a name too long for a common name", [`${"a".repeat(60)}.example.com`, "b.example.com"], "CN=b.example.com"],
    ["only names too long for one", [`${"a".repeat(60)}.example.com`], ""],
    // The list is longer than 127, 255 and 65,535 bytes.
    ["3 names", ["a", "b", "c"].map((letter) => `${letter.repeat(60)}.example.com`), ""],
    ["100 names", Array.from({ length: 100 }, (_, index) => `shop-${index}.example.com`), "CN=shop-0.example.com"],
    ["4,000 names", Array.from({ length: 4_000 }, (_, index) => `shop-${index}.example.com`), "CN=shop-0.example.com"],
  ])("for %s is read by an X.509 library as it was meant, and its signature holds", async (_, names, subject) => {
    const request = new Pkcs10CertificateRequest(certificateRequest(names, privateKey));
    expect(await request.verify()).toBe(true);
    expect(Buffer.from(request.publicKey.rawData)).toEqual(publicKey);
    expect(request.subject).toBe(subject);
    const { rawData } = request.getExtension("2.5.29.17") ?? { rawData: new ArrayBuffer(0) };
    expect(new SubjectAlternativeNameExtension(rawData).names.toJSON()).toEqual(
      names.map((value) => ({ type: "dns", value })),
    );
  });
});

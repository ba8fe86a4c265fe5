import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import "reflect-metadata";
import { Pkcs10CertificateRequest, SubjectAlternativeNameExtension } from "@peculiar/x509";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../../test/support/sampled.ts";
import { certificateRequest } from "./certificateRequest.ts";
import { makeKey } from "./keyKind.ts";

const { privateKey, publicKey: publicKeyObject } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const publicKey = publicKeyObject.export({ type: "spki", format: "der" });

describe("a certificate request", () => {
  test.each([
    ["one name", ["shop.example.com"], "CN=shop.example.com"],
    ["a wildcard", ["*.example.com", "example.com"], "CN=*.example.com"],
    ["a name too long for a common name", [`${"a".repeat(60)}.example.com`, "b.example.com"], "CN=b.example.com"],
    ["only names too long for one", [`${"a".repeat(60)}.example.com`], ""],
    // The list is longer than 127, 255 and 65,535 bytes.
    ["3 names", ["a", "b", "c"].map((letter) => `${letter.repeat(60)}.example.com`), ""],
    ["100 names", Array.from({ length: 100 }, (_, index) => `shop-${index}.example.com`), "CN=shop-0.example.com"],
    ["900 long names", Array.from({ length: 900 }, (_, index) => `shop-${index}.${"a".repeat(60)}.example.com`), ""],
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

  const KINDS = [
    ["rsa-2048", "RSASSA-PKCS1-v1_5", 2048],
    ["rsa-3072", "RSASSA-PKCS1-v1_5", 3072],
    ["rsa-4096", "RSASSA-PKCS1-v1_5", 4096],
    ["ecdsa-p256", "ECDSA", undefined],
    ["ecdsa-p384", "ECDSA", undefined],
  ] as const;

  test.each(sampled(4, KINDS))(
    "for a key of the kind %s holds, and OpenSSL reads it",
    async (kind, algorithm, bits) => {
      const key = await makeKey(kind);
      const text = certificateRequest(["shop.example.com"], key);
      const request = new Pkcs10CertificateRequest(text);
      expect(await request.verify()).toBe(true);
      expect(request.publicKey.algorithm.name).toBe(algorithm);
      expect(key.asymmetricKeyDetails?.modulusLength).toBe(bits);
      const read = execFileSync("openssl", ["req", "-verify", "-noout", "-text"], {
        input: text,
        encoding: "utf8",
        stdio: ["pipe", "pipe", "ignore"],
      });
      expect(read).toContain("DNS:shop.example.com");
    },
  );
});

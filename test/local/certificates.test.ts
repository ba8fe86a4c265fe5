import { X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import { describe, expect, it } from "vitest";
import { makeCa, makeCertificate } from "./certificates.ts";

describe("certificates for tests", () => {
  it("names what was asked for, by DNS and by IP", async () => {
    const { certificatePem } = await makeCertificate({ names: ["www.example.com", "*.example.com", "127.0.0.1"] });
    expect(new X509Certificate(certificatePem).subjectAltName).toBe(
      "DNS:www.example.com, DNS:*.example.com, IP Address:127.0.0.1",
    );
  });

  it("are signed by the CA that is named, and carry a key that fits", async () => {
    const ca = await makeCa("A root");
    const leaf = await makeCertificate({ names: ["a.example.com"], issuer: ca });
    expect(leaf.caPem).toBe(ca.certificatePem);
    expect(new X509Certificate(leaf.certificatePem).verify(new X509Certificate(ca.certificatePem).publicKey)).toBe(
      true,
    );
    expect(() => createSecureContext({ cert: leaf.certificatePem, key: leaf.privateKeyPem })).not.toThrow();
  });

  it("carry the intermediate when a CA below the root has signed them", async () => {
    const root = await makeCa("Root");
    const intermediate = await makeCertificate({ names: ["i.test"], commonName: "Middle", ca: true, issuer: root });
    const leaf = await makeCertificate({ names: ["a.example.com"], issuer: intermediate });
    expect(leaf.certificatePem.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(leaf.caPem).toBe(root.certificatePem);
  });

  it("are valid for the days that were asked for", async () => {
    const made = await makeCertificate({
      names: ["a.example.com"],
      notBefore: new Date("2026-01-01T00:00:00Z"),
      notAfter: new Date("2026-02-01T00:00:00Z"),
    });
    const certificate = new X509Certificate(made.certificatePem);
    expect(certificate.validFrom).toBe("Jan  1 00:00:00 2026 GMT");
    expect(certificate.validTo).toBe("Feb  1 00:00:00 2026 GMT");
  });
});

import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { createServer, type Server } from "node:http";
import { AuthorityKeyIdentifierExtension, X509CertificateGenerator } from "@peculiar/x509";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCertificate } from "../../../../test/local/certificates.ts";
import { ariCertId, readRenewalWindow, renewAt } from "./renewalWindow.ts";

/** Of the example in RFC 9773 §4.1. */
const CERT_ID = "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE";

let server: Server;
let directoryUrl: string;
let certificate: Buffer;
let answers: Record<string, { status: number; headers?: Record<string, string>; body: unknown }>;

beforeAll(async () => {
  certificate = await certificateOf({ serialNumber: "0087654321", keyId: "69885B6B87464041E1B37B847BA0AE2CDE01C8D4" });
  server = createServer((request, response) => {
    const { status, headers = {}, body } = answers[request.url ?? ""] ?? { status: 404, body: {} };
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  directoryUrl = `http://127.0.0.1:${(server.address() as { port: number }).port}/dir`;
});
afterAll(() => void server.close());

const offering = { status: 200, body: { renewalInfo: "" } };
const serve = (answer: { status: number; headers?: Record<string, string>; body: unknown }) => {
  offering.body.renewalInfo = directoryUrl.replace("/dir", "/renewal/");
  answers = { "/dir": offering, [`/renewal/${CERT_ID}`]: answer };
};
const suggestedWindow = { start: "2026-12-01T00:00:00Z", end: "2026-12-03T00:00:00Z" };

describe("a certificate's name in renewal information", () => {
  test("is its issuer's key and its serial number, as in the example of the RFC", () => {
    expect(ariCertId(certificate)).toBe(CERT_ID);
  });

  test("is refused for a certificate that does not name its issuer's key", async () => {
    const { certificatePem } = await makeCertificate({ names: ["shop.example.com"] });
    expect(() => ariCertId(certificatePem)).toThrow(expect.objectContaining({ kind: "Refused" }));
  });
});

describe("the renewal window", () => {
  test("is what the server suggests, and holds as long as the server says", async () => {
    const body = { suggestedWindow, explanationURL: "https://ca.example/why" };
    serve({ status: 200, headers: { "retry-after": "3600" }, body });
    expect(await readRenewalWindow({ directoryUrl }, certificate)).toEqual({
      start: Date.UTC(2026, 11, 1),
      end: Date.UTC(2026, 11, 3),
      explanationUrl: "https://ca.example/why",
      askAgainAfterMs: 3_600_000,
    });
  });

  test("holds six hours when the server does not say how long", async () => {
    serve({ status: 200, body: { suggestedWindow } });
    expect(await readRenewalWindow({ directoryUrl }, certificate)).toHaveProperty("askAgainAfterMs", 21_600_000);
  });

  test("is nothing when the server offers none, or does not know the certificate", async () => {
    serve({ status: 404, body: {} });
    expect(await readRenewalWindow({ directoryUrl }, certificate)).toBeUndefined();
    answers = { "/dir": { status: 200, body: {} } };
    expect(await readRenewalWindow({ directoryUrl }, certificate)).toBeUndefined();
  });

  test.each([
    ["an outage", { status: 503, body: {} }],
    [
      "a window that ends before it begins",
      { status: 200, body: { suggestedWindow: { start: suggestedWindow.end, end: suggestedWindow.start } } },
    ],
    ["no window", { status: 200, body: {} }],
  ])("with %s is an error that may pass", async (_what, answer) => {
    serve(answer);
    await expect(readRenewalWindow({ directoryUrl }, certificate)).rejects.toMatchObject({ kind: "Transient" });
  });

  test("leads to one moment in it for each certificate, the same each time", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 10 ** 9 }),
        fc.stringMatching(/^[0-9A-F]+$/),
        (start, length, serial) => {
          const at = renewAt({ start, end: start + length }, serial);
          expect(at).toBeGreaterThanOrEqual(start);
          expect(at).toBeLessThan(start + length);
          expect(renewAt({ start, end: start + length }, serial)).toBe(at);
        },
      ),
    );
    const moments = ["0A", "0B", "0C", "0D"].map((serial) => renewAt({ start: 0, end: 100 }, serial));
    expect(new Set(moments).size).toBe(4);
  });
});

async function certificateOf({ serialNumber, keyId }: { serialNumber: string; keyId: string }): Promise<Buffer> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const { publicKey, privateKey } = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const made = await X509CertificateGenerator.create({
    serialNumber,
    publicKey,
    signingKey: privateKey,
    signingAlgorithm: algorithm,
    subject: "CN=example.com",
    issuer: "CN=Example CA",
    extensions: [new AuthorityKeyIdentifierExtension(keyId)],
  });
  return Buffer.from(made.rawData);
}

import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeCa, makeCertificate, type TestCertificate } from "../../certificates.ts";
import { anyCertificate, createRig, listenerOf, type Seed, tlsOf } from "./rig.ts";

const run = promisify(execFile);

describe("mutual TLS", () => {
  let rig: Seed;
  let folder: string;
  let ca: TestCertificate;
  let known: TestCertificate;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "albflow-"));
    ca = await makeCa("Clients");
    known = await makeCertificate({ names: ["client.test"], commonName: "A client", issuer: ca });
    const outsider = await makeCertificate({ names: ["client.test"], issuer: await makeCa("Others") });
    const expired = await makeCertificate({
      names: ["client.test"],
      issuer: ca,
      notBefore: new Date("2020-01-01T00:00:00Z"),
      notAfter: new Date("2020-02-01T00:00:00Z"),
    });
    for (const [name, { certificatePem, privateKeyPem }] of Object.entries({ known, outsider, expired })) {
      await writeFile(join(folder, `${name}.pem`), `${certificatePem}\n${privateKeyPem}\n`);
    }
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(() => {
    rig = createRig();
  });
  afterEach(() => rig.close());

  const serve = async (http2 = false) => {
    const backend = await rig.backend((_request, response) => void response.end("hello"));
    rig.group("sgp-1", [backend]);
    const clientCert = { subjectDn: "x-subject", issuerDn: "x-issuer", fingerprint: "x-print", verify: "x-verify" };
    const at = await rig.serve({
      protocol: "HTTPS",
      http2,
      tls: tlsOf(await anyCertificate(), [await makeCertificate({ names: ["sni.example.com"] })], {
        clientCa: ca.certificatePem,
      }),
      xForwardedFor: { ...listenerOf().xForwardedFor, clientCert },
    });
    return { at, backend };
  };
  const curl = (at: { address: string; port: number }, host: string, ...args: string[]) =>
    run("curl", ["-sk", "--connect-to", `${host}:443:${at.address}:${at.port}`, ...args, `https://${host}/`]);

  it.each(["default.example.com", "sni.example.com"])(
    "lets a client of the CA in at %s and tells the server about it",
    async (host) => {
      const { at, backend } = await serve();
      expect((await curl(at, host, "--cert", join(folder, "known.pem"))).stdout).toBe("hello");
      expect(backend.requests[0]?.headers).toMatchObject({
        "x-subject": "CN=A client",
        "x-issuer": "CN=Clients",
        "x-print": new X509Certificate(known.certificatePem).fingerprint.replaceAll(":", "").toLowerCase(),
        "x-verify": "SUCCESS",
      });
    },
  );

  it("lets a client of the CA in over HTTP/2", async () => {
    const { at, backend } = await serve(true);
    const { stdout } = await curl(at, "sni.example.com", "--cert", join(folder, "known.pem"), "-w", " %{http_version}");
    expect(stdout).toBe("hello 2");
    expect(backend.requests[0]?.headers["x-subject"]).toBe("CN=A client");
  });

  it.each([
    { who: "a client without a certificate", certificate: [] },
    { who: "a client of another CA", certificate: ["outsider.pem"] },
    { who: "a client whose certificate has expired", certificate: ["expired.pem"] },
  ])("refuses the handshake of $who", async ({ certificate }) => {
    const { at, backend } = await serve();
    const args = certificate.flatMap((name) => ["--cert", join(folder, name)]);
    for (const host of ["default.example.com", "sni.example.com"])
      await expect(curl(at, host, ...args)).rejects.toThrow();
    expect(backend.requests).toEqual([]);
    expect(rig.plane.traffic("lsn-1")).toMatchObject({ requests: 0, handshakeErrors: 2 });
  });
});

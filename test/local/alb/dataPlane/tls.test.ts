import { execFile, spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { connect, type TLSSocket } from "node:tls";
import { promisify } from "node:util";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { indexCertificates } from "../../../../local/alb/dataPlane/certificateIndex.ts";
import { makeOne, makePair } from "../../../certificates/madeCertificate.ts";
import { longTest } from "../../../support/sampled.ts";
import { makeCa, makeCertificate, type TestCertificate } from "../../certificates.ts";
import { createRig, listenerOf, type Seed, tlsOf } from "./rig.ts";

const run = promisify(execFile);

/** Serial number of the certificate that a handshake shows, by a client of our own making. */
function shown(at: { address: string; port: number }, servername?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const named = servername === undefined ? {} : { servername };
    const socket: TLSSocket = connect({ host: at.address, port: at.port, rejectUnauthorized: false, ...named }, () => {
      resolve(socket.getPeerCertificate().serialNumber.toLowerCase());
      socket.destroy();
    });
    socket.on("error", reject);
  });
}

/** What `openssl s_client` says of a handshake, whatever comes of it. */
function sClient(at: { address: string; port: number }, ...args: string[]): Promise<string> {
  const client = spawn("openssl", ["s_client", "-connect", `${at.address}:${at.port}`, ...args]);
  client.stdin.end();
  return new Promise((resolve) => {
    let said = "";
    client.stdout.on("data", (text) => (said += text));
    client.stderr.on("data", (text) => (said += text));
    client.on("close", () => resolve(said));
  });
}

describe("TLS of a listener", () => {
  let rig: Seed;
  const made = new Map<string, TestCertificate>();
  beforeAll(async () => {
    for (const [key, names] of Object.entries({
      default: ["default.example.com", "both.example.com"],
      exact: ["www.example.com", "both.example.com"],
      wildcard: ["*.example.com"],
      other: ["www.example.com"],
    })) {
      made.set(key, await makeCertificate({ names }));
    }
  });
  const of = (key: string) => made.get(key) as TestCertificate;
  beforeEach(() => {
    rig = createRig();
  });
  afterEach(() => rig.close());

  it("is made ready at the first connection where a listener was opened lazily, and fails there where it cannot be served", async () => {
    const good = listenerOf({ listenerId: "lsn-good", protocol: "HTTPS", tls: tlsOf(of("default")) });
    await rig.plane.serve(good, true);
    const at = rig.plane.endpoint("lsn-good") as { address: string; port: number };
    expect(await shown(at)).toBe(of("default").serialNumber);
    const other = { ...of("default"), privateKeyPem: of("exact").privateKeyPem };
    const bad = listenerOf({ listenerId: "lsn-bad", protocol: "HTTPS", tls: tlsOf(other) });
    await expect(rig.plane.serve(bad)).rejects.toThrow();
    await rig.plane.serve(bad, true);
    await expect(shown(rig.plane.endpoint("lsn-bad") as { address: string; port: number })).rejects.toThrow();
    expect(rig.plane.traffic("lsn-bad")).toMatchObject({ connections: 1, handshakeErrors: 1 });
  });

  it.each([
    { servername: "www.example.com", expected: "exact", message: "an exact name goes before a wildcard" },
    { servername: "WWW.Example.COM", expected: "exact", message: "names have no case" },
    { servername: "api.example.com", expected: "wildcard", message: "a wildcard covers one label" },
    { servername: "a.b.example.com", expected: "default", message: "a wildcard covers no more than one label" },
    { servername: "example.com", expected: "default", message: "a wildcard does not cover its own domain" },
    { servername: "elsewhere.test", expected: "default", message: "nothing fits" },
    { servername: undefined, expected: "default", message: "no name was sent" },
    { servername: "both.example.com", expected: "exact", message: "of two that fit the latest associated is served" },
  ])("shows the $expected certificate for $servername: $because", async ({ servername, expected }) => {
    const at = await rig.serve({ protocol: "HTTPS", tls: tlsOf(of("default"), [of("wildcard"), of("exact")]) });
    expect(await shown(at, servername)).toBe(of(expected).serialNumber);
  });

  it("serves a name's certificate, or nobody, where the default has another kind of key", async () => {
    const key = makePair("rsa:2048");
    const { pem } = makeOne({ subject: "rsa.example.com", names: ["rsa.example.com"], key, until: 30 }, Date.now());
    const privateKeyPem = key.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const rsa = { certificatePem: pem, privateKeyPem } as TestCertificate;
    const serial = new X509Certificate(pem).serialNumber.toLowerCase();
    const usual = await rig.serve({ protocol: "HTTPS", tls: tlsOf(of("default"), [rsa]) });
    expect(await shown(usual, "rsa.example.com")).toBe(serial);
    expect(await shown(usual, "default.example.com")).toBe(of("default").serialNumber);
    expect(await shown(usual)).toBe(of("default").serialNumber);

    const tls = { ...tlsOf(rsa, [of("default")]), versions: ["TLSv1.2"], ciphers: ["ECDHE-RSA-AES128-GCM-SHA256"] };
    const onlyRsa = await rig.serve({ protocol: "HTTPS", tls });
    expect(await sClient(onlyRsa, "-servername", "rsa.example.com")).toContain("Cipher is ECDHE-RSA-AES128-GCM-SHA256");
    expect(await sClient(onlyRsa, "-servername", "default.example.com")).toContain("Cipher is (NONE)");
    expect(await sClient(onlyRsa, "-noservername")).toContain("Cipher is ECDHE-RSA-AES128-GCM-SHA256");
  });

  it("serves the latest of two additional certificates for one name, and the older one again when that is removed", async () => {
    const at = await rig.serve({ protocol: "HTTPS", tls: tlsOf(of("default"), [of("exact"), of("other")]) });
    expect(await shown(at, "www.example.com")).toBe(of("other").serialNumber);
    await rig.serve({ protocol: "HTTPS", tls: tlsOf(of("default"), [of("exact")]) });
    expect(await shown(at, "www.example.com")).toBe(of("exact").serialNumber);
  });

  it("shows openssl the whole chain, which it verifies", async () => {
    const root = await makeCa("Root");
    const intermediate = await makeCertificate({ names: ["i.test"], commonName: "Middle", ca: true, issuer: root });
    const leaf = await makeCertificate({ names: ["chain.example.com"], issuer: intermediate });
    const at = await rig.serve({ protocol: "HTTPS", tls: tlsOf(of("default"), [leaf]) });
    const { writeFile, rm } = await import("node:fs/promises");
    const file = `/tmp/albflow-root-${process.pid}.pem`;
    await writeFile(file, root.certificatePem);
    const said = await sClient(at, "-servername", "chain.example.com", "-CAfile", file, "-verify_return_error");
    await rm(file);
    expect(said).toContain("Verify return code: 0 (ok)");
    expect(said).toMatch(/1 s:CN = Middle/);
  });

  longTest(
    "finds the right one among three hundred certificates, and after a change of one parses only that",
    async () => {
      const many = await Promise.all(
        Array.from({ length: 300 }, (_, at) => makeCertificate({ names: [`host${at}.example.com`] })),
      );
      const at = await rig.serve({ protocol: "HTTPS", tls: tlsOf(of("default"), many) });
      expect(await shown(at, "host250.example.com")).toBe(many[250]?.serialNumber);
      const renewed = await makeCertificate({ names: ["host250.example.com"] });
      await rig.serve({ protocol: "HTTPS", tls: tlsOf(of("default"), [...many, renewed]) });
      expect(await shown(at, "host250.example.com")).toBe(renewed.serialNumber);

      const before = indexCertificates(tlsOf(of("default"), many));
      const after = indexCertificates(tlsOf(of("default"), [...many, renewed]), before);
      const known = new Set(before.entries.values());
      expect([...after.entries.values()].filter((entry) => !known.has(entry))).toHaveLength(1);
      expect(after.contextFor("host7.example.com")).toBe(before.contextFor("host7.example.com"));
    },
  );

  it("does not let a resumed session bring back a replaced certificate", async () => {
    const at = await rig.serve({ protocol: "HTTPS", tls: tlsOf(of("default")) });
    const file = `/tmp/albflow-session-${process.pid}.pem`;
    await sClient(at, "-tls1_2", "-sess_out", file);
    expect(await sClient(at, "-tls1_2", "-sess_in", file)).toContain("Reused, TLSv1.2");
    await rig.serve({ protocol: "HTTPS", tls: tlsOf(of("other")) });
    const said = await sClient(at, "-tls1_2", "-sess_in", file);
    expect(said).toContain("New, TLSv1.2");
    expect(new X509Certificate(said).serialNumber.toLowerCase()).toBe(of("other").serialNumber);
  });

  const legacy = ["-cipher", "ALL:@SECLEVEL=0"];
  const ciphers = [
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES128-SHA",
    "DES-CBC3-SHA",
    "TLS_AES_256_GCM_SHA384",
    "TLS_AES_128_CCM_SHA256",
  ];
  it.each([
    { versions: ["TLSv1.0", "TLSv1.1", "TLSv1.2"], accepted: ["tls1", "tls1_1", "tls1_2"] },
    { versions: ["TLSv1.2"], accepted: ["tls1_2"] },
    { versions: ["TLSv1.3"], accepted: ["tls1_3"] },
    { versions: ["TLSv1.2", "TLSv1.3"], accepted: ["tls1_2", "tls1_3"] },
    { versions: ["TLSv1.0", "TLSv1.2"], accepted: ["tls1", "tls1_2"] },
    { versions: ["TLSv1.0", "TLSv1.3"], accepted: ["tls1", "tls1_3"] },
  ])("accepts $accepted and nothing else under a policy of $versions", async ({ versions, accepted }) => {
    const at = await rig.serve({
      protocol: "HTTPS",
      http2: true,
      tls: tlsOf(of("default"), [], { versions, ciphers }),
    });
    const all = ["tls1", "tls1_1", "tls1_2", "tls1_3"];
    const said = await Promise.all(all.map((version) => sClient(at, `-${version}`, ...legacy)));
    expect(all.filter((_, index) => /Cipher is (?!\(NONE\))/.test(said[index] ?? ""))).toEqual(accepted);
  });

  it("accepts only the ciphers of the policy", async () => {
    const tls = tlsOf(of("default"), [], { versions: ["TLSv1.2"], ciphers: ["ECDHE-ECDSA-AES256-GCM-SHA384"] });
    const at = await rig.serve({ protocol: "HTTPS", tls });
    expect(await sClient(at, "-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-GCM-SHA384")).toContain(
      "Cipher is ECDHE-ECDSA-AES256-GCM-SHA384",
    );
    expect(await sClient(at, "-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256")).toContain("Cipher is (NONE)");
    expect(rig.plane.traffic("lsn-1")?.handshakeErrors).toBe(1);
  });

  it.each([
    { http2: true, offered: "h2,http/1.1", expected: "ALPN protocol: h2" },
    { http2: true, offered: "http/1.1", expected: "ALPN protocol: http/1.1" },
    { http2: false, offered: "h2,http/1.1", expected: "ALPN protocol: http/1.1" },
  ])("says $expected to an offer of $offered when HTTP/2 is $http2", async ({ http2, offered, expected }) => {
    const at = await rig.serve({ protocol: "HTTPS", http2, tls: tlsOf(of("default")) });
    expect(await sClient(at, "-alpn", offered)).toContain(expected);
  });

  it("refuses a configuration whose key does not fit, says so, and goes on with the one before", async () => {
    const at = await rig.serve({ protocol: "HTTPS", tls: tlsOf(of("default")) });
    const mixed = { ...of("other"), privateKeyPem: of("default").privateKeyPem };
    await expect(rig.serve({ protocol: "HTTPS", tls: tlsOf(mixed) })).rejects.toThrow(
      /^Listener lsn-1 cannot serve its TLS configuration: .*key values mismatch/,
    );
    expect(await shown(at)).toBe(of("default").serialNumber);
  });

  it("answers plain HTTP on an HTTPS port with 400", async () => {
    const at = await rig.serve({ protocol: "HTTPS", tls: tlsOf(of("default")) });
    const { stdout } = await run("curl", [
      "-s",
      "-w",
      "%{http_code}",
      "-o",
      "/dev/null",
      `http://${at.address}:${at.port}/`,
    ]);
    expect(stdout).toBe("400");
  });
});

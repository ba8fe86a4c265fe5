import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alternative, commonName, type OddRequest, oddCertificate } from "../../../test/local/oddCertificate.ts";
import { anyQuestion } from "../../../test/local/oddNames.ts";
import { sampledRuns } from "../../../test/support/sampled.ts";
import { nameFits } from "../../platform/hostnames.ts";
import { certificateNames } from "./certificateNames.ts";

const ORGANIZATION = "55040a";
const read = (request: OddRequest) => certificateNames(oddCertificate(request).der);

describe("the names of a certificate", () => {
  test("are its DNS names, whatever title its subject has", () => {
    expect(
      read({
        subject: [commonName("Example Origin Certificate")],
        alternatives: [alternative("dns", "Shop.Example.org"), alternative("dns", "*.shop.example.org")],
      }),
    ).toEqual({
      names: ["shop.example.org", "*.shop.example.org"],
      addresses: [],
      unusable: [],
      commonName: "Example Origin Certificate",
    });
  });

  test("do not include a common name that is none of its DNS names", () => {
    const request = {
      subject: [commonName("shop.example.com")],
      alternatives: [alternative("dns", "other.example.com")],
    };
    expect(read(request).names).toEqual(["other.example.com"]);
  });

  test.each([
    ["a URI", "uri", "urn:DNS:shop.example.com"],
    ["a URI that is nothing but a name", "uri", "shop.example.com"],
    ["a URI with a comma", "uri", "urn:x, DNS:shop.example.com"],
    ["an e-mail address", "email", "shop.example.com"],
  ] as const)("do not include %s", (_what, kind, text) => {
    const alternatives = [alternative("dns", "other.example.com"), alternative(kind, text)];
    expect(read({ alternatives }).names).toEqual(["other.example.com"]);
  });

  test("do not include other names and directory names, whatever they spell", () => {
    const spelled = Buffer.concat([Buffer.from([0x0c, 16]), Buffer.from("shop.example.com")]);
    const alternatives = [0xa0, 0xa4].map((tag) => ({ tag, value: spelled }));
    expect(read({ alternatives: [...alternatives, alternative("dns", "other.example.com")] }).names).toEqual([
      "other.example.com",
    ]);
  });

  test("are not split at the commas in an entry", () => {
    const { names, unusable } = read({ alternatives: [alternative("dns", "other.example.com,DNS:shop.example.com")] });
    expect({ names, unusable }).toEqual({ names: [], unusable: ["other.example.com,DNS:shop.example.com"] });
  });

  test("are the common name where there is no DNS name, even beside an address, a URI or an e-mail address", () => {
    const subject = [commonName("shop.example.com")];
    expect(read({ subject }).names).toEqual(["shop.example.com"]);
    const alternatives = [
      alternative("ip", "192.0.2.7"),
      alternative("uri", "urn:x"),
      alternative("email", "a@b.example"),
    ];
    expect(read({ subject, alternatives })).toMatchObject({ names: ["shop.example.com"], addresses: ["192.0.2.7"] });
  });

  test("are none where the common name is a title, an address or missing, and nothing else is there", () => {
    for (const subject of [[commonName("Shop Service")], [commonName("192.0.2.7")], []]) {
      expect(read({ subject })).toMatchObject({ names: [], addresses: [], unusable: [] });
    }
  });

  test("are not read out of an organization that looks like a common name", () => {
    const subject = [
      { type: ORGANIZATION, tag: 12, value: Buffer.from("CN=shop.example.com") },
      commonName("other.example.com"),
    ];
    expect(read({ subject }).names).toEqual(["other.example.com"]);
    const lines = [{ type: ORGANIZATION, tag: 12, value: Buffer.from("x\nCN=shop.example.com") }];
    expect(read({ subject: lines }).names).toEqual([]);
  });

  test("are read from common names in every alphabet that certificates are written in", () => {
    const wide = Buffer.from("shop.example.com", "utf16le").swap16();
    const wider = Buffer.concat(Array.from(Buffer.from("shop.example.com"), (byte) => Buffer.from([0, 0, 0, byte])));
    for (const [tag, value] of [
      [30, wide],
      [28, wider],
      [19, Buffer.from("shop.example.com")],
      [22, Buffer.from("shop.example.com")],
    ] as const) {
      expect(read({ subject: [{ type: "550403", tag, value }] }).names).toEqual(["shop.example.com"]);
    }
  });

  test("are all common names where there are several", () => {
    expect(read({ subject: [commonName("a.example.com"), commonName("b.example.com")] }).names).toEqual([
      "a.example.com",
      "b.example.com",
    ]);
  });

  test("end where they end, and not at a zero byte in them", () => {
    const { names, unusable } = read({ alternatives: [alternative("dns", "shop.example.com\0.evil.example")] });
    expect({ names, unusable }).toEqual({ names: [], unusable: ["shop.example.com\ufffd.evil.example"] });
  });

  test.each([
    "Example Origin Certificate",
    "192.0.2.7",
    "*",
    "*.com",
    "f*.example.com",
    "a.*.example.com",
    "*.*.example.com",
    "shop.example.com.",
    ".example.com",
    "a..example.com",
    "bücher.example",
    "\u212ashop.example.com",
    "*.my_zone.example.com",
    `${"a".repeat(64)}.example.com`,
    `${"a.".repeat(130)}example.com`,
    "",
  ])("leave out %j, which no client can use, and say so", (text) => {
    const { names, unusable } = read({
      alternatives: [alternative("dns", text), alternative("dns", "shop.example.com")],
    });
    expect({ names, unusable }).toEqual({ names: ["shop.example.com"], unusable: [text] });
  });

  test.each([
    "xn--bcher-kva.example",
    "*.xn--bcher-kva.example",
    "*.a.b.c.example",
    "my_host.example.com",
    "localhost",
    "a--b.example",
  ])("include %s", (text) => expect(read({ alternatives: [alternative("dns", text)] }).names).toEqual([text]));

  test("are all hundred of a certificate that has a hundred", () => {
    const hundred = Array.from({ length: 100 }, (_, at) => `${"n".repeat(60)}${at}.example.com`);
    expect(read({ alternatives: hundred.map((text) => alternative("dns", text)) }).names).toEqual(hundred);
  });

  test("and its addresses of both kinds are told apart", () => {
    const six = { tag: 0x87, value: Buffer.from("20010db8000000000000000000000001", "hex") };
    expect(read({ alternatives: [alternative("ip", "192.0.2.7"), six] })).toMatchObject({
      names: [],
      addresses: ["192.0.2.7", "2001:db8::1"],
    });
  });

  test("are refused where the certificate has two lists of them, or is none", () => {
    const twice = oddCertificate({ alternatives: [alternative("dns", "shop.example.com")], lists: 2 });
    expect(() => certificateNames(twice.der)).toThrow("the extension 551d11 twice");
    expect(() => certificateNames(Buffer.from("3003020101", "hex"))).toThrow();
    expect(() => certificateNames(Buffer.from("no certificate"))).toThrow();
  });
});

describe("what a certificate fits is what OpenSSL says", () => {
  test("of any certificate and any host name", () => {
    fc.assert(
      fc.property(anyQuestion, ({ request, hostname }) => {
        const { der } = oddCertificate(request);
        const verdict = new X509Certificate(der).checkHost(hostname, { partialWildcards: false }) !== undefined;
        expect(certificateNames(der).names.some((name) => nameFits(name, hostname))).toBe(verdict);
      }),
      { numRuns: sampledRuns(1_000) },
    );
  });

  test("also by the openssl command, as -checkhost and as verify -verify_hostname", () => {
    const folder = mkdtempSync(join(tmpdir(), "names-"));
    try {
      const file = join(folder, "certificate.pem");
      fc.assert(
        fc.property(anyQuestion, ({ request, hostname }) => {
          const { der, certificatePem } = oddCertificate(request);
          writeFileSync(file, certificatePem);
          const fits = certificateNames(der).names.some((name) => nameFits(name, hostname));
          const said = execFileSync("openssl", ["x509", "-in", file, "-noout", "-checkhost", hostname]).toString();
          // The command lets `f*.example.com` stand for `foo.example.com`, which browsers do not.
          fc.pre(fits || !saysPartialWildcard(request));
          expect(said).toContain(fits ? "does match" : "does NOT match");
          expect(verifies(file, hostname)).toBe(fits);
        }),
        { numRuns: sampledRuns(25) },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function saysPartialWildcard({ alternatives = [], subject = [] }: OddRequest): boolean {
  return [...alternatives, ...subject].some(({ value }) => /[^*.]\*|\*[^*.]/.test(value.toString("latin1")));
}

function verifies(file: string, hostname: string): boolean {
  try {
    execFileSync(
      "openssl",
      ["verify", "-CAfile", file, "-partial_chain", "-check_ss_sig", "-verify_hostname", hostname, file],
      {
        stdio: "pipe",
      },
    );
    return true;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: Buffer; stderr: Buffer };
    expect(Buffer.concat([stdout, stderr]).toString()).toMatch(/hostname mismatch/i);
    return false;
  }
}
